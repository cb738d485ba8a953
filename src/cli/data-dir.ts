import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './command.ts'

/** `data/` in the checkout: two checkouts side by side never meet. */
const defaultDataDir = fileURLToPath(new URL('../../data/', import.meta.url))

/**
 * Where the database, files and keys live: `--data`, else `KLAPS_DATA`, else `data/` in the checkout.
 *
 * @throws UsageError when `--data` is empty, which would mean the current folder by accident.
 */
export function dataDirOf(option: string | undefined): string {
  if (option?.trim() === '') throw new UsageError('--data is empty')
  return resolve(option ?? (process.env.KLAPS_DATA || defaultDataDir))
}
