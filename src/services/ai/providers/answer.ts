import type { Dispatcher } from 'undici'
import { Problem, TookTooLong } from '#kernel'
import type { Begun, Patience, Taker } from './types.ts'

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
  #timer: NodeJS.Timeout | undefined
  readonly #patience: Patience
  readonly #left = () => this.giveUp(this.#patience.signal.reason)

  /** @param firstByteUntilMs when the answer must have begun, by `performance.now()` */
  constructor(patience: Patience, firstByteUntilMs: number) {
    this.begun = this.#begin.promise
    this.#patience = patience
    patience.signal.addEventListener('abort', this.#left, { once: true })
    if (firstByteUntilMs < patience.untilMs) this.#endAt(firstByteUntilMs, () => new TookTooLong())
    else this.#endAt(patience.untilMs, tookTooLong)
  }

  #endAt(atMs: number, reason: () => Error): void {
    this.#timer = setTimeout(() => this.giveUp(reason()), atMs - performance.now())
  }

  /** Nothing comes any more, and nobody is to be told to stop. */
  #over(): void {
    clearTimeout(this.#timer)
    this.#patience.signal.removeEventListener('abort', this.#left)
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
    else if (!isRefusal(this.status)) this.#endAt(this.#patience.untilMs, tookTooLong)
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
    if (!isRefusal(status)) clearTimeout(this.#timer)
    this.#headers = controller.rawHeaders as Raw
    this.#begin.resolve(this)
  }

  onResponseData(_controller: Controller, bytes: Buffer): void {
    if (this.#taker) this.#taker.piece(bytes)
    else this.#early.push(bytes)
  }

  onResponseEnd(): void {
    this.#ended = true
    this.#over()
    this.#taker?.end()
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#broken = error
    this.#over()
    this.#begin.reject(error)
    this.#taker?.broke(error)
  }
}

/** Another upstream may do better. A refusal must be whole by the time that an answer must have begun by. */
export const isRefusal = (status: number): boolean => status === 429 || status >= 500

/** Not the upstream's doing alone: a word for the client, and nothing that counts against the upstream. */
const tookTooLong = () => new Problem(504, 'upstream-unavailable', 'The model took too long to answer')
