import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createPool } from '../adapters/postgres/pool.ts'
import { rowTypes } from '../adapters/postgres/row-types.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { openapi } from '../kernel/http/openapi.ts'
import { migrate } from '../kernel/migrate.ts'
import { permissionsDocument } from '../kernel/permission-matrix.ts'
import { version } from '../version.ts'
import type { Command } from './command.ts'
import { servicesDocument } from './services-document.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps generate [--services LIST] [--check]

For developers: writes each service's tables.ts from its migrated schema, docs/services.md, docs/permissions.md
and docs/openapi.json. With --check writes nothing and says what differs (exit code 3).`

export const generate: Command = {
  help,
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: { services: { type: 'string' }, check: { type: 'boolean', default: false } },
    })
    const names = select(catalogue, servicesNamed(values.services)).map((service) => service.contract.name)
    const files = await generatedFiles(names)
    const stale: string[] = []
    for (const [path, text] of files) {
      const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
      if ((await readFile(file, 'utf8').catch(() => '')) === text) continue
      stale.push(path)
      if (!values.check) await writeFile(file, text)
    }
    for (const path of stale) console.log(values.check ? `differs: ${path}` : `written: ${path}`)
    return values.check && stale.length > 0 ? 3 : 0
  },
}

/** Path from the root of the checkout, and text. The schemas are migrated on a scratch server. */
export async function generatedFiles(services: readonly string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const { default: startScratchServer } = await import('../adapters/postgres/testing.ts')
  const stop = process.env.KLAPS_TEST_DATABASE_URL ? undefined : await startScratchServer()
  const pool = createPool({
    url: process.env.KLAPS_TEST_DATABASE_URL!,
    max: 1,
    applicationName: 'klaps generate',
    types: 'temporal',
  })
  try {
    for (const name of services) {
      const service = catalogue.find((each) => each.contract.name === name)!
      await migrate(pool, name, service.migrations)
      files.set(`src/services/${name}/tables.ts`, await rowTypes(pool, name))
    }
  } finally {
    await pool.end()
    await stop?.()
  }
  files.set('docs/services.md', servicesDocument(catalogue))
  const contracts = catalogue.map((service) => service.contract)
  files.set('docs/permissions.md', permissionsDocument(contracts))
  const document = openapi(contracts, { version, url: 'http://localhost:3000', sandbox: false })
  files.set('docs/openapi.json', `${JSON.stringify(document, null, 1)}\n`)
  return files
}
