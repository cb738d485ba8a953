import type { z } from 'zod'
import { derivedId } from '#kernel'
import type { Channel } from '#services/config'
import { rendered } from './composers.ts'
import type { Ctx } from './context.ts'
import type { notification } from './contract.ts'
import { asRecipient, notify } from './notify.ts'
import { getNotification } from './read.ts'
import { templates } from './templates/index.ts'

type Routes = (typeof notification)['routes']
type View = z.output<Routes['send']['output']>

/** Another service's own words to a person. The same `dedupe` for a person answers with the first notification. */
export async function sendFor(ctx: Ctx, input: z.output<Routes['send']['input']>): Promise<View> {
  const { userId, kind, title, body, subject, dedupe } = input
  const settings = await ctx.call.config.settingsOf({ userId })
  const id = dedupe === undefined ? crypto.randomUUID() : derivedId('send', userId, dedupe)
  const draft = {
    title,
    short: title,
    sections: [{ heading: null, lines: body.split(/\n+/).filter(Boolean) }],
  }
  const fresh = await notify(ctx, asRecipient(settings), {
    id,
    kind,
    subject,
    content: rendered(ctx, settings, draft, subject),
  })
  if (fresh) ctx.log.info({ notificationId: id, kind }, 'A notification was asked for')
  return await getNotification(ctx, id, userId)
}

/** Something harmless on one channel, at once. */
export async function sendTest(ctx: Ctx, channel: Channel, userId: string): Promise<View> {
  const settings = await ctx.call.config.settingsOf({ userId })
  const id = crypto.randomUUID()
  await notify(ctx, asRecipient(settings), {
    id,
    kind: 'system-alert',
    priority: 'normal',
    channels: [channel],
    asked: true,
    subject: null,
    content: rendered(ctx, settings, templates[settings.language].test(channel), null),
  })
  return await getNotification(ctx, id, userId)
}
