import type { Ctx } from './context.ts'
import type { Content } from './templates/draft.ts'

/** Whose message it is: a user's, or that of a guest, who is known by their booking alone. */
export interface Owner {
  readonly userId: string | null
  readonly guestOf: string | null
}

/** Exactly one is there: a user's content lies under their own key, a guest's under the service's. */
export interface SealedContent {
  readonly content: string | null
  readonly guestContent: string | null
}

const contentAad = (id: string) => `notification:notifications.content:${id}`
const guestAad = (id: string) => `notification:notifications.guest_content:${id}`

/** Not inside a transaction: the person's key may have to be made. */
export async function sealContent(
  ctx: Ctx,
  { userId }: Owner,
  notificationId: string,
  content: Content,
): Promise<SealedContent> {
  const text = JSON.stringify(content)
  if (userId === null)
    return { content: null, guestContent: ctx.secrets.seal(text, guestAad(notificationId)) }
  const cipher = await ctx.secrets.person(userId)
  return { content: cipher.seal(text, contentAad(notificationId)), guestContent: null }
}

export async function openContent(
  ctx: Ctx,
  userId: string | null,
  notificationId: string,
  { content, guestContent }: SealedContent,
): Promise<Content> {
  const text =
    userId === null
      ? ctx.secrets.open(guestContent!, guestAad(notificationId))
      : (await ctx.secrets.person(userId)).open(content!, contentAad(notificationId))
  return JSON.parse(text) as Content
}
