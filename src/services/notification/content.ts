import type { Ctx } from './context.ts'
import { contentAad } from './notify.ts'
import type { Content } from './templates/draft.ts'

/** The sealed content of a notification, opened with its owner's key. */
export async function openContent(
  ctx: Ctx,
  userId: string,
  notificationId: string,
  sealed: string,
): Promise<Content> {
  const cipher = await ctx.secrets.person(userId)
  return JSON.parse(cipher.open(sealed, contentAad(notificationId))) as Content
}
