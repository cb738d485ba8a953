import type { PriorityName } from '../kinds.ts'
import type { Content } from '../templates/draft.ts'

/** One message to one place. */
export interface Message {
  /** The delivery's id: the same for every repetition. */
  readonly deliveryId: string
  readonly notificationId: string
  /** An e-mail address, a number in E.164, or a push subscription as JSON. */
  readonly to: string
  readonly content: Content
  readonly priority: PriorityName
  readonly subject: string | null
  /** It may have gone out before: the outcome of an earlier attempt is unknown. */
  readonly repeated: boolean
}

export interface Sent {
  /** How the provider names it. */
  readonly providerId: string | null
}

/** A way to reach people on one channel. Throws `PermanentFailure` when repeating is pointless. */
export interface Provider {
  readonly name: string
  send(message: Message): Promise<Sent>
}

/** The provider refused for good. With `targetOff` the place itself is of no use any more. */
export class PermanentFailure extends Error {
  /** Stable, without anything personal: `21211`, `smtp-550`, `push-gone`. */
  readonly code: string
  readonly targetOff: boolean
  constructor(code: string, targetOff: boolean, cause?: unknown) {
    super(`Refused for good: ${code}`, { cause })
    this.name = 'PermanentFailure'
    this.code = code
    this.targetOff = targetOff
  }
}

/** The delivery job repeats, with a record between two attempts; so a provider's own policy does not. */
export const oneAttempt = { attempts: 1, timeoutMs: 20_000 }

export const messageId = (deliveryId: string) => `<${deliveryId}@klaps>`
