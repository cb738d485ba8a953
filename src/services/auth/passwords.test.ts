import { argon2Sync } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Problem } from '#kernel'
import { hashPassword, passwordFits } from './passwords.ts'

it('fits its own hash and no other', async () => {
  const hash = await hashPassword('zażółć gęślą jaźń')
  expect(await passwordFits(hash, 'zażółć gęślą jaźń')).toBe(true)
  expect(await passwordFits(hash, 'zazolc gesla jazn')).toBe(false)
})
it('fits however the letters are put together', async () => {
  const hash = await hashPassword('ó'.normalize('NFD'))
  expect(await passwordFits(hash, 'ó'.normalize('NFC'))).toBe(true)
})
it('nothing fits where there is no hash', async () => {
  expect(await passwordFits(undefined, '')).toBe(false)
})
it('two hashes of one password differ', async () => {
  expect(await hashPassword('the same')).not.toBe(await hashPassword('the same'))
})
it('is Argon2id with what OWASP asks for, in the PHC format', async () => {
  const [, name, version, cost, salt, tag] = (await hashPassword('a long password')).split('$')
  expect([name, version, cost]).toEqual(['argon2id', 'v=19', 'm=9216,t=4,p=1'])
  const bytes = argon2Sync('argon2id', {
    message: 'a long password',
    nonce: Buffer.from(salt!, 'base64'),
    memory: 9_216,
    passes: 4,
    parallelism: 1,
    tagLength: 32,
  })
  expect(`${tag}=`).toBe(bytes.toString('base64'))
})
it('reads a hash that was made at another cost', async () => {
  const nonce = Buffer.alloc(16, 7)
  const made = { message: 'older', nonce, memory: 64, passes: 3, parallelism: 2, tagLength: 16 }
  const [salt, tag] = [nonce, argon2Sync('argon2id', made)].map((each) =>
    each.toString('base64').replace(/=+$/, ''),
  )
  const hash = `$argon2id$v=19$m=64,t=3,p=2$${salt}$${tag}`
  expect(await passwordFits(hash, 'older')).toBe(true)
  expect(await passwordFits(hash, 'newer')).toBe(false)
})
it('does as much work for an unknown account as for a wrong password', async () => {
  const hash = await hashPassword('a long password')
  await passwordFits(undefined, 'first')
  const wrong = await processorMs(() => passwordFits(hash, 'wrong'))
  const unknown = await processorMs(() => passwordFits(undefined, 'wrong'))
  expect(unknown).toBeGreaterThan(wrong / 2)
  expect(unknown).toBeLessThan(wrong * 2)
})
it('turns the hundred and third away, and goes on with those who wait', async () => {
  const cheap = '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA'
  const answers = await Promise.allSettled(Array.from({ length: 103 }, () => passwordFits(cheap, 'x')))
  const refused = answers.filter((each) => each.status === 'rejected').map(({ reason }) => reason as Problem)
  expect(refused).toHaveLength(1)
  expect(refused[0]).toMatchObject({ status: 503, code: 'auth.busy', headers: { 'Retry-After': '5' } })
})

/** The median of five: other work on the machine is not counted, but pages that are touched first are. */
async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    samples.push((user + system) / 1000)
  }
  return samples.toSorted((a, b) => a - b)[2]!
}
