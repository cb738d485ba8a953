import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import type { StreamEvent } from '#kernel'
import type { Ctx } from './context.ts'
import { Queue, Registry, Run, SystemView } from './contract.ts'
import { registry } from './registry.ts'
import { presentRun } from './runs.ts'
import { systemState } from './switches.ts'
import { listQueues } from './work.ts'

const lookMs = 1_000
/** Every service is asked how its queues stand: less often than what lies in our own tables, in looks. */
const queueLooks = 5
/** A proxy would close a stream that is silent for long, in looks. */
const pingLooks = 20
/** Runs told in one look; in a rush the latest, and `more` says that there are others. */
const mostRuns = 100

/**
 * What changes, as states: whoever missed something has it all again after the next one. The id is the mark of the
 * last look at the runs; registry, queues and system are told whole at the beginning and when they have changed.
 */
export async function* streamChanges(
  ctx: Ctx,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const ended = AbortSignal.any([signal, ctx.stopping])
  const runs = new RunLook(ctx, request.headers.get('last-event-id'))
  const told = new Map<string, string>()
  for (let look = 0; !ended.aborted; look++) {
    const changed = await runs.next()
    if (changed) yield changed
    for (const event of await states(ctx, look)) {
      const text = JSON.stringify(event.data)
      if (told.get(event.event) === text) continue
      told.set(event.event, text)
      yield { ...event, id: runs.mark }
    }
    if (look > 0 && look % pingLooks === 0) yield { event: 'ping', data: {} }
    await sleep(lookMs, undefined, { signal: ended }).catch(() => undefined)
  }
}

async function states(ctx: Ctx, look: number): Promise<{ event: string; data: unknown }[]> {
  const { services, instances } = await registry(ctx)
  // The time of the last beat changes all the time; whether it still beats is what counts.
  const steady = instances.map((instance) => ({ ...instance, beatAt: instance.startedAt }))
  const found = [
    { event: 'registry', data: z.encode(Registry, { services, instances: steady }) },
    { event: 'system', data: z.encode(SystemView, await systemState(ctx)) },
  ]
  if (look % queueLooks !== 0) return found
  const { items, unreachable } = await listQueues(ctx, {})
  // An age grows by itself: it is told when something else has changed.
  const queues = items.map((queue) => z.encode(Queue, { ...queue, oldestSeconds: null }))
  return [...found, { event: 'queues', data: { items: queues, unreachable } }]
}

/**
 * The runs that have changed since the last look, by the transactions that changed them: a time would miss what was
 * written before that look and committed after it.
 */
class RunLook {
  readonly #ctx: Ctx
  readonly #since: string | undefined
  /** What was told of transactions that are younger than the mark: not to be told again. */
  #told = new Map<string, string>()
  mark = '0'

  constructor(ctx: Ctx, lastEventId: string | null) {
    this.#ctx = ctx
    this.#since = lastEventId !== null && /^\d{1,19}$/.test(lastEventId) ? lastEventId : undefined
  }

  async next(): Promise<StreamEvent | undefined> {
    const isFirst = this.mark === '0'
    const since = isFirst ? (this.#since ?? 'now') : this.mark
    const { rows } = await sql<{ mark: string; run: null } | { mark: null; run: string }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as mark, null as run
      union all
      (select null, changed_by::text || ' ' || id::text from runs
       where changed_by >= ${since === 'now' ? null : since}::xid8 order by changed_by desc limit ${mostRuns + 1})`.execute(
      this.#ctx.db.query,
    )
    this.mark = rows.find(({ mark }) => mark !== null)!.mark!
    const changed = rows.flatMap(({ run }) => (run === null ? [] : [run.split(' ') as [string, string]]))
    const news = changed.filter(([by, id]) => this.#told.get(id) !== by).map(([, id]) => id)
    this.#told = new Map(changed.map(([by, id]) => [id, by]))
    if (news.length === 0) return undefined
    const found = await this.#ctx.db.query
      .selectFrom('runs')
      .selectAll()
      .where('id', 'in', news.slice(0, mostRuns))
      .execute()
    const items = found.map((row) => z.encode(Run, presentRun(row)))
    return { id: this.mark, event: 'runs', data: { items, more: news.length > mostRuns } }
  }
}
