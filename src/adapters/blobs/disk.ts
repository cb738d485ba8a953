import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Blobs, checkBlobKey } from '../../kernel/blobs.ts'

/** A file written aside and older than this was left behind by a crash. */
const LEFTOVER_MS = 3_600_000

/**
 * Blobs as files under `folder`, readable by their owner only. A file is named by the SHA-256 of its key, so that
 * no key can leave the folder, differ by case alone or be too long, and lies in one of 256 folders.
 */
export async function diskBlobs(folder: string): Promise<Blobs> {
  const aside = join(folder, 'incoming')
  await mkdir(aside, { recursive: true, mode: 0o700 })
  await removeLeftovers(aside)

  function fileOf(key: string): string {
    checkBlobKey(key)
    const name = createHash('sha256').update(key).digest('hex')
    return join(folder, name.slice(0, 2), name)
  }

  return {
    async put(key, bytes) {
      const file = fileOf(key)
      const written = join(aside, randomUUID())
      try {
        await writeDurably(written, bytes)
        if (await mkdir(dirname(file), { recursive: true, mode: 0o700 })) await syncFolder(folder)
        await rename(written, file)
      } catch (error) {
        await rm(written, { force: true })
        throw error
      }
      await syncFolder(dirname(file))
    },
    async get(key) {
      try {
        return await readFile(fileOf(key))
      } catch (error) {
        if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined
        throw error
      }
    },
    delete: async (key) => rm(fileOf(key), { force: true }),
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a rename durable: it is a change of the folder. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Another process may be writing here: only what is old goes. */
async function removeLeftovers(aside: string): Promise<void> {
  for (const name of await readdir(aside)) {
    const file = join(aside, name)
    const found = await stat(file).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > LEFTOVER_MS) await rm(file, { force: true })
  }
}
