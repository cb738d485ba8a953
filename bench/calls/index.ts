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
  'ai.transcriptions': 'takes a recording in a form; what the proxy adds is told by the routes beside it',
  'auth.oauthMetadata': 'stands at the root of the host; the same few lines for everybody',
  'auth.oauthRegister': 'each call leaves a program behind',
  'auth.oauthAuthorize': 'needs a program that was registered',
  'auth.oauthConsent': 'times the password, as signing in does',
  'auth.oauthToken': 'needs a code that each call would use up',
  'control.getRun': 'the filled database has no run that is known beforehand',
  'control.runTimer': 'sets the house to work',
  'control.pauseTimer': 'would pause what the other routes need',
  'control.pauseQueue': 'would pause what the other routes need',
  'control.getLetter': 'needs a dead letter',
  'control.retryLetter': 'needs a dead letter, which each call would use up',
  'control.discardLetter': 'needs a dead letter, which each call would use up',
  'control.dropFlag': 'can be done once for each flag',
  'control.mcpMetadata': 'stands at the root of the host; the same few lines for everybody',
  'control.mcp': 'needs a token of a program, which a user has to let in',
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
