import type { Client } from 'pg'
import { catalogue } from '../../src/catalogue.ts'
import type { MasterKeys } from '../../src/kernel/cipher.ts'
import type { Envelope } from '../../src/kernel/index.ts'
import { appendRecords } from './audit-chain.ts'
import { type Ciphers, type CompiledRow, compile } from './compiled.ts'
import { copyIn, type TextRow } from './copy-in.ts'
import { connectText, type Model, readModel } from './model.ts'
import { existingCiphers, newCiphers } from './people.ts'
import { Scopes, type Story } from './scopes.ts'
import { perNotice, perStory, perStoryToCome, perUser, storytellers } from './tables.ts'
import { type Fill, Template } from './template.ts'

export interface Volume {
  /** The model person among them. */
  readonly users: number
  /** Of each person, half of them behind us. */
  readonly daysEach: number
  readonly noticesPerDay: number
  /** Days whose events are still in the logs, the inboxes and the audit chain. */
  readonly loggedDays: number
  /** Days of counters in the statistics. */
  readonly countedDays: number
}

interface Filling {
  readonly model: Model
  readonly keys: MasterKeys
  readonly owner: Ciphers
  readonly scopes: Scopes
  readonly compiled: ReadonlyMap<string, readonly CompiledRow[]>
  readonly notices: readonly ReadonlyMap<string, readonly CompiledRow[]>[]
  readonly volume: Volume
}

/**
 * Fills the database of a running house with copies of what the product wrote for one person and one planned day.
 * Every copy has ids, dates and keys of its own, and what a service seals is sealed anew for its person and its record:
 * a service can open each of them. Rows go in by COPY into the services' tables, constraints checked; jobs and blobs
 * are not copied, so the PDFs of the copies are those of the model.
 *
 * @returns rows by table of what is there afterwards.
 */
export async function fillFromModel(
  url: string,
  keys: MasterKeys,
  userId: string,
  volume: Volume,
): Promise<ReadonlyMap<string, number>> {
  const clients = [await connectText(url), await connectText(url)] as const
  try {
    for (const client of clients) await client.query('set synchronous_commit = off')
    const filling = await prepare(clients[0], keys, userId, volume)
    const users = Array.from({ length: volume.users }, (_, index) => index).values()
    await Promise.all(
      clients.map(async (client) => {
        for (const user of users) {
          await client.query('begin')
          await fillPerson(client, filling, user)
          await client.query('commit')
        }
      }),
    )
    await appendRecords(clients[0], loggedEvents(filling))
    await countDays(clients[0], volume)
    await clients[0].query('vacuum analyze')
    return await sizes(clients[0])
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

async function prepare(client: Client, keys: MasterKeys, userId: string, volume: Volume): Promise<Filling> {
  const model = await readModel(client, userId)
  const owner = await existingCiphers(client, keys, userId)
  const compileAll = (table: string, rows: readonly TextRow[]) =>
    rows.map((row) => compile(table, row, keys, owner))
  const compiled = new Map([...model].map(([table, rows]) => [table, compileAll(table, rows)]))
  const notices = noticesOf(model).map(
    (notice) => new Map([...notice].map(([table, rows]) => [table, compileAll(table, rows)])),
  )
  return { model, keys, owner, scopes: new Scopes(model, userId), compiled, notices, volume }
}

/** The rows of each notification of the model: the short ones after the one that tells of the planned day. */
function noticesOf(model: Model): ReadonlyMap<string, readonly TextRow[]>[] {
  const notifications = model.get('notification.notifications')!
  const length = ({ content }: TextRow) => content!.length
  return notifications
    .toSorted((a, b) => length(b) - length(a))
    .map(({ id }) => {
      const ids = new Set([id])
      for (const delivery of model.get('notification.deliveries')!)
        if (delivery.notification_id === id) ids.add(delivery.id!)
      const own = (row: TextRow) => Object.values(row).some((value) => ids.has(value))
      return new Map(perNotice.map((table) => [table, model.get(table)!.filter(own)]))
    })
}

async function fillPerson(client: Client, filling: Filling, user: number): Promise<void> {
  const { scopes, keys, owner, compiled } = filling
  const ciphers = user === 0 ? owner : await newCiphers(client, keys, scopes.userId(user))
  const copyAll = async (tables: readonly string[], fills: readonly Fill[], change = unchanged) => {
    for (const table of tables) {
      const rows = fills.flatMap((fill, index) =>
        compiled.get(table)!.map((row) => change(table, row(fill, ciphers), index)),
      )
      await copyIn(client, table, rows)
    }
  }
  if (user > 0)
    await copyAll(perUser, [scopes.person(user)], (table, row) =>
      table === 'auth.users'
        ? { ...row, email: `user${user}@klaps.example`, name: `User ${user}`, roles: '{crew_member}' }
        : row,
    )
  const stories = scopes.stories(user, filling.volume)
  const fills = stories.map((story) => story.fill)
  await copyAll(perStory, fills, (table, row, index) =>
    table === 'schedule.plans' && stories[index]!.past ? { ...row, state: 'completed' } : row,
  )
  await copyAll(
    perStoryToCome,
    stories.filter((story) => !story.past).map((story) => story.fill),
  )
  await fillNotices(client, filling, stories, ciphers)
  await fillLogs(client, filling, stories)
}

const unchanged = (_table: string, row: TextRow, _index: number): TextRow => row

async function fillNotices(
  client: Client,
  { notices, scopes, volume }: Filling,
  stories: readonly Story[],
  ciphers: Ciphers,
): Promise<void> {
  const [told, ...short] = notices
  if (!told || short.length === 0) throw new Error('The model needs its own notification and a short one')
  for (const table of perNotice) {
    const rows = stories.flatMap((story) =>
      Array.from({ length: volume.noticesPerDay }, (_, index) => {
        const notice = index === 0 ? told : short[index % short.length]!
        const fill = scopes.notice(story, index)
        return notice.get(table)!.map((row) => row(fill, ciphers))
      }).flat(),
    )
    await copyIn(client, table, rows)
  }
}

/** Event logs and inboxes, as relay and listeners leave them. */
async function fillLogs(client: Client, { model, compiled, volume }: Filling, stories: readonly Story[]) {
  const logged = stories.filter((story) => story.number < volume.loggedDays)
  const none: Ciphers = new Map()
  for (const service of storytellers) {
    const log = `${service}.event_log`
    await copyIn(
      client,
      log,
      logged.flatMap(({ fill }) => compiled.get(log)!.map((row) => row(fill, none))),
    )
  }
  const told = storytellers.flatMap((service) => model.get(`${service}.event_log`)!)
  for (const { contract, hears, batch } of catalogue) {
    const types = new Set(Object.values(hears).map((event) => event.type))
    const heard = told.filter(({ type }) => batch || types.has(type!))
    await copyIn(
      client,
      `${contract.name}.inbox`,
      logged.flatMap(({ fill }) => heard.map(({ id }) => ({ event_id: fill(id!) }))),
    )
  }
}

function* loggedEvents({ model, scopes, volume }: Filling): Iterable<Envelope> {
  const told = storytellers
    .flatMap((service) => model.get(`${service}.event_log`)!)
    .map(({ event }) => new Template(event!))
  for (let user = 0; user < volume.users; user++)
    for (const { fill, number } of scopes.stories(user, volume))
      if (number < volume.loggedDays) for (const event of told) yield JSON.parse(event.fill(fill)) as Envelope
}

async function countDays(client: Client, { countedDays }: Volume): Promise<void> {
  await client.query(
    `insert into analytics.measures
     select day - ago, metric, label, bucket, count, sum from analytics.measures, generate_series(1, $1::int) ago
     on conflict do nothing`,
    [countedDays],
  )
}

async function sizes(client: Client): Promise<ReadonlyMap<string, number>> {
  const found = await client.query<{ name: string; rows: string }>(
    `select n.nspname || '.' || c.relname as name, c.reltuples::bigint as rows
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.reltuples >= 1000 and n.nspname = any ($1)
     order by c.reltuples desc`,
    [catalogue.map(({ contract }) => contract.name)],
  )
  return new Map(found.rows.map(({ name, rows }) => [name, Number(rows)]))
}
