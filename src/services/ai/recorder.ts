import { sql } from 'kysely'
import { inScope } from '#kernel'
import type { Allowances } from './allowances.ts'
import type { Ctx, Tx } from './context.ts'
import { usageRecorded } from './contract.ts'

/** One call that has ended. */
export interface Ended {
  readonly subject: string
  readonly userId: string | null
  readonly model: string
  readonly upstream: string
  readonly outcome: 'answered' | 'failed' | 'cached'
  readonly inputTokens: number
  readonly outputTokens: number
  readonly estimated: boolean
  readonly costMicrodollars: number
}

interface Sum {
  readonly day: string
  readonly subject: string
  readonly userId: string | null
  readonly model: string
  readonly upstream: string
  requests: number
  failed: number
  cached: number
  estimated: number
  inputTokens: number
  outputTokens: number
  costMicrodollars: number
}

/** How often what was used is written. Until then it is in memory, and a lease in the database covers it. */
const everyMs = 1_000
/** A process that has nothing to write says that it lives so often; it is taken for dead after three times that. */
const aliveEveryMs = 5_000

/** Sums up what calls have used and writes it, with the leases, once a second. */
export class Recorder {
  readonly #ctx: Pick<Ctx, 'db' | 'clock' | 'log'>
  readonly #allowances: Allowances
  #sums = new Map<string, Sum>()
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #wroteAtMs = Number.NEGATIVE_INFINITY
  #day = { number: Number.NaN, text: '' }

  constructor(ctx: Pick<Ctx, 'db' | 'clock' | 'log'>, allowances: Allowances) {
    this.#ctx = ctx
    this.#allowances = allowances
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (!this.#isDue()) return
      this.write({ all: false }).catch((err: unknown) =>
        this.#ctx.log.warn({ err }, 'The usage could not be written and is kept for the next time'),
      )
    }, everyMs)
    this.#timer.unref()
  }

  #isDue(): boolean {
    return (
      this.#sums.size > 0 || this.#allowances.hasNews || performance.now() - this.#wroteAtMs >= aliveEveryMs
    )
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#writing?.catch(() => undefined)
    await this.write({ all: true })
  }

  add(call: Ended): void {
    const day = this.#today()
    const name = `${day} ${call.subject} ${call.upstream} ${call.model}`
    const sum = this.#sums.get(name) ?? emptySum(day, call)
    this.#sums.set(name, sum)
    sum.requests++
    if (call.outcome === 'failed') sum.failed++
    if (call.outcome === 'cached') sum.cached++
    if (call.estimated) sum.estimated++
    sum.inputTokens += call.inputTokens
    sum.outputTokens += call.outputTokens
    sum.costMicrodollars += call.costMicrodollars
  }

  /** The day of UTC, worked out once a day. */
  #today(): string {
    const number = Math.floor(this.#ctx.clock.nowMs() / 86_400_000)
    if (number !== this.#day.number) {
      const text = Temporal.Instant.fromEpochMilliseconds(number * 86_400_000)
        .toString()
        .slice(0, 10)
      this.#day = { number, text }
    }
    return this.#day.text
  }

  /** Usage, leases and the event of it commit together. @param options `all`: give all back that no call holds */
  async write(options: { all: boolean }): Promise<void> {
    while (this.#writing) await this.#writing.catch(() => undefined)
    this.#writing = this.#write(options).finally(() => {
      this.#writing = undefined
    })
    await this.#writing
  }

  async #write(options: { all: boolean }): Promise<void> {
    let leases: Awaited<ReturnType<Allowances['reportIn']>> | undefined
    let sums: ReadonlyMap<string, Sum> = new Map()
    if (this.#sums.size === 0 && !this.#allowances.entered) return
    const scope = { actor: { kind: 'service', name: 'ai' }, reason: 'usage' } as const
    try {
      await inScope(scope, () =>
        this.#ctx.db.transaction(async (tx) => {
          const reporting = this.#allowances.reportIn(tx, options)
          // In the same breath as the leases: a call that ends from now on is in neither.
          sums = this.#sums
          this.#sums = new Map()
          leases = await reporting
          if (sums.size > 0) await record(tx, [...sums.values()])
        }),
      )
    } catch (error) {
      leases?.done(false)
      for (const [name, sum] of sums) this.#keep(name, sum)
      throw error
    }
    this.#wroteAtMs = performance.now()
    leases?.done(true)
  }

  #keep(name: string, sum: Sum): void {
    const since = this.#sums.get(name)
    if (!since) this.#sums.set(name, sum)
    else for (const count of counts) since[count] += sum[count]
  }
}

const counts = [
  'requests',
  'failed',
  'cached',
  'estimated',
  'inputTokens',
  'outputTokens',
  'costMicrodollars',
] as const

const emptySum = (day: string, { subject, userId, model, upstream }: Ended): Sum => ({
  day,
  subject,
  userId,
  model,
  upstream,
  ...noCounts(),
})

const noCounts = () => ({
  requests: 0,
  failed: 0,
  cached: 0,
  estimated: 0,
  inputTokens: 0,
  outputTokens: 0,
  costMicrodollars: 0,
})

async function record(tx: Tx, sums: readonly Sum[]): Promise<void> {
  await sql`insert into usage_days as u (day, subject, user_id, model, upstream, requests, failed, cached, estimated,
      input_tokens, output_tokens, cost_microdollars)
    select day, subject, user_id, model, upstream, requests, failed, cached, estimated, input, output, cost
    from jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) as r(day date, subject text, "userId" uuid, model text,
        upstream text, requests bigint, failed bigint, cached bigint, estimated bigint, "inputTokens" bigint,
        "outputTokens" bigint, "costMicrodollars" bigint)
      cross join lateral (select "userId" as user_id, "inputTokens" as input, "outputTokens" as output,
        "costMicrodollars" as cost) as named
    order by day, subject, model, upstream
    on conflict (day, subject, model, upstream) do update set requests = u.requests + excluded.requests,
      failed = u.failed + excluded.failed, cached = u.cached + excluded.cached,
      estimated = u.estimated + excluded.estimated, input_tokens = u.input_tokens + excluded.input_tokens,
      output_tokens = u.output_tokens + excluded.output_tokens,
      cost_microdollars = u.cost_microdollars + excluded.cost_microdollars`.execute(tx.query)
  const total = noCounts()
  for (const sum of sums) for (const count of counts) total[count] += sum[count]
  await tx.publish(usageRecorded, total)
}
