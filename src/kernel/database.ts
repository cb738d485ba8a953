import { randomUUID } from 'node:crypto'
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import type { z } from 'zod'
import { actorName } from './actor.ts'
import type { EventDefinition, JobDefinition } from './contract.ts'
import { auditRecorded, type Envelope, sourceOf } from './envelope.ts'
import { assertOutsideTransaction, currentScope, inScope } from './scope.ts'
import { type Cause, continuing } from './story.ts'

/** A connection as the drivers' adapters hand it over. */
export interface SqlClient {
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount?: number | null }>
  release(error?: boolean | Error): void
}

/** A pool as the adapters make it; `search_path` and role are set by them on every connection. */
export interface SqlPool {
  connect(): Promise<SqlClient>
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount?: number | null }>
  end(): Promise<void>
}

/** Where queued jobs go; see `JobQueue`. The statement runs on the transaction's own connection. */
export interface JobSink {
  enqueue(tx: SqlExecutor, service: string, job: JobDefinition, errands: readonly Errand[]): Promise<void>
}
export type SqlExecutor = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>

export interface EnqueueOptions {
  /** The same id is taken once for good, even after the job is done: a derived id makes enqueueing idempotent. */
  id?: string
  /** Run at that instant instead of at once (real time, not the sandbox's: for deadlines keep a row and sweep it). */
  startAfter?: Temporal.Instant
}

export interface PublishOptions {
  /** What the event is about, `noun:id`. */
  subject?: string
  reason?: string
}

/** Of what is told together with other things. */
export interface SharedOptions extends PublishOptions {
  /** What this one follows from. Default: the work in hand. */
  readonly because?: Cause
}

/** One of several things to be told at once. */
export interface Publication<D extends z.ZodType = z.ZodType> extends SharedOptions {
  readonly event: EventDefinition<D>
  readonly data: z.output<D>
}

/** One of several jobs to be queued at once. */
export interface Errand<D extends z.ZodType = z.ZodType> extends EnqueueOptions {
  readonly data: z.output<D>
  /** As of a `Publication`. */
  readonly because?: Cause
}

export interface AuditEntry {
  action: string
  target: string
  details?: Record<string, unknown>
}

/** An open transaction. Everything in it commits together or not at all: rows, events, jobs, audit. */
export interface Tx<T = object> {
  readonly query: Kysely<T>
  publish<D extends z.ZodType>(
    definition: EventDefinition<D>,
    data: z.output<D>,
    options?: PublishOptions,
  ): Promise<void>
  /** As `publish`, all in one statement. */
  publishAll(news: readonly Publication[]): Promise<void>
  enqueue<D extends z.ZodType>(
    job: JobDefinition<D>,
    data: z.output<D>,
    options?: EnqueueOptions,
  ): Promise<void>
  /** As `enqueue`, all in one statement. */
  enqueueAll<D extends z.ZodType>(job: JobDefinition<D>, errands: readonly Errand<D>[]): Promise<void>
  /** For changes that no public event tells of: who did what to which thing. */
  audit(entry: AuditEntry): Promise<void>
  /** Runs `work`; if it throws, undoes all of it (rows, events, jobs, what was to follow the commit) and throws on. */
  savepoint<R>(work: () => Promise<R>): Promise<R>
  /** Runs once the commit is certain; it may be lost with the process, so only wake-ups and cache drops belong here. */
  afterCommit(work: () => void): void
}

/** `ctx.db`: the service's own schema and nothing else. */
export interface Db<T = object> {
  /** Reads and single-statement writes. Refused inside a transaction, where `tx.query` is the only door. */
  readonly query: Kysely<T>
  transaction<R>(work: (tx: Tx<T>) => Promise<R>): Promise<R>
  /**
   * For hot paths, where state and event are one statement: the envelope that `publish` would write. The statement adds
   * `data` (in the wire form of the definition) and inserts `(id, type, event)` into `outbox`; `wakeRelay` follows.
   */
  draft(definition: EventDefinition, options?: SharedOptions): EventDraft
  /** A committed statement of the service's own has put events in the outbox: they go out at once, not with the next poll. */
  wakeRelay(): void
}

export type EventDraft = Omit<Envelope, 'data'>

interface DatabaseOptions {
  service: string
  pool: SqlPool
  jobs: JobSink
  traceparent: () => string | undefined
  /** Called after a commit that published, with the events: wakes the relay, applies access changes at once. */
  onPublished: (events: readonly Envelope[]) => void
  now: () => Temporal.Instant
  /** The commit is done: what fails after it must not look like a failed transaction. */
  onAfterCommitError: (error: unknown) => void
}

/** One service's database: a Kysely over its pool, transactions that publish through the outbox. */
export class Database<T = object> implements Db<T> {
  readonly query: Kysely<T>
  readonly #options: DatabaseOptions

  constructor(options: DatabaseOptions) {
    this.#options = options
    const { pool, service } = options
    const guarded = {
      connect: async () => {
        assertOutsideTransaction(`a second connection of ${service}`)
        return await pool.connect()
      },
      end: () => pool.end(),
    }
    this.query = new Kysely<T>({ dialect: new PostgresDialect({ pool: guarded as never }) })
  }

  /** Read committed; serialisation failures are not retried because nothing here asks for a higher level. */
  async transaction<R>(work: (tx: Tx<T>) => Promise<R>): Promise<R> {
    return await this.#transaction(`a transaction of ${this.#options.service}`, work)
  }

  /** As `transaction`, under the name of what it is for (an event handler) in the guard's message. */
  async named<R>(name: string, work: (tx: Tx<T>) => Promise<R>): Promise<R> {
    return await this.#transaction(name, work)
  }

  async #transaction<R>(name: string, work: (tx: Tx<T>) => Promise<R>): Promise<R> {
    const published: Envelope[] = []
    const after: (() => void)[] = []
    const result = await this.query.transaction().execute(async (trx) => {
      const tx = new OpenTransaction<T>(trx, this.#options, published, after)
      return await inScope({ transaction: name }, () => work(tx))
    })
    if (published.length > 0) this.#options.onPublished(published)
    for (const run of after) {
      try {
        run()
      } catch (error) {
        this.#options.onAfterCommitError(error)
      }
    }
    return result
  }

  draft(definition: EventDefinition, options: SharedOptions = {}): EventDraft {
    return draftOf(this.#options, definition, options)
  }

  wakeRelay(): void {
    this.#options.onPublished([])
  }

  async close(): Promise<void> {
    await this.query.destroy()
  }
}

/** @throws for an event that another service owns */
function draftOf(
  database: DatabaseOptions,
  definition: EventDefinition,
  { because, ...options }: SharedOptions,
): EventDraft {
  const { service, traceparent, now } = database
  if (because) return continuing(service, because, () => draftOf(database, definition, options))
  if (definition.source !== '*' && definition.source !== service)
    throw new Error(`${service} does not own the event ${definition.type}`)
  const scope = currentScope()
  const trace = traceparent()
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: sourceOf(service),
    type: definition.type,
    ...(options.subject ? { subject: options.subject } : {}),
    time: now().toString(),
    datacontenttype: 'application/json',
    correlationid: scope.correlationId,
    ...(scope.causationId ? { causationid: scope.causationId } : {}),
    ...(trace ? { traceparent: trace } : {}),
    actor: actorName(scope.actor),
    reason: options.reason ?? scope.reason,
  }
}

class OpenTransaction<T> implements Tx<T> {
  readonly query: Kysely<T>
  readonly #options: DatabaseOptions
  readonly #published: Envelope[]
  readonly #after: (() => void)[]

  constructor(query: Kysely<T>, options: DatabaseOptions, published: Envelope[], after: (() => void)[]) {
    this.query = query
    this.#options = options
    this.#published = published
    this.#after = after
  }

  async publish<D extends z.ZodType>(
    definition: EventDefinition<D>,
    data: z.output<D>,
    options: PublishOptions = {},
  ) {
    await this.publishAll([{ ...options, event: definition, data }])
  }

  async publishAll(news: readonly Publication[]) {
    if (news.length === 0) return
    const envelopes = news.map(
      ({ event, data, ...options }): Envelope => ({
        ...draftOf(this.#options, event, options),
        data: event.data.encode(data),
      }),
    )
    await sql`insert into outbox (id, type, event)
      select id, type, event::jsonb
      from unnest(${envelopes.map(({ id }) => id)}::uuid[], ${envelopes.map(({ type }) => type)}::text[],
        ${envelopes.map((each) => JSON.stringify(each))}::text[]) with ordinality as told(id, type, event, n)
      order by n`.execute(this.query)
    this.#published.push(...envelopes)
  }

  async enqueue<D extends z.ZodType>(job: JobDefinition<D>, data: z.output<D>, options: EnqueueOptions = {}) {
    await this.enqueueAll(job, [{ ...options, data }])
  }

  async enqueueAll<D extends z.ZodType>(job: JobDefinition<D>, errands: readonly Errand<D>[]) {
    if (errands.length === 0) return
    await this.#options.jobs.enqueue(
      executor(this.query),
      this.#options.service,
      job,
      errands.map((errand) => ({ ...errand, data: job.data.encode(errand.data as never) })),
    )
  }

  async audit(entry: AuditEntry) {
    await this.publish(auditRecorded, { details: {}, ...entry }, { subject: entry.target })
  }

  async savepoint<R>(work: () => Promise<R>): Promise<R> {
    const [published, after] = [this.#published.length, this.#after.length]
    await sql`savepoint effect`.execute(this.query)
    try {
      return await work()
    } catch (error) {
      this.#published.length = published
      this.#after.length = after
      // Without a connection the whole transaction is undone anyway, and the first error tells more.
      await sql`rollback to savepoint effect`.execute(this.query).catch(() => undefined)
      throw error
    }
  }

  afterCommit(work: () => void) {
    this.#after.push(work)
  }
}

/** Runs driver-style SQL (`$1`, `$2`) on a Kysely connection: for the queue's own statements inside our transaction. */
export function executor<T>(query: Kysely<T>): SqlExecutor {
  return async (text, values = []) => {
    const { rows } = await query.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))
    return { rows }
  }
}
