import { describe, expect, it } from 'vitest'
import { checkEndpoint, isPushEndpoint } from './push-endpoint.ts'

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
