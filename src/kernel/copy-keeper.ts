import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { accessEvents } from './access.ts'
import { accessTopic } from './access-feed.ts'
import { accessOwner, keepAccess } from './access-rows.ts'
import type { Client, Contract } from './contract.ts'
import type { Copy } from './copies.ts'
import type { Database, Tx } from './database.ts'
import { type EventOf, sourceOf } from './envelope.ts'
import type { Counter } from './metrics.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { Runtime } from './runtime.ts'
import { inScope } from './scope.ts'
import type { Context, Service } from './service.ts'
import type { SnapshotItem, SnapshotPage } from './snapshot.ts'
import type { Tick } from './ticks.ts'

interface Options {
  readonly runtime: Runtime
  /** Makes a client of a neighbour; throws when nobody knows where it is. */
  readonly clientOf: (contract: Contract) => Client<Contract>
  /** Names of all services of the catalogue. */
  readonly everywhere: readonly string[]
}

/** A pass under way, as its row has it. */
interface Position {
  readonly pass: string
  readonly after: string | null
  readonly filling: boolean
}

/** What one page of the owner's snapshot means for the copy. */
interface Slice {
  readonly items: readonly SnapshotItem[]
  /** Keys that the copy has and the owner has not. */
  readonly vanished: readonly string[]
  /** Where the next slice begins; null at the end. */
  readonly next: string | null
}

const pageSize = 100
const retries = { baseDelayMs: 5_000, maxDelayMs: 900_000 }
/** Nightly passes begin between 01:00 and 03:00 UTC, each copy at a minute of its own. */
const night = { fromMinute: 60, minutes: 120 }
/** While a copy is filled, what was told longer ago than this is history; what is younger may be on its way as an event. */
const historyMinutes = 60

/** The copy that the kernel keeps in every service but `auth`: who may do what. */
const access: Copy<Context, object> = { of: accessOwner, snapshot: 'accessStates', vanished: 'own' }

/**
 * Passes through the snapshots of the services whose things this one copies: the first time it finds no complete pass
 * on record, every night, and when asked to. A tick like any other, so one replica does it and another takes over when
 * that one dies. How far a pass has come commits with what it changed: a killed one goes on from there. An owner that
 * does not answer is asked again, 5 s doubling to 15 min; nothing waits for it.
 */
export class CopyKeeper implements Tick {
  readonly name = 'copies'
  readonly every = Temporal.Duration.from('PT5S')
  readonly #options: Options
  readonly #copies: ReadonlyMap<string, Copy<Context, object>>
  readonly #healed: Counter<'service' | 'copy'>
  #isRegistered = false

  constructor(options: Options) {
    this.#options = options
    const { service, metrics } = options.runtime
    const { name } = service.contract
    const own = Object.entries(service.copies)
    const copiesAccess = name !== accessOwner.name && options.everywhere.includes(accessOwner.name)
    this.#copies = new Map([...own, ...(copiesAccess ? [['access', access] as const] : [])])
    this.#healed = metrics.counter(
      'copies_healed_total',
      'Things that a pass found different from their owner: their event was lost or is late',
      ['service', 'copy'],
    )
  }

  /** Once its passes are on record: the next one. */
  get due() {
    if (!this.#isRegistered) return undefined
    const names = [...this.#copies.keys()]
    const shift = sql`(select "offset" from time_shift)`
    return sql`select min(due_at) + ${shift} from copy_passes where name = any(${names})`
  }

  /** One look: passes through every copy that is due. */
  async run(): Promise<void> {
    const { ctx, db } = this.#options.runtime
    const names = [...this.#copies.keys()]
    if (names.length === 0) return
    if (!this.#isRegistered) {
      await sql`insert into copy_passes (name) select unnest(${names}::text[]) on conflict do nothing`.execute(
        db.query,
      )
      this.#isRegistered = true
    }
    const { rows } = await sql<{ name: string }>`
      select name from copy_passes where name = any(${names}) and due_at <= pg_catalog.now() order by due_at`.execute(
      db.query,
    )
    for (const { name } of rows) if (!ctx.stopping.aborted) await this.#pass(name, this.#copies.get(name)!)
  }

  async #pass(name: string, copy: Copy<Context, object>): Promise<void> {
    const { ctx, db } = this.#options.runtime
    try {
      const client = this.#options.clientOf(copy.of)
      let position = await this.#begin(name)
      while (position && !ctx.stopping.aborted) {
        const slice = await this.#slice(copy, client, position)
        position = await this.#apply(name, copy, position, slice)
      }
    } catch (error) {
      const { rows } = await sql<{ attempts: number }>`
        update copy_passes set attempts = attempts + 1, error = ${describe(error)} where name = ${name}
        returning attempts`.execute(db.query)
      const delayMs = retryDelayMs(retries, rows[0]?.attempts ?? 1)
      await sql`update copy_passes set due_at = pg_catalog.now() + make_interval(secs => ${delayMs / 1000})
        where name = ${name}`.execute(db.query)
      ctx.log.warn(
        { err: error, copy: name, retryMs: delayMs },
        'A copy could not be compared with its owner',
      )
    }
  }

  /** Goes on with the pass on record, or begins one. */
  async #begin(name: string): Promise<Position | undefined> {
    const { rows } = await sql<Position>`
      update copy_passes set
        pass = coalesce(pass, ${randomUUID()}::uuid),
        after = case when pass is null then null else after end,
        seen = case when pass is null then 0 else seen end,
        changed = case when pass is null then 0 else changed end
      where name = ${name}
      returning pass, after, finished_at is null as filling`.execute(this.#options.runtime.db.query)
    return rows[0]
  }

  /**
   * The copy's own keys are read before the owner is asked: what is here was told before, so what the owner does not
   * list then has been deleted there, and is not merely younger than the answer.
   */
  async #slice(
    { snapshot, vanished }: Copy<Context, object>,
    client: Client<Contract>,
    position: Position,
  ): Promise<Slice> {
    const page = { after: position.after ?? undefined, limit: pageSize }
    const { ctx } = this.#options.runtime
    const known = vanished === 'own' ? [] : await vanished.known(ctx, page)
    const answer = (await client[snapshot]!(page)) as SnapshotPage
    assertAscending([position.after ?? '', ...answer.items.map(({ key }) => key)])
    const ends = [answer.next, known.length === pageSize ? known.at(-1)! : null].filter((key) => key !== null)
    const next = ends.toSorted()[0] ?? null
    const isWithin = (key: string) => next === null || key <= next
    const listed = new Set(answer.items.map(({ key }) => key))
    return {
      items: answer.items.filter(({ key }) => isWithin(key)),
      vanished: known.filter((key) => isWithin(key) && !listed.has(key)),
      next,
    }
  }

  /** @returns where to go on; undefined when the pass is complete, or another one has taken its place. */
  async #apply(
    name: string,
    copy: Copy<Context, object>,
    position: Position,
    slice: Slice,
  ): Promise<Position | undefined> {
    const { ctx, db, access: registry } = this.#options.runtime
    let changed = 0
    const standing = await (db as Database).named(`a pass through the copy ${name}`, async (tx) => {
      const { rows } = await sql`
        select 1 from copy_passes
        where name = ${name} and pass = ${position.pass} and after is not distinct from ${position.after}::text
        for update`.execute(tx.query)
      if (rows.length === 0) return false
      for (const item of slice.items) if (await this.#applyItem(tx, name, item, position)) changed++
      if (copy.vanished !== 'own')
        for (const key of slice.vanished) if (await copy.vanished.drop(ctx, key, tx)) changed++
      await this.#record(tx, name, slice, changed)
      return true
    })
    if (!standing) return undefined
    if (name === 'access' && changed > 0) {
      for (const item of slice.items) registry.apply(item)
      ctx.signal.send(accessTopic)
    }
    await this.#report(name, position, slice, changed)
    return slice.next === null ? undefined : { ...position, after: slice.next }
  }

  async #applyItem(tx: Tx, name: string, item: SnapshotItem, position: Position): Promise<boolean> {
    if (accessEvents.some(({ type }) => type === item.type)) return await keepAccess(tx, item)
    const { service, ctx } = this.#options.runtime
    const heard = Object.entries(service.hears).find(([, definition]) => definition.type === item.type)
    if (!heard) return false
    const event = eventOf(ctx, heard[1].source, item, position.filling)
    const changed = await inScope({ correlationId: event.correlationid, reason: event.reason }, () =>
      applied(service.on[heard[0]]!, ctx, tx, event),
    )
    if (typeof changed !== 'boolean')
      throw new Error(`on.${heard[0]} has to say whether it changed the copy ${name}`)
    return changed
  }

  async #record(tx: Tx, name: string, { items, next }: Slice, changed: number): Promise<void> {
    if (next !== null) {
      await sql`
        update copy_passes set after = ${next}, seen = seen + ${items.length}, changed = changed + ${changed},
          attempts = 0, error = null
        where name = ${name}`.execute(tx.query)
      return
    }
    const minute = minuteOfNight(this.#options.runtime.service.contract.name, name)
    await sql`
      update copy_passes set pass = null, after = null, attempts = 0, error = null,
        finished_at = pg_catalog.now(), last_seen = seen + ${items.length}, last_changed = changed + ${changed},
        due_at = date_trunc('day', pg_catalog.now() - make_interval(mins => ${minute}), 'UTC')
          + make_interval(hours => 24, mins => ${minute})
      where name = ${name}`.execute(tx.query)
  }

  /** A difference in a copy that had been complete means that an event was lost. */
  async #report(name: string, { filling }: Position, { next }: Slice, changed: number): Promise<void> {
    const { service, log, db } = this.#options.runtime
    if (!filling) this.#healed.inc({ service: service.contract.name, copy: name }, changed)
    if (next !== null) return
    const { rows } = await sql<{ last_seen: number; last_changed: number }>`
      select last_seen, last_changed from copy_passes where name = ${name}`.execute(db.query)
    const found = { copy: name, seen: rows[0]?.last_seen, changed: rows[0]?.last_changed }
    if (filling) log[found.changed ? 'info' : 'debug'](found, 'A copy was filled from its owner')
    else if (found.changed) log.info(found, 'A copy differed from its owner and was healed: events were lost')
  }
}

async function applied(
  handler: Service['on'][string],
  ctx: Context,
  tx: Tx,
  event: EventOf<z.ZodType>,
): Promise<unknown> {
  if (!('together' in handler)) return await handler(ctx, event.data, tx, event)
  return (await handler.together(ctx, [event], tx))?.[0]
}

/** The state as the event that the handler knows; it belongs to no story but its own. */
function eventOf(ctx: Context, source: string, item: SnapshotItem, filling: boolean): EventOf<never> {
  const ageMinutes = ctx.clock.now().since(item.at).total('minutes')
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: sourceOf(source),
    type: item.type,
    time: item.at.toString(),
    datacontenttype: 'application/json',
    data: item.data as never,
    correlationid: randomUUID(),
    actor: `service:${ctx.service}`,
    reason: `${item.type}, from a snapshot`,
    ...(filling && ageMinutes > historyMinutes ? { history: true } : {}),
  }
}

/** Pages out of order would skip things, or never end. */
function assertAscending(keys: readonly string[]): void {
  for (let at = 1; at < keys.length; at++)
    if (keys[at]! <= keys[at - 1]!) throw new Error(`The snapshot is not sorted by key at ${keys[at]}`)
}

/** Minutes past midnight, UTC; the same every night, so that owners are not asked by everybody at once. */
export function minuteOfNight(service: string, copy: string): number {
  const hash = createHash('sha256').update(`${service}.${copy}`).digest().readUInt32BE()
  return night.fromMinute + (hash % night.minutes)
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500)
