import { defineService, queued, rows } from '#kernel'
import { bookingCancelled, bookingConfirmed } from '#services/booking'
import { emailProcessed } from '#services/email'
import { pdfRejected } from '#services/pdf'
import { scheduleKept, schedulePlanned } from '#services/schedule'
import { begin } from './begin.ts'
import { type Ctx, needs, settings } from './context.ts'
import { telegram } from './contract.ts'
import { deliver, reach } from './deliver.ts'
import {
  nextSheet,
  onCancelled,
  onConfirmed,
  onKept,
  onPlanned,
  onProcessed,
  onRejected,
  tellSheets,
} from './hear.ts'
import { serveChat, tellDay } from './jobs.ts'
import { listLinks, startLink, unlink } from './links.ts'
import { personal } from './personal.ts'
import { poll, webhook } from './receive.ts'
import { nextTurn, serve, sweep } from './serve.ts'
import type { Tables } from './tables.ts'
import { runTellDay } from './tell-day.ts'
import { dropOld } from './upkeep.ts'

export default defineService({
  contract: telegram,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['updates.payload', 'outgoing.payload', 'asked.text', 'proposals.act', 'memories.turns'],
  hears: {
    schedulePlanned,
    scheduleKept,
    emailProcessed,
    pdfRejected,
    bookingConfirmed,
    bookingCancelled,
  },
  routes: {
    startLink: (ctx, _input, meta) => startLink(ctx, meta),
    listLinks,
    unlink,
    webhook: (ctx, _input, meta) => webhook(ctx, meta),
    reach: (ctx, { userId }) => reach(ctx, userId),
    deliver: (ctx, input) => deliver(ctx, input),
  },
  on: {
    schedulePlanned: (_ctx, data, tx, event) => onPlanned(data, tx, event),
    scheduleKept: onKept,
    emailProcessed: onProcessed,
    pdfRejected: onRejected,
    bookingConfirmed: onConfirmed,
    bookingCancelled: onCancelled,
  },
  jobs: {
    serveChat: queued(serveChat, (ctx: Ctx, { chatId }) => serve(ctx, chatId)),
    tellDay: queued(tellDay, runTellDay),
    poll: { every: 'PT0.2S', run: poll },
    sweep: { every: 'PT2S', due: nextTurn, run: sweep },
    tellSheets: { every: 'PT2S', due: nextSheet, run: tellSheets },
    dropOld: { cron: '50 3 * * *', run: dropOld },
  },
  start: begin,
  personal,
})
