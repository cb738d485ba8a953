import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { openCinema, showtimeDraft } from '../../src/services/movie/cinema.fixture.ts'
import type { Known } from '../harness/generated-input.ts'
import type { TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'

/** Gives a user one of everything and returns the ids, by the field names that routes use. */
export async function fillHouse(_house: Pick<TestHouse, 'url'>, owner: Person): Promise<Known> {
  await expectOk(
    owner.patch('/config/settings', { home: { address: 'ul. Domaniewska 34, 02-672 Warszawa' } }),
  )
  await expectOk(owner.post('/calendar/feed', {}))
  const event = await expectOk(
    owner.post('/calendar/events', {
      title: 'Meeting',
      start: '2026-12-01T09:00:00Z',
      end: '2026-12-01T10:00:00Z',
      timeZone: 'Europe/Warsaw',
    }),
  )
  const date = Temporal.Now.plainDateISO().add({ days: 4 }).toString()
  const sheet = await generateCallSheet({
    seed: 5,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date },
  })
  const upload = await expectOk(
    owner.post(`/emails/upload?fileName=${encodeURIComponent(sheet.fileName)}`, sheet.pdf),
  )
  const day = await until(
    'the uploaded day',
    async () => (await owner.get('/schedules')).body.items.find((each: any) => each.planned),
    60_000,
  )
  const sale = await sellSeats(owner)
  const ids = async (path: string) => (await owner.get(path)).body.items?.map((each: any) => each.id) ?? []
  await until('a notification', async () => (await ids('/notifications')).length > 0)
  return {
    ids: {
      dayId: [day.dayId],
      planId: [day.planId],
      productionId: [day.productionId],
      userId: [owner.id],
      emailId: [upload.body.id ?? upload.body.emailId].filter(Boolean),
      eventId: [event.body.id],
      documentId: await ids('/pdf'),
      mailboxId: await ids('/mailboxes'),
      calendarId: await ids('/calendar'),
      notificationId: await ids('/notifications'),
      attachmentId: (await owner.get('/emails')).body.items.flatMap((each: any) =>
        each.attachments.map((a: any) => a.id),
      ),
      ...sale,
    },
  }
}

/** A showtime of a cinema of its own with a booking that is paid, its tickets and a voucher. */
async function sellSeats(owner: Person): Promise<Known['ids']> {
  const cinema = await openCinema(owner)
  const { body: showtime } = await expectOk(owner.post('/showtimes', showtimeDraft(cinema, 72)))
  const map = `/bookings/seat-maps/${showtime.id}`
  await until('the showtime on sale', async () => (await owner.get(map)).body.onSale === true)
  const seats = ['A1', 'A2'].map((seatId) => ({ seatId, category: 'normal' }))
  const { body: booking } = await expectOk(owner.post('/bookings', { showtimeId: showtime.id, seats }))
  const token = { token: 'pm_card_visa', save: true }
  const payment = await expectOk(
    owner.post('/payments', { bookingId: booking.id, method: token }, { 'idempotency-key': booking.id }),
  )
  const tickets = await until('the tickets', async () => {
    const { status, body } = await owner.get(`/bookings/${booking.id}/tickets`)
    return status === 200 && body.items
  })
  const draft = { kind: 'percent', percent: 10, uses: 3 }
  const vouchers = await expectOk(owner.post('/bookings/vouchers', { draft }))
  const methods = await owner.get('/payments/methods')
  return {
    movieId: [cinema.movie.id],
    theaterId: [cinema.theater.id],
    screenId: [cinema.screen.id],
    layoutId: [cinema.screen.layoutId],
    priceListId: [cinema.priceList.id],
    showtimeId: [showtime.id],
    bookingId: [booking.id],
    paymentId: [payment.body.id],
    ticketId: tickets.map((each: { id: string }) => each.id),
    voucherId: vouchers.body.items.map((each: { id: string }) => each.id),
    methodId: methods.body.items.map((each: { id: string }) => each.id),
  }
}
