import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Blobs, scopedBlobs } from '../../kernel/blobs.ts'
import { diskBlobs } from './disk.ts'

let folder = ''
let blobs: Blobs
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klaps-blobs-'))
  blobs = await diskBlobs(join(folder, 'data'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('diskBlobs', () => {
  it('gives back what was put, replaces it whole, and deletes it', async () => {
    await blobs.put('documents/1.pdf', Buffer.from('a long first version'))
    await blobs.put('documents/1.pdf', Buffer.from('second'))
    expect(Buffer.from((await blobs.get('documents/1.pdf')) ?? []).toString()).toBe('second')
    expect(files()).toHaveLength(1)
    await blobs.delete('documents/1.pdf')
    await blobs.delete('documents/1.pdf')
    expect(await blobs.get('documents/1.pdf')).toBeUndefined()
    expect(files()).toEqual([])
  })

  it('keeps files to their owner', async () => {
    await blobs.put('a', Buffer.from('x'))
    for (const file of files()) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
  })

  it.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    '.hidden',
    'a/.b',
    '',
    'a\\b',
    'a\0b',
    'ą',
    'x'.repeat(201),
  ])('refuses the key %j', async (key) => {
    await expect(blobs.put(key, Buffer.from('x'))).rejects.toThrow(TypeError)
    await expect(blobs.get(key)).rejects.toThrow(TypeError)
    await expect(blobs.delete(key)).rejects.toThrow(TypeError)
    await expect(scopedBlobs(blobs, 'pdf').get(key)).rejects.toThrow(TypeError)
    expect(files()).toEqual([])
  })

  it('tells keys apart that differ by case alone, and services that use the same key', async () => {
    const scopes = [scopedBlobs(blobs, 'pdf'), scopedBlobs(blobs, 'email')]
    for (const [index, scope] of scopes.entries())
      for (const key of ['Plan', 'plan']) await scope.put(key, Buffer.from(`${index}${key}`))
    expect(Buffer.from((await scopes[0]?.get('plan')) ?? []).toString()).toBe('0plan')
    expect(Buffer.from((await scopes[1]?.get('Plan')) ?? []).toString()).toBe('1Plan')
  })

  it('shows one whole version to readers while many write', async () => {
    const versions = [1, 2, 3, 4].map((n) => Buffer.alloc(200_000, n))
    await blobs.put('k', versions[0] ?? Buffer.alloc(0))
    const writing = Promise.all(versions.map((version) => blobs.put('k', version)))
    for (let n = 0; n < 20; n++) {
      const read = (await blobs.get('k')) ?? new Uint8Array()
      expect([read.length, new Set(read).size]).toEqual([200_000, 1])
    }
    await writing
  })

  it('removes what a crash left behind, but not what is being written', async () => {
    const incoming = join(folder, 'data', 'incoming')
    for (const name of ['old', 'new']) writeFileSync(join(incoming, name), 'half')
    const yesterday = Date.now() / 1000 - 86_400
    utimesSync(join(incoming, 'old'), yesterday, yesterday)
    await diskBlobs(join(folder, 'data'))
    expect([existsSync(join(incoming, 'old')), existsSync(join(incoming, 'new'))]).toEqual([false, true])
  })
})
