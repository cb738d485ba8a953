import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A data folder to throw away. Others may enter it: as root the embedded database, which runs as nobody, would
 * otherwise live in /var/lib/klaps and stay there when the folder goes.
 */
export async function scratchFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  await chmod(folder, 0o755)
  return folder
}

/** A database whose owner was killed writes for a moment longer: what is not empty is tried again. */
export async function throwAway(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
