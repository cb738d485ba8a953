import { proposalPresses } from './assistant/proposals.ts'
import { bookingCommands, bookingPresses } from './commands/booking.ts'
import { cinemaCommands, cinemaPresses } from './commands/cinema.ts'
import { dayCommands, dayPresses } from './commands/days.ts'
import { houseCommands, housePresses } from './commands/house.ts'
import { mailCommands } from './commands/mail.ts'
import { reminderCommands, reminderPresses } from './commands/reminders.ts'
import { settingsCommands, settingsPresses } from './commands/settings.ts'
import type { Ability } from './talk.ts'

/** What can be asked for, by command. */
export const abilities: Readonly<Record<string, Ability>> = {
  ...houseCommands,
  ...dayCommands,
  ...mailCommands,
  ...reminderCommands,
  ...cinemaCommands,
  ...bookingCommands,
  ...settingsCommands,
}

/** What buttons do, by the first word of their data. */
export const presses: Readonly<Record<string, Ability>> = {
  ...housePresses,
  ...dayPresses,
  ...reminderPresses,
  ...cinemaPresses,
  ...bookingPresses,
  ...settingsPresses,
  ...proposalPresses,
}

/** `/today`, `/today@klaps_bot`, `/start abc`. */
export function commandOf(text: string): { name: string; args: string[] } | undefined {
  const found = /^\/([a-z_]{1,32})(?:@\w+)?(?:\s+(.*))?$/su.exec(text.trim())
  if (!found) return undefined
  return { name: found[1]!, args: (found[2] ?? '').split(/\s+/u).filter((each) => each !== '') }
}

/**
 * Plain questions that need no model, by what they ask for and of which day. Words without endings: Polish has many.
 */
type Questions = readonly { readonly asks: RegExp; readonly command: string }[]
const questions: Questions = [
  { asks: /\b(wsta[jcćnw]|pobudk|budzi|get up|wake|alarm)/iu, command: 'wake' },
  { asks: /\b(pogod|deszcz|pada|weather|forecast|rain)/iu, command: 'weather' },
  { asks: /\b(tras[aęy]|dojazd|dojad|jak jad|route|drive|get there)/iu, command: 'route' },
  { asks: /\b(bilet|ticket)/iu, command: 'tickets' },
  { asks: /\b(seans|showtime|grają|gracie|what.s on|movie|film)/iu, command: 'movies' },
]
/** Of a day as a whole: words that a reminder has, too. */
const questionsOfDays: Questions = [
  { asks: /\b(dzisiaj|dziś|today)/iu, command: 'today' },
  { asks: /\b(jutr|tomorrow)/iu, command: 'tomorrow' },
  { asks: /\b(tydzie|tygodni|week)/iu, command: 'week' },
]

/** Words that ask for something to be done: a question that has one is no plain one. */
export const asksToAct = (text: string): boolean =>
  /\b(anuluj|odwoła|odwołaj|usuń|skasuj|zarezerw|rezerw|kup|dodaj|wpisz|potwierd|cancel|delete|remove|book|reserve|hold|buy|add|create|confirm)/iu.test(
    text,
  )

/** Words that ask for a reminder, whatever it is about: `przypomnij mi jutro o 9, żebym odwołał wizytę`. */
export const asksToRemind = (text: string): boolean => /\b(przypomni?j|przypominaj|remind me)\b/iu.test(text)

export const questionIn = (text: string): string | undefined =>
  questions.find(({ asks }) => asks.test(text))?.command
export const dayIn = (text: string): string | undefined =>
  questionsOfDays.find(({ asks }) => asks.test(text))?.command
