/** An invented cinema: every title and every name is made up. */
export const movies = [
  ['Latarnik z Rozewia', 'drama', 112, 'pl', '12', 'Hanna Wierzba', ['Borys Kalina', 'Ola Wrona']],
  ['The Salt Cartographer', 'adventure', 128, 'en', '12', 'Ida Fern', ['Marlow Quist', 'Tessa Bright']],
  ['Nocny tramwaj', 'thriller', 104, 'pl', '15', 'Jan Przykładowy', ['Mira Sowa', 'Tytus Grab']],
  ['Seven Quiet Robots', 'animation', 92, 'en', '6', 'Poppy Lind', ['Abel Stone', 'June Harrow']],
  ['Kartoteka ptaków', 'documentary', 88, 'pl', '6', 'Lena Trznadel', ['Witold Czajka']],
  ['Winter Harbour', 'romance', 117, 'en', '12', 'Noor Hale', ['Cillian Ashe', 'Rosa Vane']],
  ['Ostatni seans', 'comedy', 99, 'pl', '12', 'Kornel Bystry', ['Zofia Lipa', 'Feliks Dąb']],
  ['Gravity of Small Things', 'science fiction', 141, 'en', '12', 'Uma Cole', ['Ezra Pike', 'Lio Marsh']],
] as const

/** Row A is the first; `_` is an aisle, the empty line one across. Wheelchairs stand beside a companion. */
const greatHall = [
  '__ssss_ssssss_ssss__',
  '_sssss_ssssss_sssss_',
  'ssssss_ssssss_ssssss',
  'ssssss_ssssss_ssssss',
  'wc__ss_ssssss_ss__cw',
  '',
  'ssssss_vvvvvv_ssssss',
  'ssssss_vvvvvv_ssssss',
  'ssssss_vvvvvv_ssssss',
  'ssssss_ssssss_ssssss',
].join('\n')
const studio = ['ssssssss', 'ssssssss', 'ssssssss'].join('\n')
const attic = ['sssss', 'ssssss', 'ssssss', 'sssswc'].join('\n')

export const theaters = [
  {
    theater: {
      name: 'Kino Przystań',
      city: 'Łódź',
      address: 'ul. Przykładowa 1, Łódź',
      timeZone: 'Europe/Warsaw',
    },
    screens: [
      { name: 'Sala Wielka', grid: greatHall, turnaroundMinutes: 20 },
      { name: 'Studio', grid: studio, turnaroundMinutes: 15 },
    ],
    priceList: 'Przystań',
  },
  {
    theater: {
      name: 'Kino Strych',
      city: 'Warszawa',
      address: 'ul. Zmyślona 7, Warszawa',
      timeZone: 'Europe/Warsaw',
    },
    screens: [{ name: 'Strych', grid: attic, turnaroundMinutes: 15 }],
    priceList: 'Strych',
  },
] as const

/** Minor units of a normal ticket by seat type; the other categories pay a share of it. */
const normal = { standard: 2900, vip: 4500, wheelchair: 1900, companion: 1900 } as const
const shares = { normal: 1, reduced: 0.8, student: 0.75, senior: 0.75, child: 0.6 } as const

/** @param discount Share of the price that a small house asks less */
export const pricesOf = (discount: number) =>
  Object.entries(normal).flatMap(([seatType, amount]) =>
    Object.entries(shares).map(([category, share]) => ({
      category,
      seatType,
      amount: Math.round((amount * share * (1 - discount)) / 100) * 100,
    })),
  )

/** Starts where the theater is; three and a quarter hours hold the longest movie and its turnaround. */
export const slots = ['10:30', '14:00', '17:30', '20:45'] as const

/** Days ahead, today included. */
export const daysAhead = 14

/** Which movie runs where and when: fixed by day, screen and slot, so that a later start continues the programme. */
export function movieFor(date: Temporal.PlainDate, screen: number, slot: number): number {
  const day = Temporal.PlainDate.from('2026-01-01').until(date, { largestUnit: 'days' }).days
  return (((day + 3 * screen + 2 * slot) % movies.length) + movies.length) % movies.length
}
