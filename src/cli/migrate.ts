import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { migrate, migrationState } from '../kernel/migrate.ts'
import { databaseUrl } from '../sites.ts'
import type { Command } from './command.ts'
import { defaultDataDir } from './data-dir.ts'
import { reachEmbedded } from './reach-database.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps migrate [--services LIST] [--data DIR] [--check]

Brings the schemas up to date.

  --services LIST  comma-separated names; all when left out
  --data DIR       where the embedded database lives (default ./data)
  --check          only says what is pending (exit code 3 when something is)`

export const migrateCommand: Command = {
  help,
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        services: { type: 'string' },
        data: { type: 'string', default: process.env.KLAPS_DATA ?? defaultDataDir },
        check: { type: 'boolean', default: false },
      },
    })
    const services = select(catalogue, servicesNamed(values.services))
    const { url: embedded, stop } = await reachEmbedded(
      resolve(values.data),
      services.map((service) => service.contract.name),
    )
    let pendingInAll = 0
    try {
      for (const service of services) {
        const name = service.contract.name
        const pool = createPool({
          url: databaseUrl(process.env, name, embedded),
          max: 1,
          applicationName: 'klaps migrate',
          types: 'temporal',
        })
        try {
          const before = await migrationState(pool, name, service.migrations)
          if (!values.check) await migrate(pool, name, service.migrations)
          pendingInAll += before.pending.length
          const verb = values.check ? 'pending' : 'applied'
          console.log(
            before.pending.length > 0
              ? `${name}: ${verb} ${before.pending.join(', ')}`
              : `${name}: up to date`,
          )
        } finally {
          await pool.end()
        }
      }
    } finally {
      await stop()
    }
    return values.check && pendingInAll > 0 ? 3 : 0
  },
}
