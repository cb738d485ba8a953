import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '../store.ts'
import { type Card, cards } from './payment-cards.ts'
import type { GatewayEvent, GatewayRefund, Intent, Method, Movement } from './payment-model.ts'
import type { World } from './world.ts'

/** A line of the gateway's journal: the newest one about a thing says how it stands. */
type Entry =
  | { readonly intent: Intent }
  | { readonly method: Method }
  | { readonly refund: GatewayRefund }
  | { readonly customer: string; readonly id: string }
  | { readonly movement: Movement }
  | { readonly refusedOf: string; readonly times: number }
  | { readonly forgottenMethod: string }
  | { readonly forgottenCustomer: string }

/** After this a bank sends back a refund that it does not take; real ones need days. */
const returnedAfterMs = 400

const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`

/** What an order for an intent says. */
export type Order = Pick<Intent, 'key' | 'amount' | 'currency' | 'customer' | 'saves' | 'metadata'>

/**
 * A payment gateway: intents that capture once, refunds, methods, and the books that a witness compares with the shop's.
 * Knows nothing of the wire; two faces speak for it. `prefix` tells whose it is in the state directory.
 */
export class PaymentEngine {
  readonly #world: World
  readonly #journal: Journal<Entry>
  readonly #intents = new Map<string, Intent>()
  readonly #byKey = new Map<string, Intent>()
  readonly #methods = new Map<string, Method>()
  readonly #refunds = new Map<string, GatewayRefund>()
  readonly #refundsByKey = new Map<string, GatewayRefund>()
  readonly #refundsByIntent = new Map<string, GatewayRefund[]>()
  readonly #customers = new Map<string, string>()
  readonly #refusedRefunds = new Map<string, number>()
  #books: Movement[] = []
  /** Told of every change, in order. */
  onEvent: (event: GatewayEvent) => void = () => undefined

  constructor(world: World, section: string) {
    this.#world = world
    this.#journal = world.store.journal<Entry>(section, () => this.#entries())
    for (const entry of this.#journal.kept) this.#apply(entry)
  }

  /** The intent under this key, made if there is none. */
  open(order: Order): Intent {
    const known = this.#byKey.get(order.key)
    if (known) return known
    const intent: Intent = {
      ...order,
      id: newId('pi'),
      createdAt: this.#now(),
      state: 'created',
      reason: null,
      methodId: null,
      returnUrl: null,
    }
    this.#write({ intent })
    return intent
  }

  intent(id: string): Intent | undefined {
    return this.#intents.get(id)
  }

  /** Newest first. */
  intents(): readonly Intent[] {
    return [...this.#intents.values()].toReversed()
  }

  intentByKey(key: string): Intent | undefined {
    return this.#byKey.get(key)
  }

  /** Takes the money, lets the bank ask, or is declined. Nothing happens to an intent that is past that. */
  confirm(intent: Intent, method: Method, returnUrl: string | null): void {
    if (intent.state !== 'created' && intent.state !== 'declined') return
    intent.methodId = method.id
    intent.returnUrl = returnUrl
    const { behaviour } = this.cardOf(method)
    if (behaviour.kind === 'declined') this.#decline(intent, behaviour.reason)
    else if (behaviour.kind === 'asks-bank') {
      intent.state = 'asks-bank'
      this.#tell('payment_intent.requires_action', intent)
    } else this.#capture(intent)
  }

  /** The buyer has answered their bank. */
  answerBank(intent: Intent, isApproved: boolean): void {
    if (intent.state !== 'asks-bank') return
    if (isApproved) this.#capture(intent)
    else this.#decline(intent, 'payment_intent_authentication_failure')
  }

  /** @returns false when it has taken money already */
  cancel(intent: Intent): boolean {
    if (intent.state === 'captured') return false
    if (intent.state !== 'cancelled') {
      intent.state = 'cancelled'
      intent.reason ??= 'abandoned'
      this.#tell('payment_intent.canceled', intent)
    }
    return true
  }

  /** A refund of a captured intent, or the reason why there is none. */
  refund(intent: Intent, order: Pick<GatewayRefund, 'key' | 'amount' | 'metadata'>): GatewayRefund | string {
    const spare = intent.state === 'captured' ? intent.amount - this.refundedOf(intent) : 0
    if (order.amount > spare || order.amount <= 0) return 'charge_already_refunded'
    if (this.#isRefused(intent)) return 'charge_not_refundable'
    const { currency, id: intentId } = intent
    const refund: GatewayRefund = {
      ...order,
      id: newId('re'),
      intentId,
      currency,
      state: 'completed',
      reason: null,
    }
    const isFirst = this.refundsOf(intent).length === 0
    this.#write({ refund })
    this.#enter('refund', intent, refund)
    this.onEvent({ id: newId('evt'), type: 'refund.created', subject: { kind: 'refund', refund } })
    if (isFirst && this.cardOfIntent(intent)?.behaviour.kind === 'refund-returned')
      void this.#return(intent, refund)
    return refund
  }

  async #return(intent: Intent, refund: GatewayRefund): Promise<void> {
    await sleep(returnedAfterMs, undefined, { signal: this.#world.stopping }).catch(() => undefined)
    if (this.#world.stopping.aborted) return
    refund.state = 'refused'
    refund.reason = 'expired_or_canceled_card'
    this.#write({ refund })
    this.#enter('returned', intent, refund)
    this.onEvent({ id: newId('evt'), type: 'refund.failed', subject: { kind: 'refund', refund } })
  }

  refundsOf(intent: Intent): GatewayRefund[] {
    return this.#refundsByIntent.get(intent.id) ?? []
  }

  refundById(id: string): GatewayRefund | undefined {
    return this.#refunds.get(id)
  }

  refundByKey(key: string): GatewayRefund | undefined {
    return this.#refundsByKey.get(key)
  }

  refundedOf(intent: Intent): number {
    return this.refundsOf(intent)
      .filter(({ state }) => state === 'completed')
      .reduce((sum, { amount }) => sum + amount, 0)
  }

  /** A method by its token: a kept one, or one made from a test card now. */
  method(token: string): Method | undefined {
    const kept = this.#methods.get(token)
    if (kept) return kept
    if (!cards[token]) return undefined
    const method: Method = { id: newId('pm'), card: token, customer: null }
    this.#write({ method })
    return method
  }

  attach(method: Method, customer: string): void {
    method.customer = customer
    this.#write({ method })
  }

  detach(id: string): boolean {
    const isKnown = this.#methods.has(id)
    this.#write({ forgottenMethod: id })
    return isKnown
  }

  methodsOf(customer: string): Method[] {
    return [...this.#methods.values()].filter((method) => method.customer === customer)
  }

  customer(key: string): string {
    const id = this.#customers.get(key) ?? newId('cus')
    this.#write({ customer: key, id })
    return id
  }

  forgetCustomer(id: string): boolean {
    const found = [...this.#customers].find(([, each]) => each === id)
    if (!found) return false
    for (const method of this.methodsOf(id)) this.#write({ forgottenMethod: method.id })
    this.#write({ forgottenCustomer: found[0] })
    return true
  }

  cardOf(method: Method): Card {
    return cards[method.card]!
  }

  /** The card that pays an intent. */
  cardOfIntent(intent: Intent): Card | undefined {
    const method = intent.methodId === null ? undefined : this.#methods.get(intent.methodId)
    return method && this.cardOf(method)
  }

  methodOfIntent(intent: Intent): Method | undefined {
    return intent.methodId === null ? undefined : this.#methods.get(intent.methodId)
  }

  /** Everything that was captured and refunded, in order. */
  books(): readonly Movement[] {
    return this.#books
  }

  reset(): void {
    const all = [
      this.#intents,
      this.#byKey,
      this.#methods,
      this.#refunds,
      this.#refundsByKey,
      this.#refundsByIntent,
      this.#customers,
      this.#refusedRefunds,
    ]
    for (const each of all) each.clear()
    this.#books = []
    this.#journal.rewrite()
  }

  #capture(intent: Intent): void {
    intent.state = 'captured'
    intent.reason = null
    if (intent.saves && intent.customer) this.attach(this.methodOfIntent(intent)!, intent.customer)
    this.#enter('capture', intent, intent)
    this.#tell('payment_intent.succeeded', intent)
  }

  #decline(intent: Intent, reason: string): void {
    intent.state = 'declined'
    intent.reason = reason
    this.#tell('payment_intent.payment_failed', intent)
  }

  #isRefused(intent: Intent): boolean {
    const behaviour = this.cardOfIntent(intent)?.behaviour
    if (behaviour?.kind !== 'refund-refused') return false
    const refused = this.#refusedRefunds.get(intent.id) ?? 0
    this.#write({ refusedOf: intent.id, times: refused + 1 })
    return refused < behaviour.times
  }

  #enter(kind: Movement['kind'], intent: Intent, { key, amount }: { key: string; amount: number }): void {
    const bookingId = intent.metadata.klaps_booking ?? null
    const { id: intentId, currency } = intent
    this.#write({ movement: { kind, intentId, key, bookingId, amount, currency, at: this.#now() } })
  }

  #tell(type: string, intent: Intent): void {
    this.#write({ intent })
    this.onEvent({ id: newId('evt'), type, subject: { kind: 'capture', intent } })
  }

  #write(entry: Entry): void {
    this.#apply(entry)
    this.#journal.append(entry)
  }

  #apply(entry: Entry): void {
    if ('intent' in entry) {
      this.#intents.set(entry.intent.id, entry.intent)
      this.#byKey.set(entry.intent.key, entry.intent)
    } else if ('method' in entry) this.#methods.set(entry.method.id, entry.method)
    else if ('refund' in entry) this.#keepRefund(entry.refund)
    else if ('customer' in entry) this.#customers.set(entry.customer, entry.id)
    else if ('movement' in entry) this.#books.push(entry.movement)
    else if ('refusedOf' in entry) this.#refusedRefunds.set(entry.refusedOf, entry.times)
    else if ('forgottenMethod' in entry) this.#methods.delete(entry.forgottenMethod)
    else this.#customers.delete(entry.forgottenCustomer)
  }

  #keepRefund(refund: GatewayRefund): void {
    this.#refunds.set(refund.id, refund)
    this.#refundsByKey.set(refund.key, refund)
    this.#refundsByIntent.getOrInsertComputed(refund.intentId, () => []).push(refund)
  }

  #entries(): Entry[] {
    return [
      ...[...this.#intents.values()].map((intent) => ({ intent })),
      ...[...this.#methods.values()].map((method) => ({ method })),
      ...[...this.#refunds.values()].map((refund) => ({ refund })),
      ...[...this.#customers].map(([customer, id]) => ({ customer, id })),
      ...this.#books.map((movement) => ({ movement })),
      ...[...this.#refusedRefunds].map(([refusedOf, times]) => ({ refusedOf, times })),
    ]
  }

  #now(): string {
    return this.#world.clock.now().toString()
  }
}
