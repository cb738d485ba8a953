import { createHmac } from 'node:crypto'
import type { Api } from 'grammy'
import { LRUCache } from 'lru-cache'
import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import { botApi } from './providers/bot-api.ts'

export interface Bot {
  readonly api: Api
  /** Its name in links, without `@`; asked once. */
  name(): Promise<string>
  /** What Telegram sends along to our webhook: derived, so that every replica knows it and nobody has to set it. */
  readonly webhookSecret: string
  /** Of a file that somebody sent. */
  fileUrl(path: string): string
}

/** Of the contexts of this process (a test has several): each asks the bot for its name once. */
const bots = new LRUCache<string, Bot>({ max: 20 })

/** The bot of the settings; undefined when there is none. */
export function botOf(ctx: Ctx): Bot | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_URL } = ctx.settings
  if (!token) return undefined
  const root = TELEGRAM_API_URL.replace(/\/$/u, '')
  const api = botApi(ctx.http, token, root)
  const key = `${root} ${token}`
  const known = bots.get(key)
  if (known) return { ...known, api }
  let name: Promise<string> | undefined
  const bot: Bot = {
    api,
    name: () => {
      name ??= api.getMe().then((me) => me.username)
      name.catch(() => {
        name = undefined
      })
      return name
    },
    webhookSecret: createHmac('sha256', token).update('klaps webhook').digest('base64url'),
    fileUrl: (path) => `${root}/file/bot${token}/${path}`,
  }
  bots.set(key, bot)
  return bot
}

/** @throws Problem 503 `telegram.not-configured`. */
export function requiredBot(ctx: Ctx): Bot {
  const bot = botOf(ctx)
  if (!bot)
    throw new Problem(
      503,
      'telegram.not-configured',
      'There is no Telegram bot here: TELEGRAM_BOT_TOKEN is not set',
    )
  return bot
}
