import type { UserSettings } from '#services/config'
import type { Ctx } from './context.ts'
import type { Facts } from './intents.ts'
import type { Composed } from './notify.ts'
import { unlessGone } from './reminders.ts'
import { failedWork, type ReviewReason, type Templates } from './templates/templates.ts'

/** What needs a person. Names and addresses are asked of their owners when the message is written: events carry ids. */

interface Work {
  readonly ctx: Ctx
  readonly facts: Facts
  readonly texts: Templates
}

/** Of a document that is gone by now, only why it was looked at is said. */
export async function composeReview({ ctx, facts, texts }: Work): Promise<Composed> {
  const found = await unlessGone(ctx.call.pdf.reviewOf({ documentId: String(facts.documentId) }))
  const { fileName = '', subject = '', sender = '', doubts = [] } = found ?? {}
  return {
    draft: texts.review({
      reason: reviewReason(facts),
      fileName,
      subject,
      sender,
      doubts,
    }),
    order: { kind: 'needs-review', subject: `document:${facts.documentId}` },
  }
}

/** Gone by now, or read meanwhile: then there is nothing to tell. */
export async function messageFailed({
  ctx,
  facts,
  texts,
  settings,
}: Work & { settings: UserSettings }): Promise<Composed> {
  const found = await unlessGone(ctx.call.email.failureOf({ emailId: String(facts.emailId) }))
  if (!found) return { silent: 'message-gone' }
  const { subject, sender, text } = found
  return {
    draft: texts.messageFailed({ subject, sender, why: text?.[settings.language] ?? null }),
    order: { kind: 'needs-review', subject: null },
  }
}

export async function mailboxDisconnected({ ctx, facts, texts }: Work): Promise<Composed> {
  const found = await unlessGone(ctx.call.email.mailboxOf({ mailboxId: String(facts.mailboxId) }))
  return {
    draft: texts.mailboxDisconnected({ name: found?.address ?? null }),
    order: { kind: 'mailbox-disconnected', subject: `mailbox:${facts.mailboxId}` },
  }
}

export async function calendarDisconnected({ ctx, facts, texts }: Work): Promise<Composed> {
  const found = await unlessGone(ctx.call.calendar.calendarOf({ calendarId: String(facts.calendarId) }))
  return {
    draft: texts.calendarDisconnected({ name: found?.name ?? null }),
    order: { kind: 'mailbox-disconnected', subject: `calendar:${facts.calendarId}` },
  }
}

/**
 * Work of a person's that failed for good. What only the house notices (its records and counts) is not told them. That a
 * message could not be taken to them is told in the app alone: elsewhere it would fail the same way, and be told again.
 */
export async function processingError({ ctx, facts, texts }: Work): Promise<Composed> {
  const [operation, code] = [String(facts.operation), String(facts.code)]
  const service = failedWork.find((each) => each === /^[a-z]+/.exec(operation)?.[0])
  if (!service) return { silent: 'not-theirs' }
  return {
    draft: texts.processingError({ service, operation, code, url: `${ctx.publicUrl}/days` }),
    order: {
      kind: 'processing-error',
      subject: null,
      ...(service === 'notification' ? { channels: ['in-app'] as const } : {}),
    },
  }
}

const reviewReasons: ReadonlySet<string> = new Set([
  'unsure',
  'incomplete',
  'encrypted',
  'damaged',
  'no-text',
  'too-many-pages',
  'too-large',
] satisfies ReviewReason[])

function reviewReason({ code }: Facts): ReviewReason {
  return typeof code === 'string' && reviewReasons.has(code) ? (code as ReviewReason) : 'other'
}
