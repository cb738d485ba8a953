import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { World } from './world.ts'

/** Stripe's form encoding: `metadata[a]=b`, `expand[0]=c`. */
export class StripeForm {
  readonly #fields: URLSearchParams

  constructor(text: string) {
    this.#fields = new URLSearchParams(text)
  }

  text(name: string): string | null {
    return this.#fields.get(name)
  }

  whole(name: string): number | null {
    const text = this.#fields.get(name)
    return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null
  }

  map(name: string): Record<string, string> {
    const entries = [...this.#fields].flatMap(([field, value]) => {
      const [, key] = new RegExp(`^${name}\\[([^\\]]+)\\]$`).exec(field) ?? []
      return key === undefined ? [] : [[key, value] as const]
    })
    return Object.fromEntries(entries)
  }

  expands(name: string): boolean {
    return Object.values(this.map('expand')).some((each) => each === name || each === `data.${name}`)
  }
}

interface Kept {
  readonly path: string
  readonly hash: string
  /** Sandbox clock, epoch milliseconds. */
  readonly atMs: number
  answer: { status: number; body: string } | null
}

const dayMs = 86_400_000

/**
 * Stripe's `Idempotency-Key`: for a day the same key gives the same answer, refusals included; with other parameters it is
 * an error, and so is a second request while the first is under way.
 */
export function idempotency(world: World): { middleware: MiddlewareHandler; reset(): void } {
  const kept = new Map<string, Kept>()
  const before = world.store.section<[string, Kept][]>('stripe-idempotency', () =>
    [...kept].filter(([, each]) => each.answer !== null),
  )
  for (const [key, each] of before ?? []) kept.set(key, each)
  const middleware: MiddlewareHandler = async (context, next) => {
    const key = context.req.header('idempotency-key')
    if (context.req.method !== 'POST' || !key) return next()
    const { path } = context.req
    const hash = createHash('sha256')
      .update(await context.req.text())
      .digest('hex')
    const nowMs = world.clock.now().epochMilliseconds
    const known = kept.get(key)
    if (known && nowMs - known.atMs < dayMs) return replay(context, known, path, hash)
    const entry: Kept = { path, hash, atMs: nowMs, answer: null }
    kept.set(key, entry)
    await next()
    entry.answer = { status: context.res.status, body: await context.res.clone().text() }
    world.store.touch('stripe-idempotency')
    return undefined
  }
  return { middleware, reset: () => kept.clear() }
}

function replay(
  context: Context,
  { path, hash, answer }: Kept,
  wantedPath: string,
  wantedHash: string,
): Response {
  if (path !== wantedPath || hash !== wantedHash) {
    const message =
      'Keys for idempotent requests can only be used with the same parameters they were first used with.'
    return context.json({ error: { type: 'idempotency_error', message } }, 400)
  }
  if (!answer) {
    const message = 'There is currently another in-progress request using this Idempotency Key.'
    return context.json(
      { error: { type: 'idempotency_error', code: 'idempotency_key_in_use', message } },
      409,
    )
  }
  return new Response(answer.body, {
    status: answer.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}
