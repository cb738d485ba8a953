import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, it, vi } from 'vitest'
import { scratchFolder } from '../../test/harness/scratch.ts'
import { AccessRegistry } from '../kernel/access.ts'
import { parseMasterKeys } from '../kernel/cipher.ts'
import { serviceKey, Tokens } from '../kernel/tokens.ts'
import { run } from './run.ts'

it('klaps keys make gives every process what makes the others believe it, and replaces nothing', async () => {
  const folder = await scratchFolder('klaps-keys-')
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const make = () => run(['keys', 'make', '--out', join(folder, 'keys'), '--services', 'email,pdf'])
    expect(await make()).toBe(0)
    const file = (name: string) => join(folder, 'keys', `${name}.env`)
    for (const name of ['all', 'email', 'pdf']) expect((await stat(file(name))).mode & 0o777).toBe(0o600)
    const read = async (name: string) => parseEnv(await readFile(file(name), 'utf8'))
    const all = await read('all')
    expect(parseMasterKeys(all.KLAPS_MASTER_KEYS!).sealing.id).toBe('k1')
    expect(all.SERVICE_JWKS).not.toContain('"d"')
    const tokensOf = async (name: string) =>
      new Tokens({
        key: await serviceKey((await read(name)).SERVICE_KEY),
        serviceJwks: JSON.parse(all.SERVICE_JWKS!),
        userJwks: async () => ({ keys: [] }),
        access: new AccessRegistry(),
      })
    const [email, pdf] = [await tokensOf('email'), await tokensOf('pdf')]
    const token = await email.signService('email', 'pdf', { kind: 'service', name: 'email' })
    expect(await pdf.identify(token, 'pdf')).toEqual({ kind: 'service', name: 'email' })
    const before = await readFile(file('pdf'), 'utf8')
    expect(await make()).toBe(1)
    expect(complained).toHaveBeenLastCalledWith(expect.stringContaining('is there already'))
    expect(await readFile(file('pdf'), 'utf8')).toBe(before)
    expect(said.mock.calls.flat().join()).not.toContain('"d"')
  } finally {
    said.mockRestore()
    complained.mockRestore()
    await rm(folder, { recursive: true, force: true })
  }
})

it.each([
  ['keys', 'make'],
  ['keys', 'make', '--out', ''],
  ['keys', 'status', '--out', 'x'],
])('refuses %s %s %s %s', async (...argv) => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(await run(argv)).toBe(2)
  complained.mockRestore()
})
