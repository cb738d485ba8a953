import { aiReads, aiWrites } from './ai.ts'
import { cinemaReads, cinemaWrites } from './cinema.ts'
import type { Calls } from './kinds.ts'
import { reads } from './reads.ts'
import { reminderReads, reminderWrites } from './reminders.ts'
import { writes } from './writes.ts'

export type { Call, Measured, Scene } from './kinds.ts'

/** In this order: what reads before what writes. */
export const calls: Calls = {
  ...reads,
  ...aiReads,
  ...reminderReads,
  ...cinemaReads,
  ...writes,
  ...aiWrites,
  ...reminderWrites,
  ...cinemaWrites,
}

/** Everything else, and why. Routes for services only are left out by themselves, as streams are. */
export const leftOut: Readonly<Record<string, string>> = {
  'config.testCredential': 'times the provider',
  'email.linkImap': 'times the login at a mail server',
  'email.startGmail': 'the sandbox of this run has no Gmail',
  'email.finishGmail': 'needs a browser that comes back from Google',
  'email.gmailPush': 'only Google may call it',
  'email.recentMail': 'times the mail servers',
  'email.deleteMailbox': 'each mailbox to delete would take a login at a mail server',
  'schedule.resolveConflict': 'needs a conflict, which takes a sheet read against an edit and is used up',
  'calendar.finishGoogle': 'needs a browser that comes back from Google',
  'calendar.googlePush': 'only Google may call it',
  'calendar.syncNow': 'times the calendar of the provider',
  'notification.verifyPhone': 'needs the code that was sent to the phone',
  'telegram.unlink': 'needs a chat that was linked from within Telegram',
  'telegram.webhook': 'only Telegram may call it',
  'payment.retryRefund': 'needs a refund that the gateway has refused',
  'payment.webhook': 'only the gateway may call it',
}
