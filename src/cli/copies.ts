import { parseArgs } from 'node:util'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { askForPasses, passesOf } from '../kernel/copy-passes.ts'
import type { SqlPool } from '../kernel/database.ts'
import { databaseUrl } from '../sites.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { reachEmbedded } from './reach-database.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps copies [list|heal] [--service NAME] [--data DIR]

Services keep copies of what others own: they are filled from the owner when a service first starts, and compared
with it every night between 01:00 and 03:00 UTC. A difference means that an event was lost.

  list            when each copy was last compared and what had to be changed (the default)
  heal            compare now: within seconds while Klaps runs, else when it is started next

  --service NAME  only the copies that this service keeps; several with commas between
  --data DIR      where the embedded database lives (default ./data)`

export const copies: Command = {
  help,
  async run(argv) {
    const { what, services, dataDir } = readOptions(argv)
    const embedded = await reachEmbedded(dataDir, services)
    try {
      for (const service of services)
        await withOwner(service, embedded.url, (owner) =>
          what === 'heal' ? heal(owner, service) : list(owner, service),
        )
    } finally {
      await embedded.stop()
    }
    return 0
  },
}

async function heal(owner: SqlPool, service: string): Promise<void> {
  const count = await askForPasses(owner, service)
  if (count > 0) console.log(`${service}: ${count} ${count === 1 ? 'copy' : 'copies'} to compare`)
}

async function list(owner: SqlPool, service: string): Promise<void> {
  for (const { copy, finishedAt, seen, changed, running, error } of await passesOf(owner, service)) {
    const last = finishedAt === null ? 'never complete' : `${finishedAt}, ${seen} seen, ${changed} changed`
    const now = error === null ? (running ? '; under way' : '') : `; stopped: ${error}`
    console.log(`${service}.${copy}: ${last}${now}`)
  }
}

async function withOwner(
  service: string,
  embedded: string | undefined,
  work: (owner: SqlPool) => Promise<void>,
): Promise<void> {
  const pool = createPool({
    url: databaseUrl(process.env, service, embedded),
    max: 1,
    applicationName: 'klaps copies',
    types: 'temporal',
  })
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}

function readOptions(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      data: { type: 'string' },
    },
  })
  const [what = 'list', ...more] = positionals
  if (more.length > 0 || !['list', 'heal'].includes(what))
    throw new UsageError('klaps copies knows two things to do: list and heal (see --help)')
  const services = select(catalogue, servicesNamed(values.service)).map(({ contract }) => contract.name)
  return { what, services, dataDir: dataDirOf(values.data) }
}
