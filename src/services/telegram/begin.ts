import { sql } from 'kysely'
import { type Bot, botOf } from './bot.ts'
import type { Ctx } from './context.ts'
import { kinds } from './receive.ts'
import { texts } from './texts/index.ts'

/** What the start of a process brings: chats that a dead one was serving are free, and Telegram knows about us. */
export async function begin(ctx: Ctx): Promise<undefined> {
  if (ctx.alone)
    await sql`update chats set served_by = null, served_until = null where served_by is not null`.execute(
      ctx.db.query,
    )
  const bot = botOf(ctx)
  if (!bot) return
  // Nobody waits for it: a house starts without Telegram too.
  announce(ctx, bot).catch((error: unknown) =>
    ctx.log.warn({ err: error }, 'Telegram was not told how to reach us'),
  )
}

/** Tells Telegram how updates come, and what to offer when somebody types a slash. */
async function announce(ctx: Ctx, { api, webhookSecret }: Bot): Promise<void> {
  if (ctx.settings.TELEGRAM_MODE === 'webhook')
    await api.setWebhook(`${ctx.publicUrl}/api/v1/telegram/webhook`, {
      secret_token: webhookSecret,
      allowed_updates: kinds,
      max_connections: 40,
    })
  else await api.deleteWebhook()
  for (const [language, { commands }] of Object.entries(texts)) {
    const list = Object.entries(commands).map(([command, description]) => ({ command, description }))
    await api.setMyCommands(list, language === 'en' ? {} : { language_code: 'pl' })
  }
}
