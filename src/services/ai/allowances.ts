import { randomUUID } from 'node:crypto'
import { Problem } from '#kernel'
import {
  type AllowanceId,
  type AllowanceKind,
  enter,
  leave,
  lend,
  nameOf,
  report,
} from './allowance-queries.ts'
import type { Ctx, Tx } from './context.ts'
import type { Period } from './contract.ts'
import { Lease } from './lease.ts'

/** What a call wants of one allowance. */
export interface Want {
  readonly subject: string
  readonly kind: AllowanceKind
  readonly limit: number | null
  readonly amount: number
  readonly period: Period | 'minute'
}

interface Part {
  readonly lease: Lease
  readonly want: Want
}

/** What a call holds until it ends. */
export interface Hold {
  readonly parts: readonly Part[]
  /** To be called once, with what was really used. */
  settle(used: Readonly<Record<AllowanceKind, number>>): void
}

class Held implements Hold {
  readonly parts: readonly Part[]
  constructor(parts: readonly Part[]) {
    this.parts = parts
  }

  settle(used: Readonly<Record<AllowanceKind, number>>): void {
    for (const { lease, want } of this.parts) lease.settle(want.amount, used[want.kind])
  }
}

/** The call is not made after all. */
function giveUp(parts: readonly Part[]): void {
  for (const { lease, want } of parts) lease.settle(want.amount, 0)
}

/** What a call could not be given, and when it may be worth asking again. */
export class Spent extends Error {
  readonly want: Want
  readonly endsAt: Temporal.Instant | null
  constructor(want: Want, endsAt: Temporal.Instant | null) {
    super(`The ${want.kind} of the ${want.period} are used up`)
    this.want = want
    this.endsAt = endsAt
  }
}

/** The allowances that this process holds slices of, for all callers. */
export class Allowances {
  readonly #ctx: Pick<Ctx, 'db' | 'clock' | 'log'>
  readonly #leases = new Map<string, Lease>()
  #holder = randomUUID()
  #entered: Promise<void> | undefined
  #ended = false

  constructor(ctx: Pick<Ctx, 'db' | 'clock' | 'log'>) {
    this.#ctx = ctx
  }

  /** Reserves all of it or nothing, at once, without the database; undefined when the slices at hand do not suffice. */
  tryReserve(wants: readonly Want[]): Hold | undefined {
    const parts: Part[] = []
    const nowMs = this.#ctx.clock.nowMs()
    for (const want of wants) {
      const lease = this.#leaseOf(want, nowMs)
      if (!lease.tryReserve(want.amount)) {
        giveUp(parts)
        return undefined
      }
      parts.push({ lease, want })
    }
    return new Held(parts)
  }

  /**
   * As `tryReserve`, with further slices where need be.
   *
   * @throws Spent naming the first that does not suffice, Problem 503 without the database
   */
  async reserve(wants: readonly Want[]): Promise<Hold> {
    const parts: Part[] = []
    const nowMs = this.#ctx.clock.nowMs()
    try {
      for (const want of wants) {
        const lease = this.#leaseOf(want, nowMs)
        if (!(await lease.reserve(want.amount, want.limit).catch(unknown)))
          throw new Spent(want, lease.id.endsAt)
        parts.push({ lease, want })
      }
    } catch (error) {
      giveUp(parts)
      throw error
    }
    return new Held(parts)
  }

  /** Has this process ever held anything? */
  get entered(): boolean {
    return this.#entered !== undefined
  }

  /** Is there anything to report besides that the process lives? */
  get hasNews(): boolean {
    return this.#leases.values().some((lease) => !lease.quiet)
  }

  /** What to report now; `done` says whether the report was committed. Goes into the transaction of the usage. */
  async reportIn(tx: Tx, options: { all: boolean }): Promise<{ done(committed: boolean): void }> {
    const told = [...this.#leases.values()].map((lease) => ({ lease, report: lease.report(options.all) }))
    const changed = told.filter(({ report: { used, returned } }) => used > 0 || returned > 0)
    const undo = () => {
      for (const { lease, report } of changed) lease.unreported(report)
    }
    try {
      const known =
        this.#entered === undefined ||
        (await report(
          tx.query,
          this.#holder,
          changed.map((each) => each.report),
        ))
      return {
        done: (committed) => {
          if (!committed) undo()
          else if (!known) this.#startAnew()
          else for (const [name, lease] of this.#leases) if (lease.idle) this.#leases.delete(name)
        },
      }
    } catch (error) {
      undo()
      throw error
    }
  }

  /** Gives everything back that no call holds. After it nothing is lent any more. */
  async end(): Promise<void> {
    this.#ended = true
    if (this.#entered) await leave(this.#ctx.db.query, this.#holder)
  }

  /** This process was silent for so long that it was taken for dead: all it held is counted as used. */
  #startAnew(): void {
    this.#ctx.log.warn({}, 'This process was taken for dead; what its calls had reserved was counted as used')
    for (const lease of this.#leases.values()) lease.close()
    this.#leases.clear()
    this.#holder = randomUUID()
    this.#entered = undefined
  }

  #leaseOf({ subject, kind, period: length }: Want, nowMs: number): Lease {
    const { period, endsAt } = periodAt(nowMs, length)
    const name = nameOf({ subject, kind, period })
    const known = this.#leases.get(name)
    if (known) return known
    const id = { subject, kind, period, endsAt }
    const lease = new Lease(id, (ask) => this.#lend(id, ask))
    this.#leases.set(name, lease)
    return lease
  }

  async #lend(id: AllowanceId, ask: { limit: number | null; need: number; least: number }) {
    if (this.#ended) throw new Error('This process is about to end')
    const { query } = this.#ctx.db
    const holder = this.#holder
    this.#entered ??= enter(query, holder).catch((error: unknown) => {
      this.#entered = undefined
      throw error
    })
    await this.#entered
    return await lend(query, holder, id, ask)
  }
}

const unknown = (cause: unknown) => {
  throw new Problem(503, 'service-unavailable', 'What may still be used cannot be looked up now', {
    cause,
    headers: { 'Retry-After': '5' },
  })
}

interface Stretch {
  readonly period: string
  readonly endsAt: Temporal.Instant | null
}
const forEver: Stretch = { period: 'total', endsAt: null }

/** The period in which a moment lies, UTC, and when it ends. @param nowMs milliseconds since 1970 */
export function periodAt(nowMs: number, period: Want['period']): Stretch {
  if (period === 'total') return forEver
  const minutes = Math.floor(nowMs / 60_000)
  const known = lately.get(period)
  if (known?.minutes === minutes) return known.made
  const start = Temporal.Instant.fromEpochMilliseconds(minutes * 60_000).toZonedDateTimeISO('UTC')
  const made =
    period === 'minute'
      ? {
          period: start.toPlainDateTime().toString().slice(0, 16),
          endsAt: start.add({ minutes: 1 }).toInstant(),
        }
      : period === 'day'
        ? { period: start.toPlainDate().toString(), endsAt: start.startOfDay().add({ days: 1 }).toInstant() }
        : {
            period: start.toPlainDate().toString().slice(0, 7),
            endsAt: start.with({ day: 1 }).startOfDay().add({ months: 1 }).toInstant(),
          }
  lately.set(period, { minutes, made })
  return made
}
/** Calendars are slow, and all calls of a minute lie in the same periods. */
const lately = new Map<string, { readonly minutes: number; readonly made: Stretch }>()
