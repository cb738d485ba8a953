import type { DeadJob } from '../../kernel/queue.ts'

/**
 * What waits, runs and was given up, by queue (`$1`). Counted anew, over what is not done: pg-boss's own counts are as
 * old as its last look. In three passes, each as one of pg-boss's indices can answer it: `blocked` is none of ours.
 */
export const backlogsOf = `
  with queues as (select unnest($1::text[]) as queue), waiting as (
    select name, count(*)::int as jobs,
      min(start_after) filter (where start_after <= pg_catalog.now()) as since
    from pgboss.job
    where name in (select queue from queues union all select queue || '.dead' from queues)
      and state < 'active' and not blocked
    group by name
  ), active as (
    select name, count(*)::int as jobs from pgboss.job
    where name in (select queue from queues) and state = 'active' group by name
  )
  select queue, coalesce(waiting.jobs, 0) as waiting, coalesce(active.jobs, 0) as active, coalesce(dead.jobs, 0) as dead,
    floor(extract(epoch from waiting.since) * 1000)::float8 as since
  from queues
  left join waiting on waiting.name = queue
  left join active on active.name = queue
  left join waiting as dead on dead.name = queue || '.dead'`

/** Those of the queues `$1` in which a job could be taken now. */
export const dueQueues = `
  select queue as name from unnest($1::text[]) as queue
  where exists (
    select from pgboss.job
    where name = queue and state < 'active' and not blocked and start_after <= pg_catalog.now())`

/** Given-up jobs in the queues `$1`, the latest first, before `$2` (microseconds) and `$3`; at most `$4`; or `$5` alone. */
export const deadJobsOf = `
  select * from (
    select id::text as id, coalesce(source_name, left(name, -5)) as queue, data,
      (extract(epoch from created_on) * 1000000)::bigint::text as died_at,
      coalesce(source_retry_count + 1, 0) as attempts, source_output as output
    from pgboss.job where name = any($1::text[]) and state < 'active' and id = coalesce($5::uuid, id)
  ) as dead
  where $2::bigint is null or (died_at::bigint, id) < ($2::bigint, $3::text)
  order by died_at::bigint desc, id desc limit $4`

export interface DeadRow {
  readonly id: string
  readonly queue: string
  readonly data: unknown
  readonly died_at: string
  readonly attempts: number
  readonly output: unknown
}

export function deadJobFrom({ id, queue, data, died_at, attempts, output }: DeadRow): DeadJob {
  const message: unknown = Reflect.get(Object(output), 'message')
  return {
    id,
    queue,
    data,
    diedAt: Temporal.Instant.fromEpochNanoseconds(BigInt(died_at) * 1_000n),
    attempts,
    error: typeof message === 'string' ? message : '',
  }
}
