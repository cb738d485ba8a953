import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '#kernel'
import type { reminder } from '#services/reminder'
import { clock, longDate } from '../format.ts'
import { bold, escaped } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { repetitionOf } from '../repetition.ts'
import { type Ability, type Answer, also, asMe, say, type Talk } from '../talk.ts'
import { type RemindRefusal, remindRefusals, type Texts } from '../texts/texts.ts'

type SnoozeInput = z.output<(typeof reminder.routes)['snooze']['input']>
type Understood = z.output<(typeof reminder.routes)['understand']['output']>

/** Reminders from words, and what rings next. */
export const reminderCommands: Readonly<Record<string, Ability>> = {
  remind: { forLinked: true, run: (talk, words) => remind(talk, words.join(' ')) },
  reminders: { forLinked: true, run: list },
}

export const reminderPresses: Readonly<Record<string, Ability>> = {
  remind: { forLinked: true, run: (talk) => remindAsAsked(talk) },
  before: { forLinked: true, run: (talk, [eventId]) => remindAsAsked(talk, eventId) },
  forget: { forLinked: true, run: (talk) => forget(talk) },
  snooze: {
    forLinked: true,
    run: (talk, [reminderId = '', minutes]) =>
      snooze(talk, reminderId, minutes ? Number(minutes) : undefined),
  },
  later: {
    forLinked: true,
    run: (talk, [reminderId = '', minute]) => later(talk, reminderId, Number(minute)),
  },
  done: { forLinked: true, run: (talk, [reminderId = '']) => complete(talk, reminderId) },
}

export const askedAad = (chatId: number) => `telegram:asked.text:${chatId}`

/** So long a question waits for its button. */
const askedMinutes = 30

/**
 * `perhaps`: words that nobody asked for. `asked`: they ask for a reminder, and what is wrong with its time is told; what
 * they leave open is for a model. `asked-alone`: there is no model, and what they leave open is told or assumed, too.
 */
export type Offer = 'perhaps' | 'asked' | 'asked-alone'

/**
 * Words without a command that say when and what: asked about before anything is made.
 *
 * @returns undefined when they are no reminder, or one that somebody else may understand
 */
export async function offerReminder(talk: Talk, text: string, how: Offer): Promise<Answer | undefined> {
  try {
    const understood = await asMe(talk, (call) => call.reminder.understand({ text }))
    const isOpen = understood.text === '' || understood.doubts.includes('time-assumed')
    if (isOpen && how !== 'asked-alone') return undefined
    if (understood.text === '') return say(talk, refused(talk, 'nothing-to-say'))
    return asking(talk, text, say(talk, escaped(questionFor(talk, understood)), offerButtons(talk)))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const answer = whichEvent(talk, text, error)
    if (answer) return answer
    const why = refusalIn(error)
    if (why && (how === 'asked-alone' || (how === 'asked' && why !== 'time-missing')))
      return say(talk, refused(talk, why))
    if (error.status !== 422 && error.status !== 403) throw error
    return undefined
  }
}

/** Why a reminder was refused, where the person can do something about it. */
function refusalIn({ code }: Problem): RemindRefusal | undefined {
  const why = code.replace(/^reminder\./u, '')
  return remindRefusals.find((each) => each === why)
}

const refused = ({ texts }: Talk, why: RemindRefusal): string =>
  escaped(`${texts.remindRefused[why]}${why === 'too-many' ? '' : ` ${texts.remindHow}`}`)

function questionFor(talk: Talk, { text, event, at, timeZone, rule }: Understood): string {
  const { texts } = talk
  if (!event) return texts.remindAsk(text, ringsOf(talk, at, timeZone, rule))
  const start = whenOf(talk, at.add({ minutes: event.minutesBefore }), timeZone)
  const question = texts.remindBeforeAsk(event.minutesBefore, event.title, start)
  return text === event.title ? question : `${question} (${text})`
}

const offerButtons = ({ texts }: Talk): Button[][] => [
  [
    { text: texts.remindYes, does: 'remind' },
    { text: texts.cancel, does: 'forget' },
  ],
  [{ text: texts.askInstead, does: 'ask' }],
]

const Events = z.array(
  z.object({ eventId: z.uuid(), title: z.string(), start: z.string(), timeZone: z.string() }),
)

/** Several events have the name that was said, or none: the first are asked about. Undefined for other refusals. */
function whichEvent(talk: Talk, text: string, { code, fields }: Problem): Answer | undefined {
  const { texts } = talk
  if (code === 'reminder.event-unknown') return say(talk, escaped(texts.eventUnknown))
  if (code !== 'reminder.event-ambiguous') return undefined
  const buttons = Events.parse(fields.events).map(({ eventId, title, start, timeZone }) => {
    const when = whenOf(talk, Temporal.Instant.from(start), timeZone)
    return [{ text: `${title.slice(0, 60)}, ${when}`, does: `before:${eventId}` }]
  })
  return asking(
    talk,
    text,
    say(talk, escaped(texts.whichEvent), [...buttons, [{ text: texts.cancel, does: 'forget' }]]),
  )
}

/** Keeps the words that a question is about until its button is pressed. */
const asking = ({ ctx, chat }: Talk, text: string, answer: Answer): Answer =>
  also(answer, async (tx) => {
    const sealed = ctx.secrets.seal(text, askedAad(chat.chatId))
    await sql`insert into asked (chat_id, text, expires_at)
      values (${chat.chatId}, ${sealed}, telegram.now() + make_interval(mins => ${askedMinutes}))
      on conflict (chat_id) do update set text = excluded.text, expires_at = excluded.expires_at`.execute(
      tx.query,
    )
  })

/** The words that a question was about; undefined when they are forgotten. */
export async function askedText({ ctx, chat }: Talk): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>`
    select text from asked where chat_id = ${chat.chatId} and expires_at > telegram.now()`.execute(
    ctx.db.query,
  )
  return rows[0] && ctx.secrets.open(rows[0].text, askedAad(chat.chatId))
}

async function remindAsAsked(talk: Talk, eventId?: string): Promise<Answer> {
  const text = await askedText(talk)
  if (text === undefined) return say(talk, talk.texts.outdated)
  return forgetting(talk, await remind(talk, text, eventId))
}

async function forget(talk: Talk): Promise<Answer> {
  return forgetting(talk, say(talk, talk.texts.cancelled))
}

/** What was asked about is decided. */
export const forgetting = ({ chat }: Talk, answer: Answer): Answer =>
  also(answer, async (tx) => {
    await tx.query.deleteFrom('asked').where('chat_id', '=', chat.chatId).execute()
  })

async function remind(talk: Talk, text: string, eventId?: string): Promise<Answer> {
  const { texts, key } = talk
  if (text === '') return say(talk, escaped(texts.remindHow))
  try {
    const { reminder } = await asMe(talk, (call) => call.reminder.createFromText({ text, key, eventId }))
    const { nextAt, timeZone, rule } = reminder
    const when = nextAt ? ringsOf(talk, nextAt, timeZone, rule) : ''
    return say(talk, escaped(texts.remindSet(reminder.text, when)), [
      [{ text: texts.cancel, does: `done:${reminder.id}` }],
    ])
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const which = whichEvent(talk, text, error)
    if (which) return which
    const why = refusalIn(error)
    if (!why) throw error
    return say(talk, refused(talk, why))
  }
}

const shown = 10

async function list(talk: Talk): Promise<Answer> {
  const { texts } = talk
  const { items } = await asMe(talk, (call) => call.reminder.upcoming({ limit: shown }))
  if (items.length === 0) return say(talk, escaped(texts.noReminders))
  const lines = items.map(
    ({ text, nextAt, timeZone, rule }, index) =>
      `${index + 1}. ${bold(text.slice(0, 200))}\n${escaped(nextAt ? ringsOf(talk, nextAt, timeZone, rule) : '')}`,
  )
  const buttons = items.map(({ id, nextAt, rule }, index) => [
    // What a series would ring besides itself is for when it has rung: there the message has its own button.
    ...(nextAt && !rule
      ? [{ text: `${index + 1} · ${texts.putOff}`, does: `later:${id}:${nextAt.epochMilliseconds / 60_000}` }]
      : []),
    { text: `${index + 1} · ${texts.done}`, does: `done:${id}` },
  ])
  return say(talk, [bold(texts.yourReminders), ...lines].join('\n'), buttons)
}

const snoozeMinutes = 10
const longSnoozeMinutes = 60

/** Under a reminder that has rung. */
export const ringButtons = (texts: Texts, reminderId: string): Button[][] => [
  [
    { text: texts.snooze, does: `snooze:${reminderId}` },
    { text: texts.snoozeLong, does: `snooze:${reminderId}:${longSnoozeMinutes}` },
  ],
]

async function snooze(talk: Talk, reminderId: string, minutes = snoozeMinutes): Promise<Answer> {
  return await snoozed(talk, { reminderId, minutes })
}

/** Puts off what has not rung yet; from the minute that the button knows, so that pressed again it is the same time. */
async function later(talk: Talk, reminderId: string, minute: number): Promise<Answer> {
  const planned = Temporal.Instant.fromEpochMilliseconds(Math.floor(minute) * 60_000)
  return await snoozed(talk, { reminderId, until: planned.add({ minutes: snoozeMinutes }) })
}

async function snoozed(talk: Talk, input: SnoozeInput): Promise<Answer> {
  const reminder = await asMe(talk, (call) => call.reminder.snooze(input))
  const when = whenOf(talk, reminder.nextAt!, reminder.timeZone)
  return say(talk, escaped(talk.texts.remindSet(reminder.text, when)))
}

async function complete(talk: Talk, reminderId: string): Promise<Answer> {
  await asMe(talk, (call) => call.reminder.complete({ reminderId }))
  return say(talk, talk.texts.reminderDone)
}

/** When it rings next, and that it does so again. */
function ringsOf(talk: Talk, at: Temporal.Instant, zone: string, rule: string | null): string {
  const when = whenOf(talk, at, zone)
  return rule ? `${when}, ${repetitionOf(talk.texts, rule)}` : when
}

export function whenOf({ texts }: Talk, at: Temporal.Instant, zone: string): string {
  const there = at.toZonedDateTimeISO(zone)
  return `${longDate(texts, there.toPlainDate())}, ${clock(there)}`
}
