import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import { bot, type ChatMessage, type ShownButton, TelegramChats } from './telegram-chats.ts'
import { chatPage } from './telegram-page.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

export interface Telegram extends StandIn {
  readonly chats: TelegramChats
}

type Input = Record<string, unknown>
type Method = (input: Input, context: Context) => Promise<unknown> | unknown

/** How the Bot API refuses (https://core.telegram.org/bots/api#making-requests). */
class Refusal extends Error {
  readonly code: number
  constructor(code: number, description: string) {
    super(description)
    this.code = code
  }
}

const longestText = 4096
const longestPollMs = 50_000

/** Telegram's Bot API with one bot, and the people's side of its chats: a page, and functions for tests. */
export function telegram(world: World): Telegram {
  const chats = new TelegramChats(world)
  const methods = botMethods(chats, world)
  const app: StandInApp = new Hono()
  app.all('/:bot{bot[^/]+}/:method', async (context) => {
    if (context.req.param('bot') !== `bot${credentials.telegramToken}`)
      return context.json({ ok: false, error_code: 401, description: 'Unauthorized' }, 401)
    const method = methods[context.req.param('method')]
    if (!method) return context.json({ ok: false, error_code: 404, description: 'Not Found' }, 404)
    try {
      return context.json({ ok: true, result: await method(await inputOf(context), context) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message: description } = error
      return context.json({ ok: false, error_code: code, description }, code as 400)
    }
  })
  app.get('/file/:bot/:id', (context) => {
    const file = chats.file(context.req.param('id'))
    return file ? context.body(Uint8Array.from(file.bytes)) : context.notFound()
  })
  chatPage(app, chats)
  return {
    name: 'telegram',
    app,
    chats,
    refusal: (status) => ({
      ok: false,
      error_code: status,
      description: status === 429 ? 'Too Many Requests: retry after 1' : 'The sandbox was told to fail.',
      ...(status === 429 ? { parameters: { retry_after: 1 } } : {}),
    }),
    reset: () => {
      chats.reset()
    },
  }
}

async function inputOf(context: Context): Promise<Input> {
  const type = context.req.header('content-type') ?? ''
  if (type.startsWith('multipart/')) return await context.req.parseBody()
  return ((await context.req.json().catch(() => ({}))) ?? {}) as Input
}

function botMethods(chats: TelegramChats, world: World): Readonly<Record<string, Method>> {
  return {
    getMe: () => ({ ...bot, can_join_groups: false, can_read_all_group_messages: false }),
    setMyCommands: () => true,
    sendChatAction: () => true,
    answerCallbackQuery: () => true,
    setWebhook: ({ url, secret_token: secret }) => {
      chats.setWebhook({ url: String(url), secret: String(secret ?? '') })
      void bring(chats, world)
      return true
    },
    deleteWebhook: () => {
      chats.setWebhook(null)
      return true
    },
    getUpdates: (input, context) => poll(chats, input, context),
    sendMessage: (input) => {
      const chatId = openChat(chats, input)
      return chats.wire(chats.write({ chatId, ...contentOf(input) }))
    },
    editMessageText: (input) => edit(chats, input, contentOf(input)),
    editMessageReplyMarkup: (input) => edit(chats, input, { buttons: buttonsOf(input.reply_markup) }),
    sendDocument: async (input) => {
      const chatId = openChat(chats, input)
      const upload = Object.values(input).find((value): value is File => value instanceof File)
      if (!upload) throw new Refusal(400, 'Bad Request: there is no document in the request')
      const file = chats.keepFile(upload.name, new Uint8Array(await upload.arrayBuffer()))
      const text = String(input.caption ?? '')
      return chats.wire(chats.write({ chatId, text, buttons: [], file }))
    },
    getFile: ({ file_id: id }) => {
      if (!chats.file(String(id))) throw new Refusal(400, 'Bad Request: invalid file_id')
      return { file_id: id, file_unique_id: id, file_path: String(id) }
    },
  }
}

function openChat(chats: TelegramChats, { chat_id: id }: Input): number {
  const chatId = Number(id)
  if (!Number.isSafeInteger(chatId)) throw new Refusal(400, 'Bad Request: chat not found')
  if (chats.isBlocked(chatId)) throw new Refusal(403, 'Forbidden: bot was blocked by the user')
  return chatId
}

function contentOf(input: Input): Pick<ChatMessage, 'text' | 'html' | 'buttons'> {
  const html = String(input.text ?? '')
  const text = input.parse_mode === 'HTML' ? readMarkup(html) : html
  if (text.trim() === '') throw new Refusal(400, 'Bad Request: message text is empty')
  if (text.length > longestText) throw new Refusal(400, 'Bad Request: message is too long')
  return { text, html, buttons: buttonsOf(input.reply_markup) }
}

/** @throws Refusal as Telegram does, for tags that do not close, cross, or that it does not know. */
function readMarkup(html: string): string {
  const open: string[] = []
  const text = html.replace(/<(\/?)([a-z]+)(?: [^>]*)?>|</gu, (all, end: string, tag: string | undefined) => {
    const known = tag !== undefined && ['b', 'i', 'u', 's', 'code', 'pre', 'a'].includes(tag)
    if (!known || (end && open.pop() !== tag))
      throw new Refusal(400, `Bad Request: can't parse entities: ${all}`)
    if (!end) open.push(tag)
    return ''
  })
  if (open.length > 0) throw new Refusal(400, "Bad Request: can't parse entities: unclosed tag")
  return text.replace(
    /&(lt|gt|amp|quot);/gu,
    (_all, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name]!,
  )
}

function buttonsOf(markup: unknown): ShownButton[][] {
  const parsed = (typeof markup === 'string' ? JSON.parse(markup) : markup) as
    | { inline_keyboard?: ShownButton[][] }
    | undefined
  const rows = parsed?.inline_keyboard ?? []
  for (const { callback_data: data, url } of rows.flat()) {
    if (data !== undefined && (data.length === 0 || Buffer.byteLength(data) > 64))
      throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID')
    if (data === undefined && url === undefined)
      throw new Refusal(400, 'Bad Request: Text buttons are unallowed')
  }
  return rows.filter((row) => row.length > 0)
}

function edit(chats: TelegramChats, input: Input, change: Partial<ChatMessage>): unknown {
  const chatId = openChat(chats, input)
  const message = chats.find(chatId, Number(input.message_id))
  if (!message) throw new Refusal(400, 'Bad Request: message to edit not found')
  if (message.from !== 'bot') throw new Refusal(400, "Bad Request: message can't be edited")
  const after = { ...message, ...change }
  if (JSON.stringify(after) === JSON.stringify(message))
    throw new Refusal(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  Object.assign(message, change)
  chats.edited()
  return chats.wire(message)
}

async function poll(chats: TelegramChats, input: Input, context: Context): Promise<unknown> {
  if (chats.webhook) throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
  const limit = Math.min(100, Number(input.limit ?? 100))
  const offset = Number(input.offset ?? 0)
  const waitMs = Math.min(longestPollMs, Number(input.timeout ?? 0) * 1000)
  if (chats.updates(offset, limit).length === 0 && waitMs > 0) {
    const gone = new Promise<void>((resolve) =>
      context.req.raw.signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    await Promise.race([chats.more(), gone, sleep(waitMs, undefined, { ref: false })])
  }
  return chats.updates(offset, limit)
}

const retryMs = 300

/** Brings updates to the webhook one after the other, each until it is taken. Loopback only. */
async function bring(chats: TelegramChats, world: World): Promise<void> {
  const { webhook } = chats
  if (!webhook || !/^https?:\/\/(127\.0\.0\.1|localhost)[:/]/u.test(webhook.url)) return
  while (chats.webhook === webhook && !world.stopping.aborted) {
    const [update] = chats.updates(0, 1)
    if (!update) {
      await Promise.race([chats.more(), sleep(1000, undefined, { ref: false })])
      continue
    }
    const taken = await fetch(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret },
      body: JSON.stringify(update),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    if (taken?.ok) chats.updates(update.update_id + 1, 1)
    else await sleep(retryMs, undefined, { ref: false })
  }
}
