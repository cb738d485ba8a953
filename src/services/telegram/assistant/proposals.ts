import { sql } from 'kysely'
import { z } from 'zod'
import { derivedId, Problem } from '#kernel'
import { type ToolInput, type ToolName, type ToolOutput, toolNames } from '#services/control'
import { heldAnswer, holdRefusal } from '../commands/paying.ts'
import { whenOf } from '../commands/reminders.ts'
import type { Tx } from '../context.ts'
import { escaped } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { type Ability, type Answer, also, asMe, say, type Talk } from '../talk.ts'
import { recall, remember } from './memory.ts'

/** Something that waits for the person. */
export interface Proposal {
  readonly id: string
  readonly tool: ToolName
  readonly arguments: Readonly<Record<string, unknown>>
  /** What the person is asked, plain text. */
  readonly question: string
}

/** So long a question waits for its button, minutes. */
const lifeMinutes = 15

const Act = z.object({
  tool: z.enum(toolNames as readonly [ToolName, ...ToolName[]]),
  arguments: z.record(z.string(), z.unknown()),
})
type Act = z.output<typeof Act>

const actAad = (id: string) => `telegram:proposals.act:${id}`

/** The same when the update that led to it is handled again. */
export const proposalId = ({ key }: Talk, index: number) => derivedId('proposal', key, index)

export async function keepProposals(
  { ctx, chat }: Talk,
  tx: Tx,
  proposals: readonly Proposal[],
): Promise<void> {
  for (const { id, tool, arguments: given } of proposals) {
    const act = ctx.secrets.seal(JSON.stringify({ tool, arguments: given }), actAad(id))
    await sql`insert into proposals (id, chat_id, act, expires_at)
      values (${id}, ${chat.chatId}, ${act}, telegram.now() + make_interval(mins => ${lifeMinutes}))`.execute(
      tx.query,
    )
  }
}

export const proposalButtons = ({ texts }: Talk, { id }: Proposal): Button[][] => [
  [
    { text: texts.confirm, does: `yes:${id}` },
    { text: texts.cancel, does: `no:${id}` },
  ],
]

/** What becomes of a question, by the button. Nothing else does what a model has asked for. */
export const proposalPresses: Readonly<Record<string, Ability>> = {
  yes: { forLinked: true, run: (talk, [id = '']) => accept(talk, id) },
  no: { forLinked: true, run: (talk, [id = '']) => decline(talk, id) },
}

/**
 * Does it, and forgets the question with the record of that. Killed in between it is done again under the same key, which
 * changes nothing.
 */
async function accept(talk: Talk, id: string): Promise<Answer> {
  const act = await find(talk, id)
  if (!act) return say(talk, talk.texts.outdated)
  const key = `proposal-${id}`
  try {
    const { result } = await asMe(talk, (call) => call.control.useTool({ ...act, confirmed: true, key }))
    return await ended(talk, id, await done(talk, act, result ?? {}), 'They confirmed, and it is done.')
  } catch (error) {
    const why = error instanceof Problem ? holdRefusal(talk.texts, error) : undefined
    if (why === undefined) throw error
    return await ended(talk, id, say(talk, escaped(why)), 'They confirmed, but it was refused.')
  }
}

async function decline(talk: Talk, id: string): Promise<Answer> {
  if (!(await find(talk, id))) return say(talk, talk.texts.outdated)
  return await ended(talk, id, say(talk, talk.texts.cancelled), 'They declined; nothing is done.')
}

async function find({ ctx, chat }: Talk, id: string): Promise<Act | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined
  const { rows } = await sql<{ act: string }>`
    select act from proposals
    where id = ${id} and chat_id = ${chat.chatId} and expires_at > telegram.now()`.execute(ctx.db.query)
  return rows[0] && Act.parse(JSON.parse(ctx.secrets.open(rows[0].act, actAad(id))))
}

async function ended(talk: Talk, id: string, answer: Answer, note: string): Promise<Answer> {
  const before = await recall(talk)
  return also(answer, async (tx) => {
    await tx.query.deleteFrom('proposals').where('id', '=', id).execute()
    await remember(talk, tx, [...before, { role: 'assistant', content: `(${note})` }])
  })
}

/** What is said of each tool's work. */
const endings: {
  readonly [K in ToolName]?: (talk: Talk, result: ToolOutput<K>, input: ToolInput<K>) => Promise<Answer>
} = {
  create_reminder: rung,
  remind_before_event: rung,
  snooze_reminder: rung,
  cancel_reminder: async (talk) => say(talk, talk.texts.reminderDone),
  confirm_day: async (talk) => say(talk, talk.texts.dayConfirmed),
  create_event: async (talk, { title }) => say(talk, escaped(talk.texts.eventMade(title))),
  hold_seats: async (talk, { bookingId, seats }, { showtimeId }) => {
    const booking = await asMe(talk, (call) => call.booking.get({ bookingId }))
    return { ...(await heldAnswer(talk, booking)), conversation: { showtimeId, seats, bookingId } }
  },
}

async function rung(talk: Talk, { reminderId }: Pick<ToolOutput<'create_reminder'>, 'reminderId'>) {
  const { text, nextAt, timeZone } = await asMe(talk, (call) => call.reminder.get({ reminderId }))
  return say(talk, escaped(talk.texts.remindSet(text, nextAt ? whenOf(talk, nextAt, timeZone) : '')))
}

type Ending = (talk: Talk, result: unknown, input: unknown) => Promise<Answer>

const done = async (talk: Talk, { tool, arguments: given }: Act, result: unknown): Promise<Answer> =>
  (await (endings[tool] as Ending | undefined)?.(talk, result, given)) ?? say(talk, talk.texts.done)
