import { checkLimit, type Limiter } from '../../kernel/limiter.ts'

export type Query = (sql: string, params: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

/**
 * The limiter that all replicas of a service share: one row per key in the table `limits` of its schema, one
 * statement per question, the database's clock. The row's lock puts concurrent askers in line, and
 * `clock_timestamp()` is read only once that lock is held, so turns are handed out in that order and a window never
 * holds more than its limit. It is the real clock on purpose: a provider's limit does not move with ours in a sandbox.
 *
 * @param query Runs one statement on its own connection, outside any transaction: a turn is taken at once, for
 *   good, and its row must not stay locked.
 * @param schema Where `limits` (made by the kernel's first migration) lives.
 */
export function postgresLimiter(query: Query, schema: string): Limiter {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new TypeError(`Not the name of a schema: ${schema}`)
  const table = `"${schema}".limits`
  const take = `
    insert into ${table} as held (key, turns) values ($1, array[clock_timestamp()])
    on conflict (key) do update set (turns, wait_ms) = (
      select
        case when wait <= $4::int
          then held.turns[greatest(1, cardinality(held.turns) - $2::int + 2):] || at
          else held.turns end,
        wait
      from (select clock_timestamp() as now) clock,
        lateral (select greatest(clock.now,
          held.turns[cardinality(held.turns) - $2::int + 1] + make_interval(secs => $3::float8)) as at) next,
        lateral (select ceil(extract(epoch from at - clock.now) * 1000) as wait) asked
    )
    returning wait_ms`
  const count = `
    insert into ${table} as held (key, day, calls) values ($1, $2::date, 1)
    on conflict (key) do update set
      calls = case when held.day >= excluded.day then held.calls + 1 else 1 end,
      day = greatest(held.day, excluded.day)
    returning calls`
  const counted = `select calls from ${table} where key = $1 and day = $2::date`

  return {
    async take(key, points, perSeconds, maxWaitMs) {
      checkLimit(points, perSeconds)
      const { rows } = await query(take, [key, points, perSeconds, maxWaitMs])
      const waitMs = Number(rows[0]?.wait_ms)
      return { given: waitMs <= maxWaitMs, waitMs }
    },
    async count(key, day) {
      const { rows } = await query(count, [key, day])
      return Number(rows[0]?.calls)
    },
    async counted(key, day) {
      const { rows } = await query(counted, [key, day])
      return Number(rows[0]?.calls ?? 0)
    },
  }
}
