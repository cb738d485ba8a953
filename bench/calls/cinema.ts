import { drafts, type Purchase } from '../cinema.ts'
import { always, type Calls, fewer, lastDays, type Measured, type Scene } from './kinds.ts'

const nth = <T>(list: readonly T[], index: number): T => list[index % list.length]!
const sold = (scene: Scene, index: number): Purchase => nth(scene.cinema.purchases, index)
const showtime = (scene: Scene, index: number): string => nth(scene.cinema.showtimeIds, index)

const byBooking: Measured['call'] = (scene, index) => ({ input: { bookingId: sold(scene, index).bookingId } })
const byShowtime: Measured['call'] = (scene, index) => ({ input: { showtimeId: showtime(scene, index) } })
/** Every second one with a filter. */
const listed =
  (filter: (scene: Scene, index: number) => Readonly<Record<string, unknown>>): Measured['call'] =>
  (scene, index) => ({ input: { limit: 50, ...(index % 2 === 0 ? {} : filter(scene, index)) } })

/** Reading routes of the box office, on the sandbox's cinema and the benchmark's own. */
export const cinemaReads: Calls = {
  'movie.listMovies': { call: listed(() => ({ title: 'a' })) },
  'movie.getMovie': { call: ({ cinema }, index) => ({ input: { movieId: nth(cinema.movieIds, index) } }) },
  'movie.genres': always(),
  'movie.listTheaters': always({ limit: 50 }),
  'movie.getTheater': {
    call: ({ cinema }, index) => ({ input: { theaterId: nth(cinema.theaterIds, index) } }),
  },
  'movie.listScreens': {
    call: ({ cinema }, index) => ({ input: { theaterId: nth(cinema.theaterIds, index) } }),
  },
  'movie.getScreen': { call: ({ cinema }) => ({ input: { screenId: cinema.own.screenId } }) },
  'movie.getLayout': { call: ({ cinema }) => ({ input: { layoutId: cinema.own.layoutId } }) },
  'movie.listPriceLists': always({ limit: 50 }),
  'movie.listShowtimes': {
    call: listed(({ today, cinema }, index) =>
      index % 4 === 1
        ? { date: today.add({ days: index % 10 }).toString() }
        : { theaterId: nth(cinema.theaterIds, index) },
    ),
  },
  'movie.getShowtime': { call: byShowtime },
  'booking.seatMap': { call: byShowtime },
  'booking.availability': {
    call: ({ cinema }) => ({ input: { showtimeId: cinema.showtimeIds.slice(0, 40) } }),
  },
  'booking.best': { call: (scene, index) => ({ input: { showtimeId: showtime(scene, index), seats: 2 } }) },
  'booking.list': always({ limit: 50 }),
  'booking.search': { call: listed((scene, index) => ({ showtimeId: showtime(scene, index) })) },
  'booking.get': { call: byBooking },
  'booking.tickets': { call: byBooking },
  'booking.ticketsPdf': { call: byBooking },
  'booking.ticketsIcs': { call: byBooking },
  'booking.ticketQr': {
    call: (scene, index) => ({ input: { ticketId: sold(scene, index).tickets[index % 2]!.id } }),
  },
  'booking.ticketKeys': always(),
  'booking.admissions': { call: byShowtime },
  'booking.queuePosition': {
    call: async (scene, index) => {
      const answer = await scene.owner.post('/bookings/queue', { showtimeId: showtime(scene, index) })
      return { input: { queueToken: answer.body.queueToken } }
    },
  },
  'booking.checkVoucher': {
    call: async ({ cinema, owner }) => ({ input: { code: (await cinema.voucher(owner)).code } }),
  },
  'booking.listVouchers': always({ limit: 50 }),
  'payment.list': always({ limit: 50 }),
  'payment.get': { call: (scene, index) => ({ input: { paymentId: sold(scene, index).paymentId } }) },
  'payment.ofBooking': { call: byBooking },
  'payment.gateway': always(),
  'payment.methods': always({ limit: 50 }),
  'payment.refunds': always({ limit: 50 }),
  'analytics.bookings': { call: lastDays(30) },
  'analytics.revenue': { call: lastDays(30) },
  'analytics.paymentRate': { call: lastDays(30) },
  'analytics.occupancy': { call: lastDays(30) },
  'analytics.popular': { call: lastDays(30) },
  'analytics.boxOfficeCsv': {
    call: (scene, index) =>
      lastDays(30, { report: nth(['bookings', 'revenue', 'payments', 'occupancy', 'popular'], index) })(
        scene,
        index,
      ),
  },
}

const screenDraft = { name: 'Sala', grid: drafts.grid, turnaroundMinutes: 20 }
const named = <T extends object>(draft: T, index: number) => ({
  ...draft,
  name: `${index} ${crypto.randomUUID()}`,
})
/** Adds the thing, and gives what a change of it says. */
const change =
  (path: string, idField: string, draft: object, place: object = {}): Measured['call'] =>
  async ({ owner }, index) => {
    const before = await owner.post(path, { ...named(draft, index), ...place })
    return { input: { ...named(draft, index), [idField]: before.body.id, version: before.body.version } }
  }

/** Writing routes of the box office, each call on things that were made for it. */
export const cinemaWrites: Calls = {
  'movie.addMovie': always(drafts.movie),
  'movie.changeMovie': {
    call: async ({ cinema, owner }) => {
      const { id, version } = await cinema.movie(owner)
      return { input: { ...drafts.movie, title: 'Próba dźwięku', movieId: id, version } }
    },
  },
  'movie.withdrawMovie': {
    call: async ({ cinema, owner }) => ({ input: { movieId: (await cinema.movie(owner)).id } }),
  },
  'movie.addTheater': { call: (_scene, index) => ({ input: named(drafts.theater, index) }) },
  'movie.changeTheater': { call: change('/theaters', 'theaterId', drafts.theater) },
  'movie.addScreen': {
    call: ({ cinema }, index) => ({
      input: named({ ...screenDraft, theaterId: cinema.own.theaterId }, index),
    }),
  },
  'movie.changeScreen': {
    call: (scene, index) =>
      change('/screens', 'screenId', screenDraft, { theaterId: scene.cinema.own.theaterId })(scene, index),
  },
  'movie.drawLayout': always({ grid: drafts.grid }),
  'movie.addPriceList': { call: (_scene, index) => ({ input: named(drafts.priceList, index) }) },
  'movie.changePriceList': { call: change('/showtimes/price-lists', 'priceListId', drafts.priceList) },
  'movie.scheduleShowtime': { call: ({ cinema }) => ({ input: cinema.draft() }) },
  'movie.changeShowtime': {
    call: async ({ cinema, owner }) => {
      const { id, version, startsAt } = await cinema.showtime(owner)
      const later = Temporal.Instant.from(startsAt).add({ minutes: 30 }).toString()
      return { input: { ...cinema.draft(), startsAt: later, showtimeId: id, version } }
    },
  },
  'movie.cancelShowtime': {
    call: async ({ cinema, owner }) => ({
      input: { showtimeId: (await cinema.showtime(owner)).id, reason: 'The projector is broken' },
    }),
  },
  'booking.hold': { call: ({ cinema }) => ({ input: cinema.pair() }) },
  'booking.release': {
    call: async ({ cinema, owner }) => ({ input: { bookingId: (await cinema.held(owner)).id } }),
  },
  'booking.confirmFree': {
    call: async ({ cinema, owner }) => {
      const voucher = (await cinema.voucher(owner)).code
      return { input: { bookingId: (await cinema.held(owner, { voucher })).id } }
    },
  },
  'booking.cancelSeats': {
    call: async ({ cinema, owner }) => {
      const { bookingId, tickets } = await cinema.purchase(owner)
      return { input: { bookingId, seatIds: [tickets[0]!.seatId] } }
    },
    requests: fewer,
  },
  'booking.admit': {
    call: async ({ cinema, owner }) => {
      const { tickets } = await cinema.purchase(owner)
      const scannedAt = Temporal.Now.instant().toString()
      return { input: { device: 'Door 1', scans: tickets.map(({ token }) => ({ token, scannedAt })) } }
    },
    requests: fewer,
  },
  'booking.blockSeats': {
    call: (scene, index) => ({
      input: { showtimeId: showtime(scene, index), seatIds: ['J19', 'J20'], reason: 'A broken seat' },
    }),
  },
  'booking.joinQueue': { call: byShowtime },
  'booking.addVouchers': always({ draft: { kind: 'percent', percent: 10 }, count: 10 }),
  'booking.withdrawVoucher': {
    call: async ({ cinema, owner }) => ({ input: { voucherId: (await cinema.voucher(owner)).id } }),
  },
  'payment.pay': {
    call: async ({ cinema, owner }) => {
      const { id } = await cinema.held(owner)
      return {
        input: { bookingId: id, method: { token: 'pm_card_visa' } },
        headers: { 'idempotency-key': id },
      }
    },
  },
  'payment.saveMethod': {
    call: async ({ newPerson }) => ({ as: await newPerson(), input: { token: 'pm_card_visa' } }),
    requests: fewer,
  },
  'payment.forgetMethod': {
    call: async ({ newPerson }) => {
      const as = await newPerson()
      const { body } = await as.post('/payments/methods', { token: 'pm_card_visa' })
      return { as, input: { methodId: body.id } }
    },
    requests: fewer,
  },
}
