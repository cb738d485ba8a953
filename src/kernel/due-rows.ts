import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { currentScope } from './scope.ts'

/** Rows that one run of a sweep takes; the next run takes the rest. */
const atOnce = 100

/**
 * The keys of rows whose `due_at` has come by the service's own time, the longest due first, locked: of replicas that
 * sweep at the same time each takes others. For `with due as (...)` or `in (...)`.
 *
 * @example sql`with due as (${dueRows('route', 'timers', ['plan_id', 'kind'])}) delete from timers using due ...`
 */
export function dueRows(service: string, table: string, key: readonly string[]): RawBuilder<unknown> {
  return sql`select ${sql.join(key.map((column) => sql.ref(column)))} from ${sql.table(table)}
    where due_at <= ${timeOf(service)} order by due_at limit ${sql.lit(atOnce)} for update skip locked`
}

/** `<service>.now()`: the time that decides deadlines, moved by sandbox and tests. */
const timeOf = (service: string) => sql<Temporal.Instant>`${sql.ref(service)}.now()`

/**
 * Seconds from the service's own time until the first of the instants that `due` gives in its one column, below zero once
 * it has passed; null when there is none.
 */
export async function secondsUntilFirst(
  db: QueryExecutorProvider,
  service: string,
  due: RawBuilder<unknown>,
): Promise<number | null> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from min(at) - ${timeOf(service)})::float8 as seconds from (${due}) as due(at)`.execute(
    db,
  )
  return rows[0]!.seconds
}

export interface DueTimer<Kind extends string> {
  readonly planId: string
  readonly kind: Kind
  /** The call of the day has passed: nobody needs it any more. */
  readonly over: boolean
  /** The correlation id under which it was set; null where nobody's story goes on with it. */
  readonly story: string | null
}

/**
 * Timers of day plans: the service's table `timers` (`plan_id`, `kind`, `due_at`, `story`; one of each kind), beside the
 * table that has a plan's `call`.
 */
export function planTimers<Kind extends string>(service: string, plans: string) {
  return {
    async set(
      db: QueryExecutorProvider,
      planId: string,
      kind: Kind,
      due: Temporal.Instant | { minutes: number },
    ): Promise<void> {
      const dueAt =
        due instanceof Temporal.Instant
          ? sql`${due}::timestamptz`
          : sql`${timeOf(service)} + make_interval(mins => ${due.minutes})`
      await sql`insert into timers (plan_id, kind, due_at, story)
        values (${planId}, ${kind}, ${dueAt}, ${currentScope().correlationId})
        on conflict (plan_id, kind) do update set due_at = excluded.due_at, story = excluded.story`.execute(
        db,
      )
    },

    /** Takes the timers that are due: they are gone with the transaction. */
    async take(db: QueryExecutorProvider): Promise<DueTimer<Kind>[]> {
      const { rows } = await sql<DueTimer<Kind>>`
        with due as (${dueRows(service, 'timers', ['plan_id', 'kind'])})
        delete from timers using due, ${sql.table(plans)} as plan
        where timers.plan_id = due.plan_id and timers.kind = due.kind and plan.plan_id = due.plan_id
        returning timers.plan_id as "planId", timers.kind, timers.story, plan.call <= ${timeOf(service)} as over`.execute(
        db,
      )
      return rows
    },
  }
}
