import { writeFile } from 'node:fs/promises'
import { permissionsDocument } from '../kernel/permission-matrix.ts'
import { readContracts } from './read-contracts.ts'

/**
 * Writes docs/permissions.md.
 *
 * @example node src/cli/generate-permissions.ts
 */
await writeFile(
  new URL('../../docs/permissions.md', import.meta.url),
  permissionsDocument(await readContracts()),
)
