import { z } from 'zod'

const limits = {
  /** How many requests it hits before it is gone; without it, until cleared. */ times: z
    .int()
    .positive()
    .optional(),
  /** How many requests it lets pass before it begins. */ skip: z.int().positive().optional(),
}

/** What can go wrong with a stand-in. `ms` are milliseconds, `retryAfter` seconds. */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), ms: z.int().min(0).max(600_000), ...limits }),
  z.object({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfter: z.int().min(0).optional(),
    ...limits,
  }),
  z.object({ kind: z.literal('unauthorized'), ...limits }),
  /** Takes the request and never answers. */
  z.object({ kind: z.literal('timeout'), ...limits }),
  /** Answers 200 with a body that breaks off; nothing is done. */
  z.object({ kind: z.literal('malformed'), ...limits }),
  /** Does the work, then closes the connection without an answer: the unknown outcome. */
  z.object({ kind: z.literal('drop-after-effect'), ...limits }),
  /** Closes the connection before anything is done. */
  z.object({ kind: z.literal('drop'), ...limits }),
  /** Refuses (429) what comes faster than this. */
  z.object({ kind: z.literal('pace'), perSecond: z.number().positive(), ...limits }),
])
export type Fault = z.infer<typeof Fault>

/** Narrows a fault to some requests of the stand-in. */
export interface FaultScope {
  /** Start of the path below the stand-in's prefix, such as `/v1/archive`. */
  path?: string
  method?: string
}

export interface FaultRequest {
  path: string
  method: string
}

interface Entry {
  standIn: string
  fault: Fault
  scope: FaultScope
  /** Requests to let pass, then requests to hit. */
  toSkip: number
  left: number
  lastAllowedMs: number
}

/** The faults in force. The newest one that fits a request wins. */
export class Faults {
  #entries: Entry[] = []

  set(standIn: string, fault: Fault, scope: FaultScope = {}): void {
    this.#entries = this.#entries.filter((entry) => !sameTarget(entry, standIn, scope))
    this.#entries.unshift({
      standIn,
      fault,
      scope,
      toSkip: fault.skip ?? 0,
      left: fault.times ?? Infinity,
      lastAllowedMs: -Infinity,
    })
  }

  /** Takes back the faults of one stand-in, or all of them. */
  clear(standIn?: string): void {
    this.#entries = standIn ? this.#entries.filter((entry) => entry.standIn !== standIn) : []
  }

  list(): { standIn: string; fault: Fault; scope: FaultScope }[] {
    return this.#entries.map(({ standIn, fault, scope }) => ({ standIn, fault, scope }))
  }

  /**
   * The fault this request meets, counted as used; `undefined` when all is well.
   * @param canSuffer says which faults make sense for this request; others are passed over.
   */
  take(
    standIn: string,
    request: FaultRequest,
    canSuffer: (fault: Fault) => boolean = () => true,
  ): Fault | undefined {
    const entry = this.#entries.find((one) => fits(one, standIn, request) && canSuffer(one.fault))
    if (!entry) return undefined
    if (entry.toSkip > 0) {
      entry.toSkip -= 1
      return undefined
    }
    if (entry.fault.kind === 'pace' && isWithinPace(entry, entry.fault.perSecond)) return undefined
    entry.left -= 1
    if (entry.left <= 0) this.#entries = this.#entries.filter((other) => other !== entry)
    return entry.fault
  }
}

function sameTarget(entry: Entry, standIn: string, scope: FaultScope): boolean {
  return entry.standIn === standIn && entry.scope.path === scope.path && entry.scope.method === scope.method
}

function fits(entry: Entry, standIn: string, request: FaultRequest): boolean {
  if (entry.standIn !== standIn) return false
  if (entry.scope.path !== undefined && !request.path.startsWith(entry.scope.path)) return false
  return entry.scope.method === undefined || entry.scope.method.toUpperCase() === request.method
}

function isWithinPace(entry: Entry, perSecond: number): boolean {
  const nowMs = performance.now()
  if (nowMs - entry.lastAllowedMs < 1000 / perSecond) return false
  entry.lastAllowedMs = nowMs
  return true
}
