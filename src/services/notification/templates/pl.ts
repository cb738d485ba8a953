import type { Channel } from '#services/config'
import {
  changeLines,
  type DayWords,
  daySections,
  timeLines,
  weatherLines,
  weatherThatCosts,
} from './day-summary.ts'
import type { DayView } from './day-view.ts'
import { said } from './draft.ts'
import { attentionTexts } from './pl-attention.ts'
import { bookingTexts } from './pl-bookings.ts'
import type { Templates } from './templates.ts'

const words: DayWords = {
  headings: {
    times: 'Godziny',
    place: 'Miejsce',
    changes: 'Co się zmieniło',
    route: 'Trasa',
    weather: 'Pogoda',
    warnings: 'Uwaga',
    scenes: 'Sceny',
    equipment: 'Sprzęt',
    contacts: 'Kontakty',
    safety: 'Bezpieczeństwo',
    notes: 'Notatki',
  },
  times: {
    wakeUp: 'Pobudka',
    leaveHome: 'Wyjazd z domu',
    stop: 'Baza sprzętu',
    arriveLocation: 'Dojazd na miejsce',
    call: 'Zbiórka',
    personalCall: 'Twoja zbiórka',
    wrap: 'Planowany koniec zdjęć',
  },
  places: { home: 'dom', stop: 'baza sprzętu', location: 'plan' },
  location: 'Lokacja',
  unitBase: 'Baza',
  parking: 'Parking',
  hospital: 'Najbliższy szpital',
  light: { DAY: 'dzień', NIGHT: 'noc', DAWN: 'świt', DUSK: 'zmierzch' },
  weatherWarnings: {
    cold: 'Mróz',
    heat: 'Upał',
    rain: 'Deszcz',
    'heavy-rain': 'Ulewny deszcz',
    snow: 'Śnieg',
    wind: 'Silny wiatr',
    gusts: 'Porywisty wiatr',
    thunderstorm: 'Burza',
    fog: 'Mgła',
    'official-alert': 'Ostrzeżenie urzędowe',
  },
  advice: {
    camera: 'Kamera',
    batteries: 'Akumulatory',
    cards: 'Karty pamięci',
    'rain-covers': 'Osłony przeciwdeszczowe',
    towels: 'Ręczniki',
    warmers: 'Ogrzewacze',
    'spare-batteries': 'Zapasowe akumulatory',
    thermos: 'Termos',
    sandbags: 'Worki z piaskiem',
    'wind-protection': 'Osłony dźwięku przed wiatrem',
    parasols: 'Parasole przeciwsłoneczne',
    water: 'Woda',
  },
  rating: {
    good: 'Plener: dobre warunki',
    mind: 'Plener: trzeba uważać',
    bad: 'Plener: złe warunki',
  },
  noRoute: {
    later: 'Trasy jeszcze nie ma; przyślemy ją, gdy będzie.',
    'no-location':
      'Nie ma trasy: plan dnia nie podaje lokacji. Dopisz ją w Klapsie, a trasa policzy się sama.',
    'location-not-found':
      'Nie ma trasy: adresu lokacji nie udało się znaleźć na mapie. Popraw go w Klapsie, a trasa policzy się sama.',
    'no-home': 'Nie ma trasy: nie znamy adresu domu. Podaj go w ustawieniach, a trasa policzy się sama.',
    'home-not-found':
      'Nie ma trasy: adresu domu nie udało się znaleźć na mapie. Popraw go w ustawieniach, a trasa policzy się sama.',
  },
  noWeather: {
    later: 'Prognozy jeszcze nie ma; pojawi się w planie, gdy będzie.',
    'no-location': 'Nie ma prognozy: plan dnia nie podaje lokacji.',
    'location-not-found': 'Nie ma prognozy: adresu lokacji nie udało się znaleźć na mapie.',
    'day-over': 'Nie ma prognozy: dzień już minął.',
  },
  leg: (from, to, leg) =>
    `${from} ${leg.depart} - ${to} ${leg.arrive}, ${leg.minutes} min${leg.keptMinutes > 0 ? ` i ${leg.keptMinutes} min zapasu na ruch` : ''}, ${number(leg.kilometres)} km${leg.trafficAware ? '' : ' (bez ruchu)'}`,
  drive: (minutes) => `Jazda łącznie: ${minutes} min`,
  estimated: 'Czas jazdy oszacowany bez mapy.',
  weatherBuffer: (minutes) => `Zapas na pogodę: ${minutes} min`,
  forecast: ({ from, to }) => `${from} do ${to} °C`,
  rain: (mm, percent) => `Opady ${number(mm)} mm${percent === null ? '' : `, ${percent} %`}`,
  wind: (speed, gusts) => `Wiatr ${speed} m/s${gusts === null ? '' : `, porywy ${gusts} m/s`}`,
  sun: (rise, set) => `Wschód ${rise}, zachód ${set}`,
  usual: 'Poza zasięgiem prognozy: tak bywa o tej porze roku.',
  stale: 'Ostatnia znana prognoza, nowej nie udało się pobrać.',
  fields: {
    call: 'zbiórka',
    location: 'lokacja',
    wrap: 'koniec zdjęć',
    estimatedWrap: 'koniec zdjęć',
    zone: 'strefa czasowa',
    wakeUp: 'pobudka',
    shootingDate: 'data zdjęć',
    crewCall: 'zbiórka ekipy',
    personalCall: 'twoja zbiórka',
    productionCall: 'zbiórka produkcji',
    calls: 'zbiórka',
    locations: 'lokacja',
    unitBase: 'baza',
    parking: 'parking',
    vendorStops: 'odbiór sprzętu',
    scenes: 'scena',
    cast: 'obsada',
    meals: 'posiłek',
    hospital: 'szpital',
    contacts: 'kontakt',
    equipment: 'sprzęt',
    safetyNotes: 'bezpieczeństwo',
    background: 'statyści',
    notes: 'uwaga',
    day: 'dzień zdjęciowy',
    productionTitle: 'tytuł',
    sunrise: 'wschód słońca',
    sunset: 'zachód słońca',
  },
  restored: 'dzień zdjęciowy przywrócony',
  change: (field, before, after) => {
    if (before === null) return `${field}: ${after ?? 'zmieniono'}`
    return after === null ? `${field}: usunięto (było ${before})` : `${field}: z ${before} na ${after}`
  },
}

const channels: Record<Channel, string> = {
  'in-app': 'w aplikacji',
  email: 'e-mail',
  sms: 'SMS',
  push: 'powiadomienia przeglądarki',
  telegram: 'Telegram',
}

const number = (value: number) => value.toLocaleString('pl-PL', { useGrouping: false })
function wake({ wakeUp, leaveHome, call, location }: DayView): string {
  const parts = [
    wakeUp && `pobudka ${wakeUp}`,
    leaveHome && `wyjazd ${leaveHome}`,
    `zbiórka ${call}`,
    location,
  ]
  return parts.filter(Boolean).join(', ')
}

/** `niedziela, 22 listopada` as it stands after `na`: only the weekdays in -a have another form there. */
const accusative = (date: string) => date.replace(/^(niedziel|środ|sobot)a,/, '$1ę,')

const serviceStates = {
  healthy: 'znowu działa',
  degraded: 'działa częściowo',
  unhealthy: 'nie działa',
} as const

const runNames: Readonly<Record<string, string>> = {
  'call-sheet': 'plan dnia',
  plan: 'plan osobisty',
  booking: 'rezerwacja',
  reminder: 'przypomnienie',
}

export const pl: Templates = {
  locale: 'pl-PL',
  sandboxMark: 'Piaskownica',
  footer: (url) => `Klaps, ${url}`,
  ready: (day) => ({
    title: `${day.production}: plan na ${accusative(day.date)}, zbiórka ${day.call}`,
    short: `${day.production}, ${day.date}: ${wake(day)}`,
    sections: daySections(day, words),
  }),
  evening: (days) => ({
    title: `Jutro, ${days[0]?.date ?? ''}: ${days.map((day) => `${day.production} ${day.call}`).join(', ')}`,
    short: `Jutro: ${days.map((day) => `${day.production}, ${wake(day)}`).join('; ')}`,
    sections: days.flatMap((day) => [
      { heading: null, lines: [`${day.production}, ${day.date}`] },
      ...daySections(day, words),
    ]),
  }),
  changed: (day) => ({
    title: `${day.production}: zmiana planu na ${accusative(day.date)}`,
    short: `${day.production}, ${day.date}: ${[...changeLines(day, words).slice(0, 3), wake(day)].join('; ')}`,
    sections: [
      { heading: words.headings.changes, lines: changeLines(day, words) },
      { heading: words.headings.times, lines: timeLines(day, words) },
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      { heading: words.headings.warnings, lines: day.warnings },
    ],
  }),
  leaveEarlier: (day) => ({
    title: `${day.production}: inne godziny na ${accusative(day.date)}, pobudka ${day.wakeUp ?? day.call}`,
    short: `Nowe godziny, ${day.date}: ${[wake(day), ...weatherThatCosts(day, words)].join('; ')}`,
    sections: [
      { heading: words.headings.times, lines: timeLines(day, words) },
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      { heading: words.headings.warnings, lines: day.warnings },
    ],
  }),
  weather: (day) => ({
    title: `${day.production}: zmiana pogody na ${accusative(day.date)}`,
    short: `Pogoda na ${accusative(day.date)}: ${weatherLines(day, words).slice(0, 3).join(', ')}`,
    sections: [
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      {
        heading: words.headings.equipment,
        lines: day.advice.flatMap((code) => words.advice[code] ?? []),
      },
      { heading: words.headings.times, lines: timeLines(day, words) },
    ],
  }),
  cancelled: ({ production, date }) =>
    said(
      `${production}: dzień zdjęciowy odwołany, ${date}`,
      'Budziki i przypomnienia na ten dzień są usunięte.',
    ),
  wakeUp: (day) => ({
    title: `Pobudka: ${day.production}, zbiórka ${day.call}`,
    short: `Pobudka! ${wake(day)}`,
    sections: [{ heading: null, lines: [...timeLines(day, words), ...weatherLines(day, words).slice(0, 2)] }],
  }),
  departure: (day) => ({
    title: `Czas ruszać: ${day.location ?? day.production}, zbiórka ${day.call}`,
    short: `Czas ruszać: ${day.location ?? day.production}, zbiórka ${day.call}`,
    sections: daySections({ ...day, scenes: [], notes: [], safety: [], hospital: null }, words),
  }),
  ...attentionTexts(words.fields),
  targetOff: ({ channel, label }) =>
    said(
      `Wyłączono: ${channels[channel]} (${label})`,
      'Nie da się tam dostarczać powiadomień. Sprawdź adres i dodaj go ponownie.',
    ),
  test: (channel) => said('Próbne powiadomienie', `Kanał działa: ${channels[channel]}. Zażółć gęślą jaźń.`),
  code: (code) => `Klaps: kod ${code}. Ważny 10 minut.`,
  reminder: ({ text, planned, missed }) =>
    said(
      `Przypomnienie: ${text}`,
      ...(planned ? [`Spóźnione: miało przyjść ${planned}.`] : []),
      ...(missed > 0 ? [`Wcześniejsze, które nie mogły przyjść: ${missed}.`] : []),
    ),
  reminderDigest: ({ items, more }) =>
    said('Przypomnienia na jutro', ...items, ...(more > 0 ? [`I jeszcze ${more}.`] : [])),
  ...bookingTexts,
  refundFailed: ({ amount, refundId, bookingId, wasDone }) =>
    said(
      `Nieudany zwrot: ${amount}`,
      wasDone
        ? 'Bramka zgłosiła go jako wykonany; bank kupującego odesłał pieniądze.'
        : 'Bramka odmawia zwrotu tych pieniędzy.',
      `Rezerwacja ${bookingId}, zwrot ${refundId}.`,
      'Pieniądze są u nas. Ponów zwrot albo oddaj je kupującemu inną drogą.',
    ),
  runStuck: ({ kind, runId, lastStep }) =>
    said(
      `Opóźnienie: ${runNames[kind] ?? kind}`,
      'Nie doszło do końca w oczekiwanym czasie.',
      lastStep ? `Ostatni krok: ${lastStep}.` : 'Nie było żadnego kroku.',
      `Przebieg: ${runId}.`,
    ),
  serviceState: ({ service, status, changes }) =>
    said(
      `Stan systemu: ${service} ${serviceStates[status]}`,
      ...(changes > 2 ? [`Liczba zmian stanu przedtem: ${changes}.`] : []),
      'Co mówią poszczególne testy, widać na stronie stanu usług.',
    ),
}
