import { sql } from 'kysely'
import { z } from 'zod'
import { type EventOf, together } from '#kernel'
import { emailProcessed } from '#services/email'
import type { notificationSent } from '#services/notification'
import type { pdfCorrected, pdfParsed, pdfRejected } from '#services/pdf'
import type { productionChanged } from '#services/schedule'
import type { Ctx, Tx } from './context.ts'
import { senderDigest } from './digests.ts'
import { after, now } from './queries.ts'
import { isFinal, type Outcome, type Reading, type State, stateOf } from './state.ts'

/**
 * How long a message waits for its plan once the sheet is read. `schedule` plans after a second at most; a sheet that
 * changes nothing makes no plan, and nobody says so. A plan that comes later still counts.
 */
const planningSeconds = 30

type Data<D extends { data: z.ZodType }> = z.output<D['data']>
type Event = Pick<EventOf<z.ZodType>, 'id' | 'type' | 'correlationid' | 'time'>

export interface Step {
  readonly outcome: 'ok' | 'failed' | 'skipped'
  readonly detail?: string | null
  readonly durationMs?: number
}

/** Adds what another service said to the log of the message whose story it belongs to, if it belongs to one. */
export async function recordStep(tx: Tx, event: Event, step: Step): Promise<void> {
  const story = storyOf(event)
  if (!story) return
  await tx.query
    .insertInto('steps')
    .columns(['event_id', 'correlation_id', 'type', 'outcome', 'detail', 'duration_ms', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('emails')
        .select((row) => [
          row.cast<string>(row.val(event.id), 'uuid').as('event_id'),
          'correlation_id',
          row.val(event.type).as('type'),
          row.val(step.outcome).as('outcome'),
          row.val(step.detail?.slice(0, 500) ?? null).as('detail'),
          row.cast<number>(row.val(step.durationMs ?? null), 'double precision').as('duration_ms'),
          row.cast<Temporal.Instant>(row.val(event.time), 'timestamptz').as('at'),
        ])
        .where('correlation_id', '=', story),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Most notifications are about no message: one look for all of them. */
export const notificationsSent = together(
  async (_ctx: Ctx, events: readonly EventOf<typeof notificationSent.data>[], tx: Tx) => {
    const steps = events.flatMap((event) => {
      const story = storyOf(event)
      return story
        ? [{ id: event.id, story, type: event.type, detail: event.data.channel, at: event.time }]
        : []
    })
    await sql`
      insert into steps (event_id, correlation_id, type, outcome, detail, duration_ms, at)
      select s.id, e.correlation_id, s.type, 'ok', s.detail, null, s.at
      from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
        as s(id uuid, story uuid, type text, detail text, at timestamptz)
      join emails e on e.correlation_id = s.story
      on conflict do nothing`.execute(tx.query)
    return undefined
  },
)

export async function onParsed(ctx: Ctx, data: Data<typeof pdfParsed>, tx: Tx, event: Event): Promise<void> {
  const detail = data.problems.length > 0 ? data.problems.join(', ') : data.kind
  const email = await lockStory(tx, event)
  await recordStep(tx, event, { outcome: 'ok', detail, durationMs: data.readMs })
  const reading = { outcome: outcomeOf(data), reason: data.problems[0] ?? null }
  const isKnown = await keepParts(tx, data)
  if (isKnown) await keepReading(ctx, tx, email, data, reading)
}

function outcomeOf(data: Data<typeof pdfParsed>): Outcome {
  if (data.kind !== 'call-sheet') return data.kind
  if (!data.usable) return 'unusable'
  return data.needsReview ? 'unsure' : 'usable'
}

export async function onRejected(
  ctx: Ctx,
  data: Data<typeof pdfRejected>,
  tx: Tx,
  event: Event,
): Promise<void> {
  const email = await lockStory(tx, event)
  await recordStep(tx, event, { outcome: 'failed', detail: `${data.code}: ${data.message}` })
  await keepReading(ctx, tx, email, data, { outcome: 'unreadable', reason: data.code })
}

/** A person has looked: what was unsure is now as good as their word. */
export async function onCorrected(
  ctx: Ctx,
  data: Data<typeof pdfCorrected>,
  tx: Tx,
  event: Event,
): Promise<void> {
  const email = await lockStory(tx, event)
  await recordStep(tx, event, {
    outcome: 'ok',
    detail: data.confirmed ? 'confirmed' : data.fields.join(', '),
  })
  if (data.confirmed) await keepReading(ctx, tx, email, data, { outcome: 'usable', reason: null })
}

/**
 * Makes a row for each further sheet of a file, so that the message waits for all of them whichever is told of first,
 * and forgets those that a new reading does not find. False when the attachment is gone.
 */
async function keepParts(
  tx: Tx,
  { attachmentId, documentId, part }: Pick<Data<typeof pdfParsed>, 'attachmentId' | 'documentId' | 'part'>,
): Promise<boolean> {
  await tx.query
    .deleteFrom('further_sheets')
    .where('attachment_id', '=', attachmentId)
    .where('part', '>', part.of)
    .execute()
  if (part.of === 1) return true
  await sql`
    insert into further_sheets (attachment_id, part)
    select id, n from attachments, generate_series(2, ${part.of}::int) n where id = ${attachmentId}
    on conflict do nothing`.execute(tx.query)
  if (part.number === 1) return true
  const row = await tx.query
    .updateTable('further_sheets')
    .set({ document_id: documentId })
    .where('attachment_id', '=', attachmentId)
    .where('part', '=', part.number)
    .returning('part')
    .executeTakeFirst()
  return row !== undefined
}

/** The version of the document decides, so that repeats and reordering do no harm. */
async function keepReading(
  ctx: Ctx,
  tx: Tx,
  email: { id: string } | undefined,
  document: { documentId: string; emailId: string; version: number },
  { outcome, reason }: Reading,
): Promise<void> {
  if (email?.id !== document.emailId) return
  const reading = { outcome, outcome_reason: reason, outcome_version: document.version }
  await tx.query
    .updateTable('attachments')
    .set(reading)
    .where('id', '=', document.documentId)
    .where('email_id', '=', email.id)
    .where('outcome_version', '<', document.version)
    .execute()
  await tx.query
    .updateTable('further_sheets')
    .set(reading)
    .where('document_id', '=', document.documentId)
    .where('outcome_version', '<', document.version)
    .execute()
  await settle(ctx, tx, email.id)
}

/** The plan is there: for the user this message is done. */
export async function onPlanned(ctx: Ctx, tx: Tx, event: Event, step: Step): Promise<void> {
  const email = await lockStory(tx, event)
  await recordStep(tx, event, step)
  if (!email) return
  await tx.query
    .updateTable('emails')
    .set({ planned_at: now })
    .where('id', '=', email.id)
    .where('planned_at', 'is', null)
    .execute()
  await settle(ctx, tx, email.id)
}

/** Our stories have UUIDs. A caller may give a request any other name: then it is no message's story. */
function storyOf({ correlationid }: Event): string | undefined {
  return z.uuid().safeParse(correlationid).data
}

/**
 * The message first, before a step or a sheet of it is written: the keys of those hold on to the message too, and two that
 * held on to it would each wait for the other to let go.
 */
async function lockStory(tx: Tx, event: Event) {
  const story = storyOf(event)
  if (!story) return undefined
  return await tx.query
    .selectFrom('emails')
    .select('id')
    .where('correlation_id', '=', story)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Brings a message's state up to what is known of its PDFs and plan; publishes `email.processed` when it is through. */
export async function settle(ctx: Ctx, tx: Tx, emailId: string): Promise<void> {
  const email = await tx.query
    .selectFrom('emails')
    .select(['state', 'state_reason', 'planned_at'])
    .where('id', '=', emailId)
    .executeTakeFirstOrThrow()
  const readings = await tx.query
    .selectFrom('attachments')
    .select(['outcome', 'outcome_reason as reason'])
    .where('email_id', '=', emailId)
    .orderBy('position')
    .execute()
  const further = await tx.query
    .selectFrom('further_sheets')
    .innerJoin('attachments', 'attachments.id', 'attachment_id')
    .select(['further_sheets.outcome', 'further_sheets.outcome_reason as reason'])
    .where('email_id', '=', emailId)
    .orderBy('position')
    .orderBy('part')
    .execute()
  const next = stateOf([...readings, ...further] as Reading[], email.planned_at !== null)
  if (next.state === email.state && next.reason === email.state_reason) return
  await enter(ctx, tx, emailId, next.state, next.reason)
}

/** Moves a message to a state. `email.processed` tells of every final one, with the time since processing began. */
export async function enter(
  ctx: Ctx,
  tx: Tx,
  emailId: string,
  state: State,
  reason: string | null,
): Promise<void> {
  const email = await tx.query
    .updateTable('emails')
    .set((eb) => ({
      state,
      state_reason: reason,
      version: eb('version', '+', 1),
      due_at: state === 'processing' ? after(planningSeconds) : isFinal(state) ? null : eb.ref('due_at'),
    }))
    .where('id', '=', emailId)
    .returning(['id', 'user_id', 'version', 'started_at', now.as('entered_at')])
    .executeTakeFirstOrThrow()
  if (!isFinal(state)) return
  const durationMs = Math.max(0, email.entered_at.since(email.started_at).total('milliseconds'))
  await tx.publish(
    emailProcessed,
    { emailId, userId: email.user_id, version: email.version, state, reason, durationMs },
    { subject: `email:${emailId}` },
  )
  tx.afterCommit(() =>
    ctx.metrics.emailProcessing.observe({ service: 'email', status: state }, durationMs / 1000),
  )
}

/** Keeps the copy of who sends call sheets to whom. */
export async function onProductionChanged(tx: Tx, data: Data<typeof productionChanged>): Promise<boolean> {
  const { productionId, version, deleted, userIds, senders } = data
  const copy = { version, deleted, user_ids: userIds, sender_digests: senders.map(senderDigest) }
  const kept = await tx.query
    .insertInto('productions')
    .values({ production_id: productionId, ...copy })
    .onConflict((conflict) =>
      conflict.column('production_id').doUpdateSet(copy).where('productions.version', '<', version),
    )
    .returning('production_id')
    .executeTakeFirst()
  return kept !== undefined
}

/** The production is not there any more: nobody is left in it, and no older word of it counts. */
export async function dropProduction(tx: Tx, productionId: string): Promise<boolean> {
  const dropped = await tx.query
    .updateTable('productions')
    .set({ deleted: true, user_ids: [], sender_digests: [] })
    .where('production_id', '=', productionId)
    .where('deleted', '=', false)
    .returning('production_id')
    .executeTakeFirst()
  return dropped !== undefined
}
