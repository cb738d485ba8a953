import { copyOf, defineService, queued, rows } from '#kernel'
import {
  layoutDrawn,
  movie,
  movieChanged,
  screenChanged,
  showtimeCancelled,
  showtimeChanged,
  showtimeScheduled,
  theaterChanged,
} from '#services/movie'
import { paymentCompleted } from '#services/payment'
import { afterHandlers } from './after.ts'
import { needs, settings } from './context.ts'
import { booking } from './contract.ts'
import { hearLayout, hearMovie, hearScreen, hearShowtime, hearTheater } from './hear.ts'
import { tellShowtime } from './jobs.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { bookingStates } from './public-state.ts'
import { forget } from './retention.ts'
import { saleHandlers } from './sale.ts'
import { hearPayments } from './settle.ts'
import { nextChange, sweepShowtimeChanges, tellBookings } from './showtime-changes.ts'
import { nextExpiry, sweepExpired } from './sweep.ts'
import type { Tables } from './tables.ts'
import { rotateTicketKeys } from './tickets/keys.ts'
import { forgetTickets, openRooms, tickRooms } from './waiting-room/room.ts'

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
    paymentCompleted,
  },
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['bookings.guest', 'service_secrets.sealed', 'signing_keys.private_jwk'],
  routes: { ...saleHandlers, ...afterHandlers, bookingStates },
  // Movie deletes nothing, and what is over for long it lists no more: its showtimes stay here with their bookings.
  copies: {
    movies: copyOf(movie, 'movieStates', 'own'),
    theaters: copyOf(movie, 'theaterStates', 'own'),
    screens: copyOf(movie, 'screenStates', 'own'),
    layouts: copyOf(movie, 'layoutStates', 'own'),
    showtimes: copyOf(movie, 'showtimeStates', 'own'),
  },
  on: {
    movieChanged: hearMovie,
    theaterChanged: hearTheater,
    screenChanged: hearScreen,
    layoutDrawn: hearLayout,
    showtimeScheduled: hearShowtime,
    showtimeChanged: hearShowtime,
    showtimeCancelled: hearShowtime,
    paymentCompleted: hearPayments,
  },
  jobs: {
    'tell-showtime': queued(tellShowtime, tellBookings),
    sweepExpired: { every: 'PT1S', due: nextExpiry, run: sweepExpired },
    tickRooms: { every: 'PT1S', due: openRooms, run: tickRooms },
    sweepShowtimeChanges: { every: 'PT5S', due: nextChange, run: sweepShowtimeChanges },
    forgetTickets: { cron: '23 4 * * *', run: forgetTickets },
    rotateTicketKeys: { cron: '17 3 * * *', run: rotateTicketKeys },
    forget: { cron: '41 3 * * *', run: forget },
  },
  personal: { export: exportPerson, erase: erasePerson },
})
