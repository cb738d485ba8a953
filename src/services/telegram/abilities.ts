import { bookingCommands, bookingPresses } from './commands/booking.ts'
import { cinemaCommands, cinemaPresses } from './commands/cinema.ts'
import { dayCommands, dayPresses } from './commands/days.ts'
import { houseCommands, housePresses } from './commands/house.ts'
import { mailCommands } from './commands/mail.ts'
import { settingsCommands, settingsPresses } from './commands/settings.ts'
import type { Ability } from './talk.ts'

/** What can be asked for, by command. */
export const abilities: Readonly<Record<string, Ability>> = {
  ...houseCommands,
  ...dayCommands,
  ...mailCommands,
  ...cinemaCommands,
  ...bookingCommands,
  ...settingsCommands,
}

/** What buttons do, by the first word of their data. */
export const presses: Readonly<Record<string, Ability>> = {
  ...housePresses,
  ...dayPresses,
  ...cinemaPresses,
  ...bookingPresses,
  ...settingsPresses,
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
const questions: readonly { readonly asks: RegExp; readonly command: string }[] = [
  { asks: /\b(wsta[jcćnw]|pobudk|budzi|get up|wake|alarm)/iu, command: 'wake' },
  { asks: /\b(pogod|deszcz|pada|weather|forecast|rain)/iu, command: 'weather' },
  { asks: /\b(tras[aęy]|dojazd|dojad|jak jad|route|drive|get there)/iu, command: 'route' },
  { asks: /\b(bilet|ticket)/iu, command: 'tickets' },
  { asks: /\b(seans|showtime|grają|gracie|what.s on|movie|film)/iu, command: 'movies' },
  { asks: /\b(dzisiaj|dziś|today)/iu, command: 'today' },
  { asks: /\b(jutr|tomorrow)/iu, command: 'tomorrow' },
  { asks: /\b(tydzie|tygodni|week)/iu, command: 'week' },
]

export const intentOf = (text: string): string | undefined =>
  questions.find(({ asks }) => asks.test(text))?.command
