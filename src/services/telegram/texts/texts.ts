import type { z } from 'zod'
import type { Condition } from '#services/weather'
import type { Frequency } from '../repetition.ts'

type Moment = string

export type SheetRefusal = 'encrypted' | 'damaged' | 'no-text' | 'too-many-pages' | 'too-large'

/** What can be wrong with a reminder that somebody asks for: codes of `reminder`. */
export const remindRefusals = [
  'time-missing',
  'time-past',
  'no-such-date',
  'no-such-time',
  'too-often',
  'never',
  'nothing-to-say',
  'too-many',
] as const
export type RemindRefusal = (typeof remindRefusals)[number]

/** Everything the bot says, once per language. Arguments are plain text: whoever puts it together escapes it. */
export interface Texts {
  /** BCP 47, for dates, times and money. */
  readonly locale: string
  readonly commands: Readonly<Record<string, string>>
  readonly welcome: string
  readonly linkFirst: string
  readonly linked: string
  readonly linkUnknown: string
  readonly unlinked: string
  readonly notLinked: string
  readonly helpIntro: string
  readonly unknown: string
  readonly failed: string
  readonly notAllowed: string
  readonly tooFast: string
  readonly outdated: string
  readonly sandbox: string
  readonly today: string
  readonly tomorrow: string
  readonly noDay: (date: string) => string
  readonly noDays: string
  readonly yourDays: string
  readonly tentative: string
  readonly confirmed: string
  readonly confirm: string
  readonly dayConfirmed: string
  readonly wakeUp: (at: Moment) => string
  readonly wakeUpUnknown: string
  readonly leaveHome: (at: Moment) => string
  readonly call: (at: Moment) => string
  readonly yourCall: (at: Moment) => string
  readonly wrap: (at: Moment) => string
  readonly changes: string
  readonly route: string
  readonly home: string
  readonly stop: string
  readonly location: string
  readonly leg: (
    from: string,
    to: string,
    depart: Moment,
    arrive: Moment,
    minutes: number,
    km: string,
  ) => string
  readonly estimated: string
  readonly routeMissing: string
  readonly weather: string
  readonly degrees: (from: number, to: number) => string
  readonly rain: (mm: string, percent: number | null) => string
  readonly wind: (speed: string, gusts: string | null) => string
  readonly sun: (rise: Moment, set: Moment) => string
  readonly weatherMissing: string
  readonly condition: Readonly<Record<z.output<typeof Condition>, string>>
  readonly mail: string
  readonly noMail: string
  readonly mailState: Readonly<Record<string, string>>
  readonly remindHow: string
  /** Why no reminder was made, by the code of the refusal without its `reminder.`. */
  readonly remindRefused: Readonly<Record<RemindRefusal, string>>
  readonly remindAsk: (text: string, when: string) => string
  readonly remindYes: string
  readonly remindSet: (text: string, when: string) => string
  readonly whichEvent: string
  readonly eventUnknown: string
  readonly askInstead: string
  readonly modelAway: string
  readonly budgetSpent: string
  readonly tooLong: string
  readonly nothingToSay: string
  readonly heard: (text: string) => string
  readonly heardNothing: string
  readonly noEars: string
  readonly voiceTooLong: (minutes: number) => string
  readonly repeating: (rule: string) => string
  readonly every: (unit: Frequency, interval: number) => string
  /** -1 is the last one. */
  readonly dayOfMonth: (day: number) => string
  readonly untilDay: (date: string) => string
  readonly timesInAll: (count: number) => string
  readonly remindBeforeAsk: (minutes: number, title: string, when: string) => string
  readonly urgently: string
  readonly snoozeAsk: (text: string, when: string) => string
  readonly inMinutes: (minutes: number) => string
  readonly cancelReminderAsk: (text: string, when: string) => string
  readonly confirmDayAsk: (date: string, production: string) => string
  readonly holdAsk: (movie: string, when: string, where: string, seats: string, total: string) => string
  readonly eventAsk: (title: string, when: string, place: string | null) => string
  readonly eventMade: (title: string) => string
  readonly yourReminders: string
  readonly noReminders: string
  readonly snooze: string
  readonly snoozeLong: string
  /** Of one that has not rung yet. */
  readonly putOff: string
  readonly done: string
  readonly reminderDone: string
  readonly language: string
  readonly languageSet: string
  readonly settings: string
  readonly buffers: (minutes: readonly number[]) => string
  readonly preset: Readonly<Record<'conservative' | 'standard' | 'minimal', string>>
  readonly eveningAt: (at: Moment) => string
  readonly quietHours: (from: Moment | null, to: Moment | null) => string
  readonly homeIs: (address: string | null) => string
  readonly saved: string
  readonly sheetTaken: (fileName: string) => string
  readonly sheetKnown: string
  readonly onlyPdf: string
  readonly tooBig: string
  readonly sheetReview: string
  readonly sheetIgnored: string
  readonly sheetFailed: string
  /** Why a PDF cannot be read. */
  readonly sheetRefused: Readonly<Record<SheetRefusal, string>>
  readonly movies: string
  readonly noMovies: string
  readonly pickMovie: string
  readonly pickDate: string
  readonly pickShowtime: (movie: string, date: string) => string
  readonly noShowtimes: string
  readonly howMany: (movie: string, when: string, where: string) => string
  readonly free: (seats: number) => string
  readonly whichPrice: string
  readonly category: Readonly<Record<string, string>>
  readonly offer: (seats: string, total: string) => string
  readonly takeThese: string
  readonly chooseMyself: string
  readonly pickRow: (chosen: number, wanted: number, seats: string) => string
  readonly pickSeat: (row: string, chosen: number, wanted: number, seats: string) => string
  readonly otherRow: string
  readonly hold: string
  readonly soldOut: string
  readonly notOnSale: string
  buyerLimit(seats: number): string
  readonly seatsTaken: (seats: string) => string
  readonly leavesOrphan: string
  readonly held: (seats: string, total: string, reference: string, minutes: number) => string
  readonly payWith: (method: string) => string
  readonly payTest: string
  readonly payOnWeb: string
  readonly confirmFree: string
  readonly release: string
  readonly released: string
  readonly holdOver: string
  readonly paying: string
  readonly paid: string
  readonly payRefused: (why: string) => string
  readonly payAction: string
  readonly payUnknown: string
  readonly tickets: (reference: string) => string
  readonly yourTickets: string
  readonly noTickets: string
  readonly cancel: string
  readonly cancelled: string
  readonly back: string
  readonly more: string
}
