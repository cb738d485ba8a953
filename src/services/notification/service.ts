import { sql } from 'kysely'
import { copyOf, defineService, errorOccurred, queued, rows, uuidRows } from '#kernel'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import { calendarDisconnected } from '#services/calendar'
import { settingsUpdated } from '#services/config'
import { runStuck } from '#services/control'
import { emailProcessed, mailboxDisconnected } from '#services/email'
import { healthChanged } from '#services/health'
import { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import { pdfParsed, pdfRejected } from '#services/pdf'
import { reminderDigestDue, reminderDue } from '#services/reminder'
import { schedule, scheduleCancelled, schedulePlanned } from '#services/schedule'
import { runCompose } from './composers.ts'
import { type Ctx, needs, settings } from './context.ts'
import { notification } from './contract.ts'
import { forgetDay, onCancelled, onPlanned } from './days.ts'
import { runDelivery } from './deliver.ts'
import { arrange } from './evening.ts'
import {
  onCalendarDisconnected,
  onError,
  onMailboxDisconnected,
  onParsed,
  onProcessed,
  onRejected,
  onSettings,
} from './hear.ts'
import { boxOffice, onRefundFailed, runRefundAlert } from './hear-bookings.ts'
import { onReminderDigest, onReminderDue } from './hear-reminders.ts'
import { alertAdmins, alertRefund, alertStuck, arrangeEvenings, compose, deliver } from './jobs.ts'
import { vapidKeys } from './own-keys.ts'
import { personal } from './personal.ts'
import { addPhone, verifyPhone } from './phones.ts'
import { countUnread, getNotification, listNotifications, markAllRead, markRead } from './read.ts'
import { sendFor, sendTest } from './send.ts'
import { streamNotifications } from './stream.ts'
import { giveUpStuck } from './stuck.ts'
import { onHealthChanged, onRunStuck, runAlert, runStuckAlert } from './system-alerts.ts'
import type { Tables } from './tables.ts'
import { addPush, deleteTarget, listTargets } from './targets.ts'
import { preview } from './templates/sample.ts'
import { nextDue, sweep } from './timers.ts'
import { dropOld } from './upkeep.ts'

export default defineService({
  contract: notification,
  tables: rows<Tables>(),
  needs,
  hears: {
    schedulePlanned,
    scheduleCancelled,
    pdfParsed,
    pdfRejected,
    emailProcessed,
    mailboxDisconnected,
    calendarDisconnected,
    errorOccurred,
    settingsUpdated,
    healthChanged,
    bookingCreated,
    bookingConfirmed,
    bookingChanged,
    bookingCancelled,
    bookingExpired,
    paymentCompleted,
    paymentFailed,
    paymentRefunded,
    paymentRefundFailed,
    reminderDue,
    reminderDigestDue,
    runStuck,
  },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['own_keys.secret', 'notifications.guest_content'],
  partitions: { delivery_log: 180 },
  routes: {
    list: (ctx, input, { userId }) => listNotifications(ctx, input, userId),
    get: (ctx, { notificationId }, { userId }) => getNotification(ctx, notificationId, userId),
    markRead: (ctx, { notificationId }, { userId }) => markRead(ctx, notificationId, userId),
    markAllRead: (ctx, _input, { userId }) => markAllRead(ctx, userId),
    unread: (ctx, _input, { userId }) => countUnread(ctx, userId),
    stream: (ctx, _input, { userId, request, signal }) => streamNotifications(ctx, userId, request, signal),
    listTargets: (ctx, input, { userId }) => listTargets(ctx, input, userId),
    addPhone: (ctx, { number }, { userId }) => addPhone(ctx, number, userId),
    verifyPhone: (ctx, input, { userId }) => verifyPhone(ctx, input, userId),
    addPush: (ctx, input, { userId }) => addPush(ctx, input, userId),
    pushKey: async (ctx) => ({ publicKey: (await vapidKeys(ctx)).publicKey }),
    deleteTarget: (ctx, { targetId }, { userId }) => deleteTarget(ctx, targetId, userId),
    test: (ctx, { channel }, { userId }) => sendTest(ctx, channel, userId),
    send: (ctx, input) => sendFor(ctx, input),
    preview: (_ctx, { kind, language }) => preview(kind, language),
  },
  copies: {
    days: copyOf(
      schedule,
      'plannedStates',
      uuidRows<Tables>('days', 'plan_id', { only: sql`not cancelled`, drop: forgetDay }),
    ),
  },
  on: {
    schedulePlanned: onPlanned,
    scheduleCancelled: (_ctx, data, tx, event) => onCancelled(data, tx, event),
    pdfParsed: (_ctx, data, tx) => onParsed(data, tx),
    pdfRejected: (_ctx, data, tx) => onRejected(data, tx),
    emailProcessed: (_ctx, data, tx) => onProcessed(data, tx),
    mailboxDisconnected: (_ctx, data, tx) => onMailboxDisconnected(data, tx),
    calendarDisconnected: (_ctx, data, tx) => onCalendarDisconnected(data, tx),
    errorOccurred: (_ctx, data, tx, event) => onError(data, tx, event),
    settingsUpdated: (_ctx, data, tx) => onSettings(data, tx),
    healthChanged: onHealthChanged,
    bookingCreated: boxOffice,
    bookingConfirmed: boxOffice,
    bookingChanged: boxOffice,
    bookingCancelled: boxOffice,
    bookingExpired: boxOffice,
    paymentCompleted: boxOffice,
    paymentFailed: boxOffice,
    paymentRefunded: boxOffice,
    paymentRefundFailed: (_ctx, data, tx) => onRefundFailed(data, tx),
    reminderDue: onReminderDue,
    reminderDigestDue: onReminderDigest,
    runStuck: (_ctx, data, tx) => onRunStuck(data, tx),
  },
  jobs: {
    compose: queued(compose, (ctx: Ctx, { intentId }) => runCompose(ctx, intentId)),
    deliver: queued(deliver, (ctx: Ctx, { deliveryId }, meta) => runDelivery(ctx, deliveryId, meta)),
    arrangeEvenings: queued(arrangeEvenings, (ctx: Ctx, { userId }) => arrange(ctx, userId)),
    alertAdmins: queued(alertAdmins, runAlert),
    alertRefund: queued(alertRefund, runRefundAlert),
    alertStuck: queued(alertStuck, runStuckAlert),
    sweep: { every: 'PT1S', due: nextDue, run: sweep },
    giveUpStuck: { every: 'PT10M', run: giveUpStuck },
    dropOld: { cron: '40 2 * * *', run: dropOld },
  },
  personal,
})
