/** What is printed on tickets, in the booking's language. */
export interface Words {
  readonly theater: string
  readonly screen: string
  readonly date: string
  readonly time: string
  readonly row: string
  readonly seat: string
  readonly category: string
  readonly price: string
  readonly reference: string
  readonly seats: string
  readonly categories: Readonly<Record<string, string>>
  readonly footer: string
}

const pl: Words = {
  theater: 'Kino',
  screen: 'Sala',
  date: 'Data',
  time: 'Godzina',
  row: 'Rząd',
  seat: 'Miejsce',
  category: 'Bilet',
  price: 'Cena',
  reference: 'Numer rezerwacji',
  seats: 'Miejsca',
  categories: {
    normal: 'normalny',
    reduced: 'ulgowy',
    student: 'studencki',
    senior: 'senior',
    child: 'dziecięcy',
  },
  footer: 'Kod wpuszcza raz. Pokaż go z papieru albo z ekranu telefonu.',
}

const en: Words = {
  theater: 'Cinema',
  screen: 'Screen',
  date: 'Date',
  time: 'Time',
  row: 'Row',
  seat: 'Seat',
  category: 'Ticket',
  price: 'Price',
  reference: 'Booking reference',
  seats: 'Seats',
  categories: { normal: 'normal', reduced: 'reduced', student: 'student', senior: 'senior', child: 'child' },
  footer: 'The code admits once. Show it on paper or on your phone.',
}

export const wordsOf = (language: string): Words => (language === 'en' ? en : pl)

/** Money as people write it: `27,50 zł`. `amount` in minor units of the currency. */
export function moneyText(amount: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
