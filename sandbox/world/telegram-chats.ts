import { randomBytes } from 'node:crypto'
import type { World } from './world.ts'

export interface ShownButton {
  text: string
  callback_data?: string
  url?: string
}

/** A message as both sides see it. */
export interface ChatMessage {
  messageId: number
  chatId: number
  from: 'bot' | 'person'
  /** As it is shown, markup read. */
  text: string
  /** As it was sent. */
  html?: string
  buttons: ShownButton[][]
  file?: { id: string; name: string; size: number }
  /** ISO 8601, UTC, sandbox clock. */
  at: string
}

export interface QueuedUpdate {
  update_id: number
  [kind: string]: unknown
}

interface State {
  nextMessageId: number
  nextUpdateId: number
  messages: ChatMessage[]
  updates: QueuedUpdate[]
  blocked: number[]
  webhook: { url: string; secret: string } | null
}

const keptMessages = 2000
const largestKeptFile = 25 * 1024 * 1024

/**
 * Private chats of people with one bot. Messages of all chats are numbered in one row, as Telegram's are for a bot, and
 * updates wait until they are confirmed.
 */
export class TelegramChats {
  readonly #world: World
  #state: State
  readonly #files = new Map<string, { name: string; bytes: Uint8Array }>()
  #waiting = Promise.withResolvers<void>()

  constructor(world: World) {
    this.#world = world
    this.#state = world.store.section('telegram', () => this.#state) ?? fresh()
  }

  get webhook(): State['webhook'] {
    return this.#state.webhook
  }

  setWebhook(webhook: State['webhook']): void {
    this.#state.webhook = webhook
    this.#changed()
  }

  /** What a chat shows, oldest first. */
  messages(chatId: number): readonly ChatMessage[] {
    return this.#state.messages.filter((message) => message.chatId === chatId)
  }

  chatIds(): readonly number[] {
    return [...new Set(this.#state.messages.map((message) => message.chatId))]
  }

  /** The person writes. */
  say(chatId: number, text: string, language = 'pl'): ChatMessage {
    const message = this.#add({ chatId, from: 'person', text, buttons: [] })
    this.#queue({ message: { ...this.wire(message, language), text } })
    return message
  }

  /** The person sends a file. */
  sendFile(
    chatId: number,
    name: string,
    bytes: Uint8Array,
    type = 'application/pdf',
    language = 'pl',
  ): ChatMessage {
    const file = this.keepFile(name, bytes)
    const message = this.#add({ chatId, from: 'person', text: name, buttons: [], file })
    const document = {
      file_id: file.id,
      file_unique_id: file.id,
      file_name: name,
      mime_type: type,
      file_size: file.size,
    }
    this.#queue({ message: { ...this.wire(message, language), document } })
    return message
  }

  /** The person speaks. */
  sendVoice(chatId: number, bytes: Uint8Array, seconds = 3, language = 'pl'): ChatMessage {
    const file = this.keepFile('voice.ogg', bytes)
    const message = this.#add({ chatId, from: 'person', text: `(${seconds} s)`, buttons: [], file })
    const voice = {
      file_id: file.id,
      file_unique_id: file.id,
      duration: seconds,
      mime_type: 'audio/ogg',
      file_size: file.size,
    }
    this.#queue({ message: { ...this.wire(message, language), voice } })
    return message
  }

  /** The person presses a button of the bot's, named by its text or what it does. */
  press(chatId: number, button: string, language = 'pl'): void {
    for (const message of this.messages(chatId).toReversed()) {
      const found = message.buttons
        .flat()
        .find((each) => each.text === button || each.callback_data === button)
      if (!found?.callback_data) continue
      this.#queue({
        callback_query: {
          id: randomBytes(8).toString('hex'),
          from: person(chatId, language),
          chat_instance: '1',
          data: found.callback_data,
          message: this.wire(message, language),
        },
      })
      return
    }
    throw new Error(`There is no button ${button} in chat ${chatId}`)
  }

  /** The person stops the bot, or lets it speak again. */
  block(chatId: number, blocked: boolean): void {
    this.#state.blocked = this.#state.blocked.filter((each) => each !== chatId)
    if (blocked) this.#state.blocked.push(chatId)
    const status = blocked ? 'kicked' : 'member'
    this.#queue({
      my_chat_member: {
        chat: { id: chatId, type: 'private', first_name: 'Ola' },
        from: person(chatId, 'pl'),
        date: this.#seconds(),
        old_chat_member: { status: blocked ? 'member' : 'kicked', user: bot },
        new_chat_member: { status, user: bot },
      },
    })
  }

  isBlocked(chatId: number): boolean {
    return this.#state.blocked.includes(chatId)
  }

  /** The bot writes. */
  write(message: Omit<ChatMessage, 'messageId' | 'at' | 'from'>): ChatMessage {
    return this.#add({ ...message, from: 'bot' })
  }

  find(chatId: number, messageId: number): ChatMessage | undefined {
    return this.#state.messages.find((each) => each.chatId === chatId && each.messageId === messageId)
  }

  edited(): void {
    this.#changed()
  }

  keepFile(name: string, bytes: Uint8Array): NonNullable<ChatMessage['file']> {
    const id = randomBytes(12).toString('base64url')
    if (bytes.length <= largestKeptFile) this.#files.set(id, { name, bytes })
    return { id, name, size: bytes.length }
  }

  file(id: string): { name: string; bytes: Uint8Array } | undefined {
    return this.#files.get(id)
  }

  /** Updates from `offset` on; earlier ones are confirmed by asking and forgotten. */
  updates(offset: number, limit: number): QueuedUpdate[] {
    const { updates } = this.#state
    if (offset > 0) this.#state.updates = updates.filter((update) => update.update_id >= offset)
    if (this.#state.updates.length !== updates.length) this.#changed()
    return this.#state.updates.slice(0, limit)
  }

  /** Resolves when another update is there. */
  more(): Promise<void> {
    return this.#waiting.promise
  }

  wire(message: ChatMessage, language = 'pl'): Record<string, unknown> {
    return {
      message_id: message.messageId,
      date: this.#seconds(),
      chat: { id: message.chatId, type: 'private', first_name: 'Ola' },
      from: message.from === 'bot' ? bot : person(message.chatId, language),
      ...(message.from === 'bot' ? { text: message.text } : {}),
    }
  }

  reset(): void {
    this.#state = fresh()
    this.#files.clear()
    this.#changed()
  }

  #add(message: Omit<ChatMessage, 'messageId' | 'at'>): ChatMessage {
    const full = {
      ...message,
      messageId: this.#state.nextMessageId++,
      at: this.#world.clock.now().toString(),
    }
    this.#state.messages.push(full)
    if (this.#state.messages.length > keptMessages) this.#state.messages.shift()
    this.#changed()
    return full
  }

  #queue(what: Record<string, unknown>): void {
    this.#state.updates.push({ update_id: this.#state.nextUpdateId++, ...what })
    this.#changed()
    this.#waiting.resolve()
    this.#waiting = Promise.withResolvers()
  }

  #changed(): void {
    this.#world.store.touch('telegram')
  }

  #seconds(): number {
    return Math.floor(Temporal.Instant.from(this.#world.clock.now().toString()).epochMilliseconds / 1000)
  }
}

export const botName = 'klaps_sandbox_bot'
export const bot = { id: 7_000_001, is_bot: true, first_name: 'Klaps', username: botName }
const person = (chatId: number, language: string) => ({
  id: chatId,
  is_bot: false,
  first_name: 'Ola',
  language_code: language,
})

const fresh = (): State => ({
  nextMessageId: 1,
  nextUpdateId: 1000,
  messages: [],
  updates: [],
  blocked: [],
  webhook: null,
})
