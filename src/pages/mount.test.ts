import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { catalogue } from '../catalogue.ts'
import { mountPages } from './mount.ts'

let [plain, stripe]: [TestHouse, TestHouse] = [undefined!, undefined!]
const open = (env: Record<string, string>, only?: readonly string[]) =>
  openTestHouse({
    env,
    pages: (app, host) => mountPages(app, host, { catalogue, sandbox: undefined }),
    ...(only ? { only } : {}),
  })
beforeAll(async () => {
  plain = await open({})
  stripe = await open({ STRIPE_SECRET_KEY: 'sk_test_none', STRIPE_PUBLISHABLE_KEY: 'pk_test_none' })
}, 120_000)
afterAll(async () => {
  await plain.stop()
  await stripe.stop()
})

const rulesOf = async (house: TestHouse, path: string) => {
  const { status, headers } = await fetch(house.url + path)
  expect(status).toBe(200)
  return headers
}
const hold = `/bookings/${crypto.randomUUID()}`

describe('what the page of a hold may load', () => {
  it('is Stripe’s script and frame, where Stripe takes the money', async () => {
    const policy = (await rulesOf(stripe, hold)).get('content-security-policy')
    expect(policy).toContain("script-src 'self' https://js.stripe.com;")
    expect(policy).toContain('frame-src https://js.stripe.com https://hooks.stripe.com')
    expect(policy).toContain("connect-src 'self' https://api.stripe.com;")
    expect(policy).toContain("default-src 'none'")
  })
  it('is the same where another process takes the money, and nobody’s where none answers', async () => {
    for (const [url, scripts] of [
      [stripe.url, "script-src 'self' https://js.stripe.com;"],
      ['http://127.0.0.1:9', "script-src 'self';"],
    ] as const) {
      const other = await open({ SERVICE_URL_PAYMENT: url }, ['audit'])
      try {
        expect((await rulesOf(other, hold)).get('content-security-policy')).toContain(scripts)
      } finally {
        await other.stop()
      }
    }
  })
  it('is nobody else’s anywhere else', async () => {
    for (const [house, path] of [
      [stripe, '/tickets'],
      [stripe, '/api/docs'],
      [plain, hold],
    ] as const)
      expect((await rulesOf(house, path)).get('content-security-policy'), path).not.toContain('stripe')
  })
  it('tells no other site where it was called from', async () => {
    for (const path of ['/tickets', hold])
      expect((await rulesOf(plain, path)).get('referrer-policy')).toBe('no-referrer')
  })
})
