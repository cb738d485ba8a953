import { expect, it } from 'vitest'
import { hashPassword, passwordFits } from './passwords.ts'

it('fits its own hash and no other', async () => {
  const hash = await hashPassword('zażółć gęślą jaźń')
  expect(await passwordFits(hash, 'zażółć gęślą jaźń')).toBe(true)
  expect(await passwordFits(hash, 'zazolc gesla jazn')).toBe(false)
})
it('nothing fits where there is no hash', async () => {
  expect(await passwordFits(undefined, '')).toBe(false)
})
it('two hashes of one password differ', async () => {
  expect(await hashPassword('the same')).not.toBe(await hashPassword('the same'))
})
