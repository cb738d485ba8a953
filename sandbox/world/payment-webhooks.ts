import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { BoundedList } from '../bounded.ts'
import type { PaymentEngine } from './payment-engine.ts'
import type { GatewayEvent } from './payment-model.ts'
import type { World } from './world.ts'

/** A webhook as it was sent; `status` is null while, or when, nobody answered. */
export interface SentWebhook {
  readonly eventId: string
  readonly type: string
  readonly body: string
  readonly headers: Record<string, string>
  status: number | null
}

interface Options {
  /** Header that carries the signature. */
  readonly header: string
  readonly secret: string
  body(event: GatewayEvent): object
}

const lateMs = 1_500
const deliveryTimeoutMs = 10_000

const connections = new Agent({ keepAlive: true })

/**
 * Plain node:http: reports come by hundreds a second where sales are measured, and `fetch` would cost more than all the rest
 * of the gateway.
 *
 * @returns the status, or null when nobody answered
 */
function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  stopping: AbortSignal,
): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const options = { method: 'POST', agent: connections, signal: stopping, timeout: deliveryTimeoutMs }
  const sent = request(url, {
    ...options,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  })
  sent.on('response', (answer) => {
    answer.resume()
    answer.once('close', () => resolve(answer.statusCode ?? null))
  })
  sent.once('timeout', () => sent.destroy())
  sent.once('error', () => resolve(null))
  sent.end(body)
  return promise
}

/**
 * Reports of one face of the gateway, signed `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">` as Stripe does. Each is sent
 * once, in the manner of the card; what nobody takes is lost, as the shop must not rely on them.
 */
export class PaymentWebhooks {
  readonly #world: World
  readonly #engine: PaymentEngine
  readonly #options: Options
  #url: string | undefined
  readonly #sent = new BoundedList<SentWebhook>(5000)
  /** Reports that wait for another event of their intent, by intent. */
  readonly #held = new Map<string, GatewayEvent[]>()
  readonly #under = new Set<Promise<void>>()

  constructor(world: World, engine: PaymentEngine, options: Options) {
    this.#world = world
    this.#engine = engine
    this.#options = options
    this.#url = world.store.section<{ url?: string }>(`webhooks-${options.header}`, () =>
      this.#url ? { url: this.#url } : {},
    )?.url
    engine.onEvent = (event) => this.#report(event)
  }

  /** Where reports go from now on: an address on this machine, or nowhere. */
  sendTo(url: string | undefined): void {
    if (url && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname))
      throw new RangeError('The sandbox reports to this machine only')
    this.#url = url
    this.#world.store.touch(`webhooks-${this.#options.header}`)
  }

  /** Everything sent so far, oldest first. */
  sent(): readonly SentWebhook[] {
    return this.#sent.all()
  }

  /** Waits until all reports under way have arrived or failed. */
  async delivered(): Promise<void> {
    await Promise.all(this.#under)
  }

  reset(): void {
    this.#sent.clear()
    this.#held.clear()
  }

  #report(event: GatewayEvent): void {
    if (!this.#url) return
    const intent =
      event.subject.kind === 'capture'
        ? event.subject.intent
        : this.#engine.intent(event.subject.refund.intentId)
    const behaviour = intent && this.#engine.cardOfIntent(intent)?.behaviour
    const manner = behaviour?.kind === 'webhook' ? behaviour.manner : 'plain'
    if (manner === 'late') this.#send(event, lateMs)
    else if (manner === 'twice') {
      this.#send(event)
      this.#send(event)
    } else if (manner === 'after-refund' && event.subject.kind === 'capture') this.#hold(intent!.id, event)
    else {
      // A refund releases what waited for it, and what tells of something older comes after it.
      this.#send(event)
      for (const held of this.#held.get(intent?.id ?? '') ?? []) this.#send(held, 50)
      this.#held.delete(intent?.id ?? '')
      if (manner === 'out-of-order')
        this.#send({ ...event, id: `${event.id}_old`, type: 'payment_intent.created' }, 50)
    }
  }

  #hold(intentId: string, event: GatewayEvent): void {
    this.#held.set(intentId, [...(this.#held.get(intentId) ?? []), event])
  }

  #send(event: GatewayEvent, afterMs = 0): void {
    const delivery = this.#deliver(event, afterMs).finally(() => this.#under.delete(delivery))
    this.#under.add(delivery)
  }

  async #deliver(event: GatewayEvent, afterMs: number): Promise<void> {
    const body = JSON.stringify(this.#options.body(event))
    if (afterMs > 0) await sleep(afterMs, undefined, { signal: this.#world.stopping }).catch(() => undefined)
    if (!this.#url || this.#world.stopping.aborted) return
    const headers = { 'content-type': 'application/json', [this.#options.header]: this.sign(body) }
    const entry: SentWebhook = { eventId: event.id, type: event.type, body, headers, status: null }
    this.#sent.push(entry)
    entry.status = await post(this.#url, headers, body, this.#world.stopping)
  }

  /** The signature of a body as of now, by the sandbox's clock unless another instant is given. */
  sign(body: string, at: Temporal.Instant = this.#world.clock.now()): string {
    const seconds = Math.floor(at.epochMilliseconds / 1000)
    const signature = createHmac('sha256', this.#options.secret).update(`${seconds}.${body}`).digest('hex')
    return `t=${seconds},v1=${signature}`
  }
}
