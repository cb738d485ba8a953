import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { type ReplaySelection, replayEvents } from '../kernel/replay.ts'
import { databaseUrl } from '../sites.ts'
import { type Command, UsageError } from './command.ts'
import { defaultDataDir } from './data-dir.ts'
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
      data: { type: 'string', default: process.env.KLAPS_DATA ?? defaultDataDir },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'replay')
    throw new UsageError('klaps events knows one thing to do: replay (see --help)')
  if (!values.service) throw new UsageError('--service says whose events')
  return {
    service: knownService(values.service),
    dataDir: resolve(values.data),
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

function readInstant(option: string, text: string | undefined): Temporal.Instant | undefined {
  try {
    return text === undefined ? undefined : Temporal.Instant.from(text)
  } catch {
    throw new UsageError(`${option} takes an instant such as 2026-03-14T05:30:00Z, not ${text}`)
  }
}
