import type { z } from 'zod'
import { asUser, type Chat } from './chats.ts'
import type { Ctx, Tx } from './context.ts'
import type { Conversation } from './conversation.ts'
import type { Outgoing } from './outgoing.ts'
import type { Texts } from './texts/index.ts'

export type Reply = z.input<typeof Outgoing>

/** What an update leads to; written down in one transaction. */
export interface Answer {
  readonly replies: readonly Reply[]
  /** Where the conversation goes on; null ends it, left out leaves it. */
  readonly conversation?: Conversation | null
  /** Messages for later that a booking's state makes pointless; null takes back those of the booking in conversation. */
  readonly countdown?: Countdown | null
  /** More to write; what it resolves to is said after the replies. */
  readonly alongside?: (tx: Tx) => Promise<readonly Reply[] | void>
}

export interface Countdown {
  readonly bookingId: string
  readonly steps: readonly { readonly what: Reply; readonly dueAt: Temporal.Instant }[]
}

/** One update with all that is needed to answer it. */
export interface Talk {
  readonly ctx: Ctx
  readonly chat: Chat
  readonly texts: Texts
  /** The same when the update is handled again: what makes outside effects happen once. */
  readonly key: string
  /** The message whose button was pressed; what answers takes its place. */
  readonly pressed: number | undefined
  readonly conversation: Conversation | undefined
}

/** A command or a button: what it is given besides, and whether a stranger may use it. */
export interface Ability {
  readonly forLinked: boolean
  run(talk: Talk, args: readonly string[]): Promise<Answer>
}

export const say = (
  talk: Pick<Talk, 'pressed'>,
  html: string,
  buttons: Extract<Reply, { kind: 'message' }>['buttons'] = [],
): Answer => ({
  replies: [
    { kind: 'message', html, buttons, ...(talk.pressed === undefined ? {} : { instead: talk.pressed }) },
  ],
})

/** Messages one after the other; the first takes the place of the one whose button was pressed. */
export function sayAll(
  { pressed }: Pick<Talk, 'pressed'>,
  messages: readonly Omit<Extract<Reply, { kind: 'message' }>, 'kind'>[],
): Reply[] {
  return messages.map((message, index) => ({
    kind: 'message',
    ...message,
    ...(index === 0 && pressed !== undefined ? { instead: pressed } : {}),
  }))
}

/** More to write beside what an answer writes already. */
export function also(answer: Answer, write: (tx: Tx) => Promise<void>): Answer {
  return {
    ...answer,
    alongside: async (tx) => {
      await write(tx)
      return (await answer.alongside?.(tx)) ?? []
    },
  }
}

/** The services as the user sees them. */
export const asMe = <R>({ ctx, chat }: Talk, work: (call: Ctx['call']) => Promise<R>): Promise<R> =>
  asUser(ctx, chat, () => work(ctx.call))
