import type { Layout, Showtime } from '#services/movie'
import type { Conversation } from '../conversation.ts'
import { clock, longDate, money } from '../format.ts'
import { bold, escaped } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { type Ability, type Answer, asMe, say, type Talk } from '../talk.ts'
import { rowsOf, zonesOf } from './cinema.ts'
import { holdSeats, payingPresses } from './paying.ts'
import { totalOf } from './seats.ts'

/** From the showtime to the hold: how many, at which price, which seats. */
export const bookingCommands: Readonly<Record<string, Ability>> = {
  tickets: { forLinked: true, run: myTickets },
}

export const bookingPresses: Readonly<Record<string, Ability>> = {
  showtime: { forLinked: true, run: (talk, [showtimeId = '']) => askCount(talk, showtimeId) },
  count: inConversation((talk, state, [count]) => askCategory(talk, { ...state, count: Number(count) })),
  category: inConversation((talk, state, [category]) => offerBest(talk, { ...state, category })),
  rows: inConversation((talk, state) => askRow(talk, { ...state, seats: [] })),
  'rows-on': inConversation((talk, state) => askRow(talk, state)),
  row: inConversation((talk, state, [row = '']) => askSeat(talk, state, row)),
  seat: inConversation((talk, state, [seat = '']) => toggle(talk, state, seat)),
  hold: inConversation((talk, state) => holdSeats(talk, state)),
  ...payingPresses,
  'send-tickets': { forLinked: true, run: (talk, [bookingId = '']) => sendTickets(talk, bookingId) },
}

/** A button that only means something while its conversation goes on. */
function inConversation(
  run: (talk: Talk, state: Conversation, args: readonly string[]) => Promise<Answer>,
): Ability {
  return {
    forLinked: true,
    run: async (talk, args) =>
      talk.conversation && !talk.conversation.bookingId
        ? await run(talk, talk.conversation, args)
        : say(talk, talk.texts.outdated),
  }
}

const mostSeats = 10

async function askCount(talk: Talk, showtimeId: string): Promise<Answer> {
  const { ctx, texts } = talk
  const [showtime, { items }] = await Promise.all([
    ctx.call.movie.getShowtime({ showtimeId }),
    ctx.call.booking.availability({ showtimeId: [showtimeId] }),
  ])
  const { free = 0, onSale = false } = items[0] ?? {}
  if (!onSale || free === 0)
    return { ...say(talk, onSale ? texts.soldOut : texts.notOnSale), conversation: null }
  const zone = (await zonesOf(talk, [showtime])).get(showtime.theaterId)!
  const at = showtime.startsAt.toZonedDateTimeISO(zone)
  const when = `${longDate(texts, at.toPlainDate())} ${clock(at)}`
  const most = Math.min(mostSeats, free, showtime.perBuyerLimit ?? mostSeats)
  const counts = Array.from({ length: most }, (_, index) => index + 1)
  const html = [
    bold(texts.howMany(showtime.movieTitle, when, `${showtime.theaterName}, ${showtime.screenName}`)),
    escaped(texts.free(free)),
  ]
  return {
    ...say(
      talk,
      html.join('\n'),
      rowsOf(
        counts.map((count) => ({ text: String(count), does: `count:${count}` })),
        5,
      ),
    ),
    conversation: { showtimeId, seats: [] },
  }
}

async function askCategory(talk: Talk, state: Conversation): Promise<Answer> {
  const { ctx, texts } = talk
  const showtime = await ctx.call.movie.getShowtime({ showtimeId: state.showtimeId })
  const prices = showtime.prices.filter((price) => price.seatType === 'standard')
  if (prices.length === 1) return await offerBest(talk, { ...state, category: prices[0]!.category })
  const buttons = prices.map((price) => ({
    text: `${texts.category[price.category] ?? price.category} · ${money(texts, price.amount, showtime.currency)}`,
    does: `category:${price.category}`,
  }))
  return { ...say(talk, bold(texts.whichPrice), rowsOf(buttons, 2)), conversation: state }
}

async function offerBest(talk: Talk, state: Conversation): Promise<Answer> {
  const { ctx, texts } = talk
  const { showtimeId, count = 1 } = state
  const [best, showtime] = await Promise.all([
    ctx.call.booking.best({ showtimeId, seats: count }),
    ctx.call.movie.getShowtime({ showtimeId }),
  ])
  if (best.seatIds.length === 0) return { ...say(talk, texts.soldOut), conversation: null }
  const next = { ...state, seats: best.seatIds }
  const total = await priceOf(talk, showtime, next)
  return {
    ...say(talk, escaped(texts.offer(best.seatIds.join(', '), total)), [
      [{ text: texts.takeThese, does: 'hold' }],
      [{ text: texts.chooseMyself, does: 'rows' }],
    ]),
    conversation: next,
  }
}

const priceOf = (talk: Talk, showtime: Showtime, { seats, category = 'normal' }: Conversation) =>
  totalOf(
    talk,
    showtime,
    seats.map((seatId) => ({ seatId, category })),
  )

/** The plan of the showtime's screen and the seats that are taken in it. */
async function seatsOf({ ctx }: Talk, { showtimeId }: Conversation) {
  const { layoutId, taken } = await ctx.call.booking.seatsTaken({ showtimeId })
  return { layout: await ctx.call.movie.getLayout({ layoutId }), taken }
}

async function askRow(talk: Talk, state: Conversation): Promise<Answer> {
  const { texts } = talk
  const { layout, taken } = await seatsOf(talk, state)
  const { count = 1, seats } = state
  const rows = [...new Set(layout.seats.map((seat) => seat.row))]
  const buttons = rows.map((row) => {
    const free = layout.seats.filter((seat) => seat.row === row && !taken[seat.id]).length
    return { text: `${row} (${free})`, does: `row:${row}` }
  })
  return {
    ...say(talk, escaped(texts.pickRow(seats.length, count, seats.join(', '))), rowsOf(buttons, 4)),
    conversation: state,
  }
}

/** Telegram shows at most eight buttons beside each other. */
const widestRow = 8

async function askSeat(talk: Talk, state: Conversation, row: string): Promise<Answer> {
  const { texts } = talk
  const { layout, taken } = await seatsOf(talk, state)
  const { count = 1, seats } = state
  const buttons = layout.seats
    .filter((seat) => seat.row === row)
    .toSorted((a, b) => a.x - b.x)
    .map((seat) => seatButton(seat, seats, taken[seat.id] !== undefined))
  const done = seats.length === count ? [[{ text: texts.hold, does: 'hold' }]] : []
  return {
    ...say(talk, escaped(texts.pickSeat(row, seats.length, count, seats.join(', '))), [
      ...rowsOf(buttons, widestRow),
      [{ text: texts.otherRow, does: 'rows-on' }],
      ...done,
    ]),
    conversation: state,
  }
}

function seatButton(seat: Layout['seats'][number], chosen: readonly string[], isTaken: boolean): Button {
  if (isTaken) return { text: '×', does: `row:${seat.row}` }
  const mark = chosen.includes(seat.id) ? `[${seat.number}]` : String(seat.number)
  return { text: mark, does: `seat:${seat.id}` }
}

/** One more than wanted takes the place of the first. */
async function toggle(talk: Talk, state: Conversation, seatId: string): Promise<Answer> {
  const { count = 1 } = state
  const seats = state.seats.includes(seatId)
    ? state.seats.filter((each) => each !== seatId)
    : [...state.seats, seatId].slice(-count)
  return await askSeat(talk, { ...state, seats }, /^[A-Z]+/u.exec(seatId)?.[0] ?? '')
}

const mostBookings = 20

async function myTickets(talk: Talk): Promise<Answer> {
  const { texts } = talk
  const { items } = await asMe(talk, (call) => call.booking.list({ state: 'confirmed', limit: mostBookings }))
  if (items.length === 0) return say(talk, texts.noTickets)
  const buttons = items.map((booking) => {
    const seats = booking.seats.flatMap((seat) => (seat.state === 'live' ? [seat.seatId] : []))
    return [{ text: `${booking.reference} · ${seats.join(', ')}`, does: `send-tickets:${booking.id}` }]
  })
  return say(talk, bold(texts.yourTickets), buttons)
}

async function sendTickets(talk: Talk, bookingId: string): Promise<Answer> {
  const booking = await asMe(talk, (call) => call.booking.get({ bookingId }))
  return {
    replies: [{ kind: 'tickets', bookingId, caption: talk.texts.tickets(booking.reference) }],
  }
}
