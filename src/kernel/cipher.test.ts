import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  CipherError,
  createCipher,
  createPersonalKey,
  generateMasterKey,
  parseMasterKeys,
  personalAad,
  rewrap,
  unwrapPersonalKey,
} from './cipher.ts'
import { loadMasterKeys } from './master-key-file.ts'

const oldKey = generateMasterKey('k1')
const newKey = generateMasterKey('k2')
const old = parseMasterKeys(oldKey)
const both = parseMasterKeys(`${newKey},${oldKey}`)
const fresh = parseMasterKeys(newKey)
const cipher = createCipher(old)

/** The code of the `CipherError` that `work` throws. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof CipherError) return error.code
    throw error
  }
  return 'opened'
}

describe('cipher', () => {
  it('opens what it sealed, for the same record only', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.uint8Array(),
        fc.string(),
        fc.string(),
        (text, bytes, aad, other) => {
          expect(cipher.openText(cipher.seal(text, aad), aad)).toBe(text)
          expect(Buffer.from(cipher.openBytes(cipher.sealBytes(bytes, aad), aad)).equals(bytes)).toBe(true)
          expect(Buffer.from(cipher.open(cipher.seal(bytes, aad), aad)).equals(bytes)).toBe(true)
          if (other !== aad)
            expect(refusal(() => cipher.open(cipher.seal(text, aad), other))).toBe('unreadable')
        },
      ),
    )
  })

  it('notices every changed bit and every missing byte', () => {
    const sealed = cipher.sealBytes(Buffer.from('ul. Chełmska 21'), 'place:1')
    for (let index = 0; index < sealed.length; index++) {
      const tampered = Uint8Array.from(sealed, (byte, at) =>
        at === index ? byte ^ (1 << (index % 8)) : byte,
      )
      expect(refusal(() => cipher.openBytes(tampered, 'place:1'))).toMatch(/^(unreadable|unknown-key)$/)
      expect(refusal(() => cipher.openBytes(sealed.subarray(0, index), 'place:1'))).toMatch(
        /^(unreadable|unknown-key)$/,
      )
    }
  })

  it('refuses anything else with its own error', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => void expect(refusal(() => cipher.open(text, ''))).toBe('unreadable'),
      ),
    )
    const sealed = cipher.seal('x', 'a')
    for (const changed of [`${sealed}=`, `${sealed} `, sealed.slice('sealed:'.length)])
      expect(refusal(() => cipher.open(changed, 'a'))).toBe('unreadable')
  })

  it('never seals the same value to the same text', () => {
    expect(cipher.seal('x', 'a')).not.toBe(cipher.seal('x', 'a'))
  })

  it('rotates: old values open beside the new key, rewrapped ones without the old', () => {
    const sealed = cipher.seal('token', 'mailbox:1')
    expect(createCipher(both).openText(sealed, 'mailbox:1')).toBe('token')
    expect(refusal(() => createCipher(fresh).openText(sealed, 'mailbox:1'))).toBe('unknown-key')
    expect(createCipher(fresh).openText(rewrap(both, sealed, 'mailbox:1'), 'mailbox:1')).toBe('token')
  })

  it('names a bad key by its position, and shows no key when printed', () => {
    for (const bad of ['', 'k1', 'k1:c2hvcnQ=', `${oldKey},${oldKey}`, `k 1:${oldKey.slice(3)}`])
      expect(() => parseMasterKeys(bad)).toThrow(/^Master key \d is not/)
    expect(() => parseMasterKeys('k1:c2VjcmV0')).not.toThrow(/c2VjcmV0/)
    const printed = inspect(old, { depth: 9 }) + JSON.stringify(old)
    expect(printed).not.toContain(oldKey.slice(3))
  })
})

describe('personal keys', () => {
  it('seal for one person, and open for nobody else', () => {
    const wrapped = createPersonalKey(old, 'anna')
    const anna = unwrapPersonalKey(old, 'anna', wrapped)
    const jan = unwrapPersonalKey(old, 'jan', createPersonalKey(old, 'jan'))
    const sealed = anna.seal('+48 600 000 000', 'phone')
    expect(unwrapPersonalKey(old, 'anna', wrapped).open(sealed, 'phone')).toBe('+48 600 000 000')
    expect(refusal(() => jan.open(sealed, 'phone'))).toBe('unreadable')
    expect(refusal(() => cipher.open(sealed, 'phone'))).toBe('unknown-key')
    expect(refusal(() => unwrapPersonalKey(old, 'jan', wrapped))).toBe('unreadable')
    const pdf = anna.sealBytes(new Uint8Array([37, 80, 68, 70]), 'document:1')
    expect([...anna.openBytes(pdf, 'document:1')]).toEqual([37, 80, 68, 70])
  })

  it('outlive the master key once rewrapped', () => {
    const wrapped = createPersonalKey(old, 'anna')
    const sealed = unwrapPersonalKey(old, 'anna', wrapped).seal('home', 'address')
    const moved = rewrap(both, wrapped, personalAad('anna'))
    expect(unwrapPersonalKey(fresh, 'anna', moved).open(sealed, 'address')).toBe('home')
    expect(refusal(() => unwrapPersonalKey(fresh, 'anna', wrapped))).toBe('unknown-key')
  })
})

describe('loadMasterKeys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klaps-keys-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('prefers the environment, and asks for it where there is no file', async () => {
    const keys = await loadMasterKeys({
      env: { KLAPS_MASTER_KEYS: `${newKey},${oldKey}` },
      file: join(folder, 'no'),
    })
    expect([keys.sealing.id, ...keys.byId.keys()]).toEqual(['k2', 'k2', 'k1'])
    await expect(loadMasterKeys({ env: {} })).rejects.toThrow('KLAPS_MASTER_KEYS is not set')
  })

  it('creates the file once, for its owner only, even when several start together', async () => {
    const file = join(folder, 'data', 'master.key')
    const loaded = await Promise.all(Array.from({ length: 8 }, () => loadMasterKeys({ env: {}, file })))
    const sealed = createCipher(await loadMasterKeys({ env: {}, file })).seal('x', 'a')
    for (const keys of loaded) expect(createCipher(keys).openText(sealed, 'a')).toBe('x')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'data'))).toEqual(['master.key'])
    expect(readFileSync(file, 'utf8')).toMatch(/^k1:[A-Za-z0-9+/]{43}=\n$/)
  })

  it('refuses a file that others can read, and one that holds no key', async () => {
    const file = join(folder, 'open.key')
    writeFileSync(file, oldKey)
    chmodSync(file, 0o640)
    await expect(loadMasterKeys({ env: {}, file })).rejects.toThrow(/must have mode 0600/)
    chmodSync(file, 0o600)
    expect((await loadMasterKeys({ env: {}, file })).sealing.id).toBe('k1')
    writeFileSync(file, 'torn')
    await expect(loadMasterKeys({ env: {}, file })).rejects.toThrow(/^Master key 1/)
  })
})
