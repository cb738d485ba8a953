import type { Person } from '../../../test/harness/person.ts'

/** Drafts that tests start from. */
export const movieDraft = {
  title: 'Ziemia obiecana',
  genres: ['drama'],
  rating: '15',
  runtimeMinutes: 170,
  releaseDate: '1975-02-21',
  language: 'pl',
  subtitles: ['en'],
  directors: ['Andrzej Wajda'],
}
export const theaterDraft = {
  name: 'Kino Klaps',
  city: 'Łódź',
  address: 'ul. Piotrkowska 100, Łódź',
  timeZone: 'Europe/Warsaw',
}
export const priceDraft = {
  name: 'Weekday',
  currency: 'PLN',
  vatPercent: 8,
  prices: [
    { category: 'normal', seatType: 'standard', amount: 2500 },
    { category: 'student', seatType: 'standard', amount: 1900 },
    { category: 'normal', seatType: 'vip', amount: 3900 },
  ],
}
export const grid = 'ssss_ssss\nssss_ssss\n\nvvvv_vvvv'

/** Adds a theater with a screen, a price list and a movie, through the API. */
export async function openCinema(office: Person) {
  const theater = (await office.post('/theaters', theaterDraft)).body
  const screen = (await office.post('/screens', { theaterId: theater.id, name: 'Sala 1', grid })).body
  const priceList = (await office.post('/showtimes/price-lists', priceDraft)).body
  const movie = (await office.post('/movies', movieDraft)).body
  return { theater, screen, priceList, movie }
}
export type Cinema = Awaited<ReturnType<typeof openCinema>>

/** A showtime of that cinema's movie, `hours` from now. */
export const showtimeDraft = ({ movie, screen, priceList }: Cinema, hours: number) => ({
  movieId: movie.id,
  screenId: screen.id,
  priceListId: priceList.id,
  format: '2d',
  language: 'pl',
  startsAt: Temporal.Now.instant()
    .add({ minutes: Math.round(hours * 60) })
    .round('second')
    .toString(),
})
