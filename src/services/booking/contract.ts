import { defineContract, snapshot } from '#kernel'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from './contract/booking.ts'
import { afterRoutes } from './contract/routes-after.ts'
import { saleRoutes } from './contract/routes-sale.ts'
import { ticketAdmitted } from './contract/ticket.ts'

export * from './contract/booking.ts'
export * from './contract/seat-map.ts'
export * from './contract/ticket.ts'

export const booking = defineContract('booking', {
  about: 'Seats: who holds them, who owns them, tickets and admissions. Never one seat twice.',
  permissions: {
    'booking:manage': 'See and cancel bookings of others, block seats, make vouchers',
    'booking:admit': 'Check tickets at the door',
  },
  routes: {
    ...saleRoutes,
    ...afterRoutes,
    bookingStates: snapshot({
      path: '/bookings/snapshots/bookings',
      events: [bookingCreated, bookingConfirmed, bookingChanged, bookingCancelled, bookingExpired],
    }),
  },
  events: {
    bookingCreated,
    bookingConfirmed,
    bookingChanged,
    bookingCancelled,
    bookingExpired,
    ticketAdmitted,
  },
})
