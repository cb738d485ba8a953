import { expect } from 'vitest'
import type { Sandbox } from '../../sandbox/index.ts'
import type { ChatMessage } from '../../sandbox/world/telegram-chats.ts'
import { spoken } from '../../sandbox/world/voice.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

let nextChat = 100

/** A chat as the person sees it. */
export class TelegramChat {
  readonly id = nextChat++
  readonly #sandbox: Sandbox
  #seen = 0

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  say(text: string): void {
    this.#sandbox.standIns.telegram.chats.say(this.id, text)
  }

  /** Speaks these words. */
  speak(text: string, seconds = 3): void {
    this.#sandbox.standIns.telegram.chats.sendVoice(this.id, spoken(text), seconds)
  }

  press(button: string): void {
    this.#sandbox.standIns.telegram.chats.press(this.id, button)
  }

  all(): readonly ChatMessage[] {
    return this.#sandbox.standIns.telegram.chats.messages(this.id)
  }

  fromBot(): readonly ChatMessage[] {
    return this.all().filter((message) => message.from === 'bot')
  }

  /** The next message of the bot that has not been looked at. */
  async next(): Promise<ChatMessage> {
    const message = await until('an answer', async () => this.fromBot()[this.#seen], 20_000)
    this.#seen += 1
    return message
  }

  /** A message of the bot that says this, also one that it has changed. */
  async shows(text: string | RegExp): Promise<ChatMessage> {
    return await until(
      String(text),
      async () =>
        this.fromBot().find((message) =>
          typeof text === 'string' ? message.text.includes(text) : text.test(message.text),
        ),
      20_000,
    )
  }
}

/** A new chat that acts for this person, in Polish. */
export async function linkedChat(sandbox: Sandbox, person: Person): Promise<TelegramChat> {
  const { body, status } = await person.post('/telegram/links', {})
  expect(status).toBe(201)
  const chat = new TelegramChat(sandbox)
  chat.say(`/start ${new URL(body.url).searchParams.get('start')}`)
  expect((await chat.next()).text).toContain('Ten czat jest teraz połączony')
  return chat
}
