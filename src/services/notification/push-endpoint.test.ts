import { describe, expect, it } from 'vitest'
import { checkEndpoint, isPublicAddress, isPushEndpoint } from './push-endpoint.ts'

describe('a push endpoint', () => {
  it.each(['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x'])(
    '%s',
    (url) => {
      expect(isPushEndpoint(url, false)).toBe(true)
    },
  )
  it.each([
    'http://fcm.googleapis.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://2130706433/x',
    'https://localhost/x',
    'https://printer.local/x',
    'https://push.internal/x',
    'https://user:password@fcm.googleapis.com/x',
    'http://127.0.0.1:80/push',
    'nonsense',
  ])('%s is refused', (url) => {
    expect(isPushEndpoint(url, false)).toBe(false)
  })
  it('in the sandbox may be on loopback', () => {
    expect(isPushEndpoint('http://127.0.0.1:4000/push/send/x', true)).toBe(true)
    expect(isPushEndpoint('http://10.0.0.1/push', true)).toBe(false)
  })
  it('is checked again before each call', async () => {
    await expect(checkEndpoint('https://127.0.0.1/x', false)).rejects.toThrow('push-endpoint-refused')
  })
})

it.each([
  ['8.8.8.8', true],
  ['2a00:1450:4001:81b::200e', true],
  ['10.1.2.3', false],
  ['172.31.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['fd00::1', false],
  ['fe80::1', false],
  ['printer', false],
])('%s on the public internet: %s', (address, open) => {
  expect(isPublicAddress(address)).toBe(open)
})
