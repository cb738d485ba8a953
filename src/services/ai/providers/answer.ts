import type { Dispatcher } from 'undici'
import type { Begun, Taker } from './types.ts'

type Controller = Dispatcher.DispatchController
type Raw = readonly Buffer[]

/**
 * One request on its way, and its answer: what undici tells of it, without a stream in between. What comes before
 * anybody takes it (head and body of a short answer arrive together) is kept until then.
 */
export class Exchange implements Dispatcher.DispatchHandler, Begun {
  /** Of the answer's head. Rejects when there is none: with what broke the connection, or with the reason of `giveUp`. */
  readonly begun: Promise<Begun>
  status = 0
  readonly #begin = Promise.withResolvers<Begun>()
  #controller: Controller | undefined
  #gaveUp: Error | undefined
  #headers: Raw = []
  #taker: Taker | undefined
  #early: Buffer[] = []
  #ended = false
  #broken: Error | undefined
  readonly #signal: AbortSignal
  readonly #left = () => this.giveUp(this.#signal.reason)

  /** @param signal aborted when nobody waits for the answer any more */
  constructor(signal: AbortSignal) {
    this.begun = this.#begin.promise
    this.#signal = signal
    signal.addEventListener('abort', this.#left, { once: true })
  }

  giveUp(reason: Error): void {
    this.#gaveUp = reason
    this.#begin.reject(reason)
    this.#controller?.abort(reason)
  }

  leave(): void {
    if (!this.#ended) this.giveUp(new Error('Nobody waits for the answer any more'))
  }

  header(name: string): string | undefined {
    const headers = this.#headers
    for (let at = headers.length - 2; at >= 0; at -= 2)
      if (headers[at]!.length === name.length && headers[at]!.toString('latin1').toLowerCase() === name)
        return headers[at + 1]!.toString('latin1')
    return undefined
  }

  flowTo(taker: Taker): void {
    this.#taker = taker
    for (const bytes of this.#early) taker.piece(bytes)
    this.#early = []
    if (this.#ended) taker.end()
    else if (this.#broken) taker.broke(this.#broken)
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#gaveUp) controller.abort(this.#gaveUp)
  }

  onResponseStart(controller: Controller, status: number): void {
    if (status < 200) return
    this.status = status
    this.#headers = controller.rawHeaders as Raw
    this.#begin.resolve(this)
  }

  onResponseData(_controller: Controller, bytes: Buffer): void {
    if (this.#taker) this.#taker.piece(bytes)
    else this.#early.push(bytes)
  }

  onResponseEnd(): void {
    this.#ended = true
    this.#signal.removeEventListener('abort', this.#left)
    this.#taker?.end()
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#broken = error
    this.#signal.removeEventListener('abort', this.#left)
    this.#begin.reject(error)
    this.#taker?.broke(error)
  }
}
