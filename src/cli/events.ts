import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import type { SqlPool } from '../kernel/database.ts'
import { parkedEvents, retryParked } from '../kernel/held-events.ts'
import { type ReplaySelection, replayEvents } from '../kernel/replay.ts'
import { databaseUrl } from '../sites.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { reachEmbedded } from './reach-database.ts'

/** Lines a person still reads. */
const listed = 100

const help = `klaps events replay --service NAME [--type TYPE] [--from INSTANT] [--to INSTANT] [--data DIR]
klaps events parked --service NAME [--data DIR]
klaps events retry  --service NAME [--id ID] [--data DIR]

replay delivers events that a service has published to everybody who hears them again, in the same order. What they
have handled already they pass over; what they missed or gave up on is handled now. Events are kept 90 days.
parked lists events that the bus has refused for good (the first ${listed}); retry lets them, or one, go out again.
Klaps carries them while it runs, or when it is started next.

  --service NAME  whose events
  --type TYPE     replay only these, for example note.written
  --from INSTANT  first delivered at or after this instant, for example 2026-03-14T05:30:00Z
  --to INSTANT    first delivered before this instant
  --id ID         retry only this event
  --data DIR      where the embedded database lives (default ./data)`

/** One of the three, on a connection of the schemas' owner. @returns the lines to print */
type Verb = (owner: SqlPool, service: string) => Promise<string[]>

export const events: Command = {
  help,
  async run(argv) {
    const { service, dataDir, verb } = readOptions(argv)
    const embedded = await reachEmbedded(dataDir, [service])
    try {
      for (const line of await onDatabase(service, embedded.url, verb)) console.log(line)
    } finally {
      await embedded.stop()
    }
    return 0
  },
}

async function onDatabase(service: string, embedded: string | undefined, verb: Verb): Promise<string[]> {
  const pool = createPool({
    url: databaseUrl(process.env, service, embedded),
    max: 1,
    applicationName: 'klaps events',
    types: 'temporal',
  })
  try {
    return await verb(pool, service)
  } finally {
    await pool.end()
  }
}

const goOut = (service: string, count: number) => [
  `${service}: ${count} ${count === 1 ? 'event goes' : 'events go'} out again`,
]

const replay =
  (selection: ReplaySelection): Verb =>
  async (owner, service) =>
    goOut(service, await replayEvents(owner, service, selection))

const retry =
  (id: string | undefined): Verb =>
  async (owner, service) =>
    goOut(service, await retryParked(owner, service, id))

const showParked: Verb = async (owner, service) => {
  const parked = await parkedEvents(owner, service, listed)
  if (parked.length === 0) return [`${service}: no event is parked`]
  return parked.map(({ id, type, time, refusal }) => `${id}  ${type}  ${time}  ${oneLine(refusal)}`)
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

function readOptions(argv: readonly string[]): { service: string; dataDir: string; verb: Verb } {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      type: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      id: { type: 'string' },
      data: { type: 'string' },
    },
  })
  const verb = positionals.length === 1 ? readVerb(positionals[0]!, values) : undefined
  if (!verb) throw new UsageError('klaps events knows replay, parked and retry (see --help)')
  if (!values.service) throw new UsageError('--service says whose events')
  return { service: knownService(values.service), dataDir: dataDirOf(values.data), verb }
}

interface Selecting {
  type?: string | undefined
  from?: string | undefined
  to?: string | undefined
  id?: string | undefined
}

function readVerb(name: string, { type, from, to, id }: Selecting): Verb | undefined {
  const needless = (given: Selecting) => {
    const option = Object.entries(given).find(([, value]) => value !== undefined)?.[0]
    if (option) throw new UsageError(`klaps events ${name} takes no --${option}`)
  }
  if (name === 'replay') {
    needless({ id })
    return replay({ type, from: readInstant('--from', from), to: readInstant('--to', to) })
  }
  needless({ type, from, to })
  if (name === 'parked') {
    needless({ id })
    return showParked
  }
  return name === 'retry' ? retry(readId(id)) : undefined
}

function readId(text: string | undefined): string | undefined {
  if (text === undefined || z.uuid().safeParse(text).success) return text
  throw new UsageError(`--id takes the id of an event, not ${text}`)
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
