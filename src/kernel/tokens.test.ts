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
