import { sql } from 'kysely'
import { copyOf, defineService, queued, rows, uuidRows } from '#kernel'
import { calendarEventCreated, calendarEventDeleted, calendarEventUpdated } from '#services/calendar'
import { email } from '#services/email'
import { notificationFailed, notificationSent } from '#services/notification'
import { pdfCorrected, pdfParsed, pdfRejected } from '#services/pdf'
import { routeCalculated, routeFailed } from '#services/route'
import {
  productionChanged,
  schedule,
  scheduleCancelled,
  scheduleCreated,
  scheduleKept,
  schedulePlanned,
  scheduleUpdated,
} from '#services/schedule'
import { weatherFailed, weatherFetched } from '#services/weather'
import { checkMailboxNow } from './check.ts'
import { type Ctx, needs, settings } from './context.ts'
import { renewWatches } from './gmail-check.ts'
import { finishGmail, gmailPush, startGmail } from './gmail-link.ts'
import {
  dropProduction,
  notificationsSent,
  onCorrected,
  onParsed,
  onPlanned,
  onProductionChanged,
  onRejected,
  recordStep,
} from './hear.ts'
import { linkImap } from './imap-link.ts'
import { watchImap } from './imap-watch.ts'
import { checkMailbox } from './jobs.ts'
import { checkNow, deleteMailbox, listMailboxes, mailboxOf, nextPoll, pollMailboxes } from './mailboxes.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { attachmentContent, failureOf, getLog, listEmails } from './read.ts'
import { recentMail } from './recent.ts'
import { reprocess } from './reprocess.ts'
import { endWaits, nextWait, tidy } from './sweep.ts'
import type { Tables } from './tables.ts'
import { deposit, emailOf, upload } from './upload.ts'

export default defineService({
  contract: email,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['oauth_states.verifier', 'own_keys.secret'],
  hears: {
    pdfParsed,
    pdfRejected,
    pdfCorrected,
    scheduleCreated,
    scheduleUpdated,
    scheduleCancelled,
    scheduleKept,
    schedulePlanned,
    routeCalculated,
    routeFailed,
    weatherFetched,
    weatherFailed,
    calendarEventCreated,
    calendarEventUpdated,
    calendarEventDeleted,
    notificationSent,
    notificationFailed,
    productionChanged,
  },
  routes: {
    listMailboxes,
    mailboxOf,
    linkImap,
    startGmail,
    finishGmail,
    gmailPush,
    checkMailbox: checkNow,
    deleteMailbox,
    upload,
    deposit,
    listEmails,
    recentMail: (ctx, input, { userId }) => recentMail(ctx, userId, input),
    failureOf,
    getEmail: (ctx, { emailId }, { userId }) => emailOf(ctx, userId, emailId),
    getLog,
    reprocess: (_ctx, input, meta) => reprocess(input, meta),
    attachmentContent,
  },
  copies: {
    productions: copyOf(
      schedule,
      'productionStates',
      uuidRows<Tables>('productions', 'production_id', { only: sql`not deleted`, drop: dropProduction }),
    ),
  },
  on: {
    pdfParsed: onParsed,
    pdfRejected: onRejected,
    pdfCorrected: onCorrected,
    productionChanged: (_ctx, data, tx) => onProductionChanged(tx, data),
    scheduleCreated: (_ctx, { revision }, tx, event) =>
      recordStep(tx, event, { outcome: 'ok', detail: `revision ${revision}` }),
    scheduleUpdated: (_ctx, { changes }, tx, event) =>
      recordStep(tx, event, { outcome: 'ok', detail: changes.map((each) => each.field).join(', ') || null }),
    scheduleCancelled: (ctx, _data, tx, event) => onPlanned(ctx, tx, event, { outcome: 'ok' }),
    scheduleKept: (ctx, { because }, tx, event) =>
      onPlanned(ctx, tx, event, { outcome: 'skipped', detail: because }),
    schedulePlanned: (ctx, { missing }, tx, event) =>
      onPlanned(ctx, tx, event, {
        outcome: 'ok',
        detail: missing.length > 0 ? `without ${missing.join(', ')}` : null,
      }),
    routeCalculated: (_ctx, _data, tx, event) => recordStep(tx, event, { outcome: 'ok' }),
    routeFailed: (_ctx, { code }, tx, event) => recordStep(tx, event, { outcome: 'failed', detail: code }),
    weatherFetched: (_ctx, { provider }, tx, event) =>
      recordStep(tx, event, { outcome: 'ok', detail: provider }),
    weatherFailed: (_ctx, { code }, tx, event) => recordStep(tx, event, { outcome: 'failed', detail: code }),
    calendarEventCreated: (_ctx, _data, tx, event) => recordStep(tx, event, { outcome: 'ok' }),
    calendarEventUpdated: (_ctx, _data, tx, event) => recordStep(tx, event, { outcome: 'ok' }),
    calendarEventDeleted: (_ctx, _data, tx, event) => recordStep(tx, event, { outcome: 'ok' }),
    notificationSent: notificationsSent,
    notificationFailed: (_ctx, { channel, code }, tx, event) =>
      recordStep(tx, event, { outcome: 'failed', detail: `${channel}: ${code}` }),
  },
  jobs: {
    checkMailbox: queued(checkMailbox, (ctx: Ctx, input) => checkMailboxNow(ctx, input)),
    poll: { every: 'PT2S', due: nextPoll, run: pollMailboxes },
    waits: { every: 'PT5S', due: nextWait, run: endWaits },
    watches: { every: 'PT1M', run: renewWatches },
    tidy: { every: 'PT1M', run: tidy },
  },
  start: watchImap,
  personal: { export: exportPerson, erase: (_ctx, userId, tx) => erasePerson(tx, userId) },
})
