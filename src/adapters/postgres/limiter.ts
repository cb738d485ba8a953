import { checkLimit, type Limiter } from '../../kernel/limiter.ts'

export type Query = (sql: string, params: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

/**
 * The limiter that all replicas of a service share: one row per key in the table `limits` of its schema, one
 * statement per question, the database's clock. The row's lock puts concurrent askers in line, and
 * `clock_timestamp()` is read only once that lock is held, so turns are stored in order and a window never holds
 * more than its limit. It is the real clock on purpose: a provider's limit does not move with ours in a sandbox.
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
        case when asked.wait <= 0
          then held.turns[greatest(1, cardinality(held.turns) - $2::int + 2):] || asked.at
          else held.turns end,
        greatest(0, asked.wait)
      from (
        select at, coalesce(ceil(extract(epoch from
          held.turns[cardinality(held.turns) - $2::int + 1] + make_interval(secs => $3::float8) - at) * 1000), 0) as wait
        from (select clock_timestamp() as at) clock
      ) asked
    )
    returning wait_ms`
  const count = `
    insert into ${table} as held (key, day, calls) values ($1, $2::date, 1)
    on conflict (key) do update set
      calls = case when held.day >= excluded.day then held.calls + 1 else 1 end,
      day = greatest(held.day, excluded.day)
    returning calls`

  return {
    async take(key, points, perSeconds) {
      checkLimit(points, perSeconds)
      const { rows } = await query(take, [key, points, perSeconds])
      return Number(rows[0]?.wait_ms)
    },
    async count(key, day) {
      const { rows } = await query(count, [key, day])
      return Number(rows[0]?.calls)
    },
  }
}
