import type { StreamEvent } from '#kernel'

/** A listener who is further behind than this many frames gets the whole map instead. */
export const MAX_FRAMES = 20

/** Frames on their way to one listener. */
export interface Listener {
  /** The next frame; `quiet` when there was none for so long; undefined once it is closed. */
  next(limitMs: number): Promise<StreamEvent | 'quiet' | undefined>
  close(): void
}

/** Keeps frames for a listener until its connection takes them; for one that is too slow it begins again. */
export class Mailbox implements Listener {
  readonly #whole: () => StreamEvent
  readonly #leave: (mailbox: Mailbox) => void
  #frames: StreamEvent[] = []
  #wake: (() => void) | undefined
  #isClosed = false

  /** @param whole what a listener gets who has heard nothing yet */
  constructor(whole: () => StreamEvent, leave: (mailbox: Mailbox) => void) {
    this.#whole = whole
    this.#leave = leave
  }

  /** Before what came while this was read: a later state must not be overwritten by it. */
  begin(frame: StreamEvent): void {
    this.#frames.unshift(frame)
  }

  put(frame: StreamEvent): void {
    this.#frames.push(frame)
    if (this.#frames.length > MAX_FRAMES) this.#frames = [this.#whole()]
    this.#wake?.()
  }

  async next(limitMs: number): Promise<StreamEvent | 'quiet' | undefined> {
    if (this.#frames.length === 0 && !this.#isClosed) await this.#sleep(limitMs)
    if (this.#isClosed) return undefined
    return this.#frames.shift() ?? 'quiet'
  }

  close(): void {
    this.#isClosed = true
    this.#frames = []
    this.#leave(this)
    this.#wake?.()
  }

  async #sleep(limitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}
