import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { notebookService } from '../testing/notebook.ts'
import { readerService } from '../testing/reader.ts'

const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const { privateKey: forgersKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })

const services = [notebookService, readerService]
let house: TestHouse
let unlimited: TestHouse
beforeAll(async () => {
  unlimited = await openTestHouse({ services })
  house = await openTestHouse({
    services,
    env: {
      SERVICE_KEY: JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'neighbours' }),
      KLAPS_RATE_PER_SECOND: '1',
      KLAPS_RATE_BURST: '1',
    },
  })
})
afterAll(() => Promise.all([house.stop(), unlimited.stop()]))

async function callsOfReader(key: CryptoKey, count: number): Promise<Set<number>> {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: 'neighbours' })
    .setIssuer('klaps:reader')
    .setAudience('klaps:notebook')
    .setExpirationTime('60s')
    .sign(key)
  const answers = await Promise.all(
    Array.from({ length: count }, () =>
      house.stranger.get('/notes/secret', { authorization: `Bearer ${token}` }),
    ),
  )
  return new Set(answers.map((answer) => answer.status))
}

it('all calls of a service come from one address, and none of them is refused for it', async () => {
  expect(await callsOfReader(privateKey, 50)).toEqual(new Set([200]))
})

it('a forged service token counts against the address', async () => {
  expect(await callsOfReader(forgersKey, 50)).toEqual(new Set([401, 429]))
})

it.each(['1e300', '-1', 'Infinity', '99999999999999999999', '999999999999999', 'soon'])(
  'a deadline of %s from outside lengthens and breaks nothing',
  async (deadline) => {
    const anna = await unlimited.person()
    expect((await anna.get('/reader/secret', { 'x-deadline': deadline })).status).toBe(200)
  },
)

it('when the deadline has passed the other service is not asked any more', async () => {
  const anna = await unlimited.person()
  const { body } = await anna.get('/reader/secret', { 'x-deadline': '1' })
  expect(body).toMatchObject({ status: 503, code: 'service-unavailable', service: 'notebook' })
})
