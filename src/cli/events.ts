import { parseArgs } from 'node:util'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { type ReplaySelection, replayEvents } from '../kernel/replay.ts'
import { databaseUrl } from '../sites.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { reachEmbedded } from './reach-database.ts'

const help = `klaps events replay --service NAME [--type TYPE] [--from INSTANT] [--to INSTANT] [--data DIR]

Delivers events that a service has published to everybody who hears them again, in the same order. What they
have handled already they pass over; what they missed or gave up on is handled now. Events are kept 90 days.
Klaps carries them while it runs, or when it is started next.

  --service NAME  whose events
  --type TYPE     only these, for example note.written
  --from INSTANT  first delivered at or after this instant, for example 2026-03-14T05:30:00Z
  --to INSTANT    first delivered before this instant
  --data DIR      where the embedded database lives (default ./data)`

export const events: Command = {
  help,
  async run(argv) {
    const { service, dataDir, selection } = readOptions(argv)
    const embedded = await reachEmbedded(dataDir, [service])
    try {
      const count = await replay(service, selection, embedded.url)
      console.log(`${service}: ${count} ${count === 1 ? 'event goes' : 'events go'} out again`)
    } finally {
      await embedded.stop()
    }
    return 0
  },
}

async function replay(service: string, selection: ReplaySelection, embedded?: string): Promise<number> {
  const pool = createPool({
    url: databaseUrl(process.env, service, embedded),
    max: 1,
    applicationName: 'klaps events',
    types: 'temporal',
  })
  try {
    return await replayEvents(pool, service, selection)
  } finally {
    await pool.end()
  }
}

function readOptions(argv: readonly string[]): {
  service: string
  dataDir: string
  selection: ReplaySelection
} {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      type: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      data: { type: 'string' },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'replay')
    throw new UsageError('klaps events knows one thing to do: replay (see --help)')
  if (!values.service) throw new UsageError('--service says whose events')
  return {
    service: knownService(values.service),
    dataDir: dataDirOf(values.data),
    selection: {
      type: values.type,
      from: readInstant('--from', values.from),
      to: readInstant('--to', values.to),
    },
  }
}

function knownService(name: string): string {
  try {
    return select(catalogue, [name])[0]!.contract.name
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** RFC 3339; `Temporal` by itself takes more forms, which read like other ones. */
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

function readInstant(option: string, text: string | undefined): Temporal.Instant | undefined {
  if (text === undefined) return undefined
  try {
    if (instantForm.test(text)) return Temporal.Instant.from(text)
  } catch {
    // The form is right and the instant does not exist.
  }
  throw new UsageError(`${option} takes an instant such as 2026-03-14T05:30:00Z, not ${text}`)
}
