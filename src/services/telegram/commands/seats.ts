import { Problem } from '#kernel'
import { PriceCategory, type Showtime } from '#services/movie'
import type { Conversation } from '../conversation.ts'
import { money } from '../format.ts'
import type { Talk } from '../talk.ts'
import type { Texts } from '../texts/index.ts'

interface Wanted {
  readonly seatId: string
  readonly category: string
}

/**
 * What the seats cost by the price list of the showtime; the hold computes it again and is what counts.
 *
 * @throws Problem 422 for a seat that the screen has not
 */
export async function totalOf({ ctx, texts }: Talk, showtime: Showtime, seats: readonly Wanted[]) {
  const layout = await ctx.call.movie.getLayout({ layoutId: showtime.layoutId })
  const typeOf = new Map(layout.seats.map((seat) => [seat.id, seat.type]))
  const amounts = seats.map(({ seatId, category }) => {
    const seatType = typeOf.get(seatId)
    if (!seatType) throw new Problem(422, 'booking.no-such-seat', `There is no seat ${seatId}`)
    const fitting = showtime.prices.filter((price) => price.seatType === seatType)
    return (fitting.find((price) => price.category === category) ?? fitting[0])?.amount ?? 0
  })
  const sum = amounts.reduce((total, amount) => total + amount, 0)
  return money(texts, sum, showtime.currency)
}

/** `E5 (normal), E6 (child)`. */
export const seatLabels = (texts: Texts, seats: readonly Wanted[]) =>
  seats.map(({ seatId, category }) => `${seatId} (${texts.category[category] ?? category})`).join(', ')

/** @throws Problem 404 for a word that is no category. */
export function categoryOf({ category }: Conversation) {
  const parsed = PriceCategory.safeParse(category ?? 'normal')
  if (!parsed.success) throw new Problem(404, 'not-found', 'No such price category')
  return parsed.data
}
