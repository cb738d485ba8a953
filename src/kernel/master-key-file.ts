import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateMasterKey, type MasterKeys, parseMasterKeys } from './cipher.ts'

export interface MasterKeySource {
  env: Record<string, string | undefined>
  /** Embedded mode only: where the key lives beside the data; created when absent. */
  file?: string
}

/**
 * The master keys from `KLAPS_MASTER_KEYS`, or in embedded mode from a file that only its owner may read.
 *
 * @throws Error when there is neither, when the file can be read by others, or when its content is no key.
 */
export async function loadMasterKeys({ env, file }: MasterKeySource): Promise<MasterKeys> {
  const found = await findMasterKeys({ env, ...(file === undefined ? {} : { file }) })
  if (found) return found
  if (file === undefined) throw new Error('KLAPS_MASTER_KEYS is not set')
  return await createKeyFile(file)
}

/** The master keys that there are, as `loadMasterKeys` finds them; makes none. */
export async function findMasterKeys({ env, file }: MasterKeySource): Promise<MasterKeys | undefined> {
  if (env.KLAPS_MASTER_KEYS) return parseMasterKeys(env.KLAPS_MASTER_KEYS)
  return file === undefined ? undefined : await readKeyFile(file)
}

async function readKeyFile(file: string): Promise<MasterKeys | undefined> {
  const found = await stat(file).catch(absent)
  if (!found) return undefined
  // Windows has no such mode; its folders are private to the user already.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others; it must have mode 0600`)
  return parseMasterKeys(await readFile(file, 'utf8'))
}

/** Written aside, made durable, then linked: a crash leaves no half key, and of two starters one wins for both. */
async function createKeyFile(file: string): Promise<MasterKeys> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${randomUUID()}`
  const handle = await open(aside, 'wx', 0o600)
  try {
    await handle.writeFile(`${generateMasterKey('k1')}\n`)
    await handle.sync()
    await handle.close()
    await chmod(aside, 0o600)
    await link(aside, file).catch(alreadyThere)
  } finally {
    await unlink(aside)
  }
  const keys = await readKeyFile(file)
  if (!keys) throw new Error(`${file} vanished while it was being created`)
  return keys
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === code

function absent(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error
}

function alreadyThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
}
