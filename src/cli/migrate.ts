import { parseArgs } from 'node:util'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { migrateHome, missingIn } from '../schemas.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { onEachDatabase } from './each-database.ts'
import { wantsSandbox } from './outside-world.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps migrate [--services LIST] [--runtime-role ROLE] [--data DIR] [--check]

Makes the databases ready for a start: schemas, roles and rights, migrations, the job queue, month partitions.
Connects as DATABASE_URL or DATABASE_URL_<SERVICE> say; that user becomes the owner. Doing it again changes nothing.

  --services LIST      comma-separated names; all when left out
  --runtime-role ROLE  a login that the processes use instead of the owner: it is given what they need, no more
  --data DIR           where the embedded database lives (default ./data)
  --check              changes nothing, says what is missing (exit code 3 when something is)`

/** What PostgreSQL takes unquoted, so that nobody wonders about upper and lower case. */
const plainRole = /^[a-z_][a-z0-9_]{0,62}$/

export const migrateCommand: Command = {
  help,
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        services: { type: 'string' },
        'runtime-role': { type: 'string' },
        data: { type: 'string' },
        check: { type: 'boolean', default: false },
      },
    })
    const runtime = values['runtime-role']
    if (runtime !== undefined && !plainRole.test(runtime))
      throw new UsageError('--runtime-role takes a name of lower-case letters, digits and underscores')
    const services = select(catalogue, servicesNamed(values.services))
    const options = { dataDir: dataDirOf(values.data), applicationName: 'klaps migrate' }
    const missing = await onEachDatabase(services, options, async (home) => {
      // A database that somebody names gets the real clock; the embedded one what a start would give it, so that a
      // migration beside a running sandbox leaves its clock movable.
      const sandbox = home.embedded && wantsSandbox(process.env)
      const found = await missingIn(home, sandbox)
      if (!values.check) await migrateHome(home, { sandbox, runtime })
      for (const each of found) console.log(`${values.check ? 'missing' : 'made'} ${each}`)
      const names = home.services.map((service) => service.contract.name)
      if (found.length === 0) console.log(`${names.join(', ')}: up to date`)
      return found.length
    })
    return values.check && missing.some((count) => count > 0) ? 3 : 0
  },
}
