import { defineService, queued, rows } from '#kernel'
import {
  layoutDrawn,
  movieChanged,
  screenChanged,
  showtimeCancelled,
  showtimeChanged,
  showtimeScheduled,
  theaterChanged,
} from '#services/movie'
import { needs, settings } from './context.ts'
import { booking } from './contract.ts'
import { hearLayout, hearMovie, hearScreen, hearShowtime, hearTheater } from './hear.ts'
import { tellShowtime } from './jobs.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { saleHandlers } from './sale.ts'
import { sweepShowtimeChanges, tellBookings } from './showtime-changes.ts'
import { forgetGuests, sweepExpired } from './sweep.ts'
import type { Tables } from './tables.ts'
import { forgetTickets, tickRooms } from './waiting-room/room.ts'

export default defineService({
  contract: booking,
  tables: rows<Tables>(),
  needs,
  settings,
  hears: {
    movieChanged,
    theaterChanged,
    screenChanged,
    layoutDrawn,
    showtimeScheduled,
    showtimeChanged,
    showtimeCancelled,
  },
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['bookings.guest', 'service_secrets.sealed', 'signing_keys.private_jwk'],
  routes: { ...saleHandlers },
  on: {
    movieChanged: hearMovie,
    theaterChanged: hearTheater,
    screenChanged: hearScreen,
    layoutDrawn: hearLayout,
    showtimeScheduled: hearShowtime,
    showtimeChanged: hearShowtime,
    showtimeCancelled: hearShowtime,
  },
  jobs: {
    'tell-showtime': queued(tellShowtime, tellBookings),
    sweepExpired: { every: 'PT1S', run: sweepExpired },
    tickRooms: { every: 'PT1S', run: tickRooms },
    sweepShowtimeChanges: { every: 'PT5S', run: sweepShowtimeChanges },
    forgetGuests: { cron: '41 4 * * *', run: forgetGuests },
    forgetTickets: { cron: '23 4 * * *', run: forgetTickets },
  },
  personal: { export: exportPerson, erase: erasePerson },
})
