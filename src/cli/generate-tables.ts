import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPool } from '../adapters/postgres/pool.ts'
import { rowTypes } from '../adapters/postgres/row-types.ts'
import setup from '../adapters/postgres/testing.ts'
import { migrate } from '../kernel/migrate.ts'

/**
 * Migrates each named service on a scratch server and writes its `tables.ts`.
 *
 * @example node src/cli/generate-tables.ts email pdf
 */
const stop = await setup()
const pool = createPool({
  url: process.env.KLAPS_TEST_DATABASE_URL!,
  max: 2,
  applicationName: 'klaps generate',
  types: 'temporal',
})
try {
  for (const service of process.argv.slice(2)) {
    await migrate(pool, service, new URL(`../services/${service}/migrations/`, import.meta.url))
    await writeFile(
      fileURLToPath(new URL(`../services/${service}/tables.ts`, import.meta.url)),
      await rowTypes(pool, service),
    )
  }
} finally {
  await pool.end()
  await stop()
}
