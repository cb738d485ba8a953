import { hash } from 'node:crypto'
import { z } from 'zod'
import { event } from './contract.ts'
import { Problem } from './problem.ts'

/** What a flag may say. */
export const FlagValue = z.union([z.boolean(), z.number(), z.string().max(200)])
export type FlagValue = z.output<typeof FlagValue>

/** Whom a rule means: all that is said of them must fit. */
export const FlagRule = z.object({
  users: z.array(z.uuid()).max(1_000).optional(),
  roles: z.array(z.string().max(50)).max(20).optional(),
  percent: z.number().min(0).max(100).optional().describe('Of the users; each stays on the same side'),
  value: FlagValue,
})

/** A feature flag: the first rule that fits somebody decides, else the default. */
export const FlagState = z
  .object({
    kind: z.literal('flag'),
    type: z.enum(['boolean', 'number', 'string']),
    value: FlagValue.describe('For everybody whom no rule means'),
    rules: z.array(FlagRule).max(50),
  })
  .refine((flag) => [flag, ...flag.rules].every(({ value }) => typeof value === flag.type), {
    error: 'Every value must be of the type of the flag',
  })
export type FlagState = z.output<typeof FlagState>

export const SystemMode = z
  .enum(['normal', 'read-only', 'maintenance'])
  .describe('`read-only`: only GET; `maintenance`: nothing but signing in. Administrators may go on.')
export type SystemMode = z.output<typeof SystemMode>
export const SystemState = z.object({
  kind: z.literal('system'),
  mode: SystemMode,
  reason: z.string().max(300).describe('Told to everybody who is refused'),
})
export type SystemState = z.output<typeof SystemState>

/** Name of the one switch that is no flag. */
export const systemSwitch = 'system'
export const FlagKey = z
  .string()
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
  .max(80)

/** Something that an administrator turns, as every service knows it. A flag that is gone has no state. */
export const Switch = z.object({
  name: z.string().max(100).describe('`system`, or `flag:` and the key of a flag'),
  version: z.int(),
  state: z.union([FlagState, SystemState]).nullable(),
})
export type Switch = z.output<typeof Switch>

/** Every service keeps what it says, so that each reads it from memory and knows it while `control` is away. */
export const switchChanged = event('control', 'switch.changed', Switch)

export const flagSwitch = (key: string) => `flag:${key}`

/** A flag as the code that asks for it knows it. */
export interface FlagDefinition<T extends FlagValue = FlagValue> {
  readonly key: string
  /** Where nobody has turned it, or what they said is of another type. */
  readonly otherwise: T
}

/** Who is asked about. Nobody in particular is in no percentage. */
export interface FlagSubject {
  readonly userId?: string
  readonly roles?: readonly string[]
}

/** Feature flags as `ctx.flags` reads them: from memory, changed within a second of the administrator's click. */
export interface Flags {
  value<T extends FlagValue>(flag: FlagDefinition<T>, subject?: FlagSubject): Widened<T>
  /** Every flag there is, as it is for somebody. */
  all(subject: FlagSubject): Record<string, FlagValue>
}
type Widened<T> = T extends boolean ? boolean : T extends number ? number : string

const open: SystemState = { kind: 'system', mode: 'normal', reason: '' }

/** The switches of a process in memory, one for all of its services. */
export class Switches implements Flags {
  readonly #known = new Map<string, Switch>()

  /** @returns whether it was newer than what was known. */
  apply(news: Switch): boolean {
    if ((this.#known.get(news.name)?.version ?? 0) >= news.version) return false
    this.#known.set(news.name, news)
    return true
  }

  get system(): SystemState {
    const state = this.#known.get(systemSwitch)?.state
    return state?.kind === 'system' ? state : open
  }

  /** Versions by name: what this process need not be told again. */
  versions(): Record<string, number> {
    return Object.fromEntries([...this.#known].map(([name, { version }]) => [name, version]))
  }

  value<T extends FlagValue>(flag: FlagDefinition<T>, subject: FlagSubject = {}): Widened<T> {
    const state = this.#known.get(flagSwitch(flag.key))?.state
    const value = state?.kind === 'flag' ? decide(flag.key, state, subject) : flag.otherwise
    return (typeof value === typeof flag.otherwise ? value : flag.otherwise) as Widened<T>
  }

  all(subject: FlagSubject): Record<string, FlagValue> {
    const values: Record<string, FlagValue> = {}
    for (const { name, state } of this.#known.values()) {
      const key = name.slice(flagSwitch('').length)
      if (state?.kind === 'flag') values[key] = decide(key, state, subject)
    }
    return values
  }
}

function decide(key: string, flag: FlagState, subject: FlagSubject): FlagValue {
  return flag.rules.find((rule) => means(key, rule, subject))?.value ?? flag.value
}

function means(key: string, rule: z.output<typeof FlagRule>, { userId, roles = [] }: FlagSubject): boolean {
  if (rule.users && !(userId && rule.users.includes(userId))) return false
  if (rule.roles && !rule.roles.some((role) => roles.includes(role))) return false
  return rule.percent === undefined || (userId !== undefined && shareOf(key, userId) < rule.percent)
}

/** From 0 to 100, the same for a user and a flag for ever; flags divide people differently. */
function shareOf(key: string, userId: string): number {
  return (Number.parseInt(hash('sha256', `${key} ${userId}`).slice(0, 8), 16) / 2 ** 32) * 100
}

/** How soon somebody who is refused may ask again, seconds. */
const comeBackSeconds = 60

/**
 * Refuses what the state of the system forbids.
 *
 * @throws Problem 503 with the administrator's reason.
 */
export function refuseWhenClosed({ mode, reason }: SystemState, method: string): void {
  if (mode === 'normal' || (mode === 'read-only' && method === 'GET')) return
  const detail =
    reason || (mode === 'read-only' ? 'Nothing can be changed at present' : 'Closed for a moment')
  throw new Problem(503, mode, detail, { headers: { 'Retry-After': String(comeBackSeconds) } })
}
