import { expect, it } from 'vitest'
import { AccessRegistry } from './access.ts'
import { serviceKey, Tokens } from './tokens.ts'

it('what was said of a broken token does not count for whole ones with the same header', async () => {
  const key = await serviceKey()
  const userJwks = async () => ({ keys: [] })
  const tokens = new Tokens({ key, userJwks, access: new AccessRegistry() })
  const token = await tokens.signService('reader', 'notebook', { kind: 'service', name: 'reader' })
  const [header] = token.split('.')
  expect(tokens.namesServiceKey(header!)).toBe(false)
  for (const broken of [`${header}.`, `${header}.x`, `${header}.x.y`]) {
    tokens.namesServiceKey(broken)
    await expect(tokens.identify(broken, 'notebook')).rejects.toMatchObject({ status: 401 })
  }
  expect(tokens.namesServiceKey(token)).toBe(true)
  expect(await tokens.identify(token, 'notebook')).toEqual({ kind: 'service', name: 'reader' })
  expect(tokens.namesServiceKey('no.header.here')).toBe(false)
})

it('what a program was allowed travels with its user from service to service, and limits them there', async () => {
  const access = new AccessRegistry()
  const tokens = new Tokens({ key: await serviceKey(), userJwks: async () => ({ keys: [] }), access })
  const id = crypto.randomUUID()
  const user = { kind: 'user' as const, id, sessionId: 'one', roles: ['crew_member'] }
  const signed = await tokens.signService('control', 'schedule', { ...user, scope: ['schedule:read'] })
  const seen = await tokens.identify(signed, 'schedule')
  expect(seen).toMatchObject({ id, via: 'control', scope: ['schedule:read'] })
  expect(access.permits(seen, 'schedule:read')).toBe(true)
  expect(access.permits(seen, 'schedule:update')).toBe(false)
  expect(access.permits(user, 'schedule:update')).toBe(true)
  expect(access.admits({ ...user, scope: ['schedule:read'] }, 'signed-in')).toBe(false)
})
