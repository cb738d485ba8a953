import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { newAccount, realAccounts, signedIn } from '../../../test/support/accounts.ts'
import type { Ctx } from './context.ts'
import auth from './service.ts'
import { rotateKeys } from './signing-keys.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [auth], env: realAccounts })
})
afterAll(() => house.stop())
afterEach(() => house.travelTo(Temporal.Now.instant()))

const rotate = () => rotateKeys(house.house.host.runtimes.get('auth')!.ctx as unknown as Ctx)
const later = (duration: Temporal.DurationLike) => house.travelTo(Temporal.Now.instant().add(duration))
const published = async (): Promise<string[]> =>
  (await house.stranger.get('/auth/jwks')).body.keys.map((key: { kid: string }) => key.kid)
const kidOf = (token: string | undefined) => decodeProtectedHeader(token!).kid

describe('signing keys', () => {
  it('are there as soon as anybody asks for them, so that no verifier keeps an empty set', async () => {
    expect(await published()).toHaveLength(1)
  })
  it('are kept sealed', async () => {
    await newAccount(house)
    const [row] = await house.rows<{ private_jwk: string }>('select private_jwk from auth.signing_keys')
    expect(row!.private_jwk).toMatch(/^sealed:/)
  })
  it('rotate after 90 days: announced before they sign, shown until their last token has ended', async () => {
    const anna = await newAccount(house)
    const old = kidOf(anna.token)!
    await later({ hours: 80 * 24 })
    await rotate()
    expect(await published()).toEqual([old])
    await later({ minutes: 90 * 24 * 60 - 55 })
    await rotate()
    await rotate()
    const both = await published()
    expect(both).toHaveLength(2)
    expect(kidOf((await signedIn(house, anna.email)).token)).toBe(old)
    await later({ hours: 90 * 24, minutes: 10 })
    const signed = await signedIn(house, anna.email)
    expect(kidOf(signed.token)).toBe(both.find((kid) => kid !== old))
    expect((await signed.get('/users/me')).status).toBe(200)
    expect((await anna.get('/users/me')).status).toBe(200)
    await rotate()
    expect(await published()).toHaveLength(2)
    await later({ hours: 90 * 24 + 2 })
    await rotate()
    expect(await published()).toEqual([kidOf(signed.token)])
  })
  it('one that cannot be opened is replaced at once; what it signed stays valid', async () => {
    const anna = await newAccount(house)
    await house.rows(`update auth.signing_keys set private_jwk = 'sealed:by another master key'`)
    const answers = await Promise.all([signedIn(house, anna.email), signedIn(house, anna.email)])
    expect(new Set(answers.map((answer) => kidOf(answer.token))).size).toBe(1)
    expect(kidOf(answers[0]!.token)).not.toBe(kidOf(anna.token))
    const keys = createLocalJWKSet((await house.stranger.get('/auth/jwks')).body)
    for (const { token } of [anna, ...answers])
      expect((await jwtVerify(token!, keys)).payload.sub).toBe(anna.id)
  })
})
