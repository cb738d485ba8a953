import { copyOf, defineService, queued, rows } from '#kernel'
import { calendarEventCreated, calendarEventDeleted, calendarEventUpdated } from '#services/calendar'
import { settingsUpdated } from '#services/config'
import { pdfCorrected, pdfParsed } from '#services/pdf'
import { route, routeCalculated, routeFailed } from '#services/route'
import { weather, weatherFailed, weatherFetched } from '#services/weather'
import { adoptDocument } from './adopt.ts'
import { onFailed, onRouteCalculated, onWeatherFetched } from './answers.ts'
import { needs, settings } from './context.ts'
import { schedule } from './contract.ts'
import { cancelDay, confirmDay, createDay, getDay, history, listDays, planOf } from './days.ts'
import { calendarChange, editDay, resolveConflict } from './edits.ts'
import {
  onCalendarEvent,
  onCalendarEventDeleted,
  onPdfCorrected,
  onPdfParsed,
  onSettingsUpdated,
} from './hearing.ts'
import { adopt, replan } from './jobs.ts'
import { erasePerson, exportPerson } from './personal.ts'
import {
  createProduction,
  listMembers,
  listProductions,
  setMember,
  updateProduction,
} from './production-routes.ts'
import { replanNow } from './replan.ts'
import { dayStates, plannedStates, productionStates } from './snapshots.ts'
import { completePast, nextPast, nextWaiting, sweepWaiting } from './sweep.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: schedule,
  tables: rows<Tables>(),
  needs,
  hears: {
    pdfParsed,
    pdfCorrected,
    routeCalculated,
    routeFailed,
    weatherFetched,
    weatherFailed,
    settingsUpdated,
    calendarEventCreated,
    calendarEventUpdated,
    calendarEventDeleted,
  },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['productions.senders'],
  routes: {
    listProductions,
    createProduction,
    updateProduction,
    listMembers,
    setMember,
    listDays,
    getDay,
    createDay,
    editDay,
    resolveConflict,
    confirmDay,
    cancelDay,
    history,
    planOf,
    calendarChange,
    plannedStates,
    dayStates,
    productionStates,
  },
  copies: {
    routes: copyOf(route, 'answerStates', 'own'),
    weather: copyOf(weather, 'answerStates', 'own'),
  },
  on: {
    pdfParsed: onPdfParsed,
    pdfCorrected: onPdfCorrected,
    routeCalculated: onRouteCalculated,
    routeFailed: onFailed('route'),
    weatherFetched: onWeatherFetched,
    weatherFailed: onFailed('weather'),
    settingsUpdated: onSettingsUpdated,
    calendarEventCreated: onCalendarEvent,
    calendarEventUpdated: onCalendarEvent,
    calendarEventDeleted: onCalendarEventDeleted,
  },
  jobs: {
    adopt: queued(adopt, adoptDocument),
    replan: queued(replan, replanNow),
    sweepWaiting: { every: 'PT1S', due: nextWaiting, run: sweepWaiting },
    completePast: { every: 'PT30S', due: nextPast, run: completePast },
  },
  personal: { export: exportPerson, erase: erasePerson },
})
