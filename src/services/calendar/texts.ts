import type { z } from 'zod'
import type { Language } from '#kernel'
import type { EquipmentAdvice } from '#services/weather'

export type Tongue = z.output<typeof Language>
type Text = Readonly<Record<Tongue, string>>

/** Every sentence of a day's event. `{name}` is filled in; clock times are those of the set. */
export const TEXTS = {
  title: {
    pl: '{production} — Dzień zdjęciowy ({location})',
    en: '{production} — Shooting day ({location})',
  },
  titleWithoutPlace: { pl: '{production} — Dzień zdjęciowy', en: '{production} — Shooting day' },
  wakeUpTitle: { pl: 'Pobudka {wakeUp} — {production}', en: 'Wake-up {wakeUp} — {production}' },
  plan: { pl: 'PLAN', en: 'PLAN' },
  day: { pl: 'Dzień zdjęciowy {number}', en: 'Shooting day {number}' },
  dayOf: { pl: 'Dzień zdjęciowy {number} z {of}', en: 'Shooting day {number} of {of}' },
  place: { pl: 'Lokacja: {place}', en: 'Location: {place}' },
  scenes: { pl: 'SCENY', en: 'SCENES' },
  moreScenes: { pl: '(i jeszcze {count})', en: '(and {count} more)' },
  times: { pl: 'GODZINY', en: 'TIMES' },
  call: { pl: 'Zbiórka: {time}', en: 'Call: {time}' },
  personalCall: { pl: 'Twoja zbiórka: {time}', en: 'Your call: {time}' },
  wakeUp: { pl: 'Pobudka: {time}', en: 'Wake-up: {time}' },
  departure: { pl: 'Wyjazd: {time}', en: 'Departure: {time}' },
  wrap: { pl: 'Planowany koniec: {time}', en: 'Estimated wrap: {time}' },
  route: { pl: 'TRASA', en: 'ROUTE' },
  leg: {
    pl: '{from} → {to}: {departAt}–{arriveAt}, {minutes} min{kept}, {km} km',
    en: '{from} → {to}: {departAt}–{arriveAt}, {minutes} min{kept}, {km} km',
  },
  kept: { pl: ' i {minutes} min zapasu na ruch', en: ' and {minutes} min kept for traffic' },
  total: { pl: 'Razem: {minutes} min, {km} km', en: 'Total: {minutes} min, {km} km' },
  estimated: {
    pl: 'Czasy przejazdu są szacunkowe: mapa nie odpowiedziała.',
    en: 'Driving times are an estimate: the map did not answer.',
  },
  extras: {
    pl: 'Dodatkowo na dojazd: {minutes} min ({reasons})',
    en: 'Added for the drive: {minutes} min ({reasons})',
  },
  noRoute: { pl: 'Trasy nie ma.', en: 'There is no route.' },
  weather: { pl: 'POGODA', en: 'WEATHER' },
  temperature: { pl: '{min} do {max} °C', en: '{min} to {max} °C' },
  feelsLike: { pl: 'odczuwalna od {value} °C', en: 'feels like {value} °C at the lowest' },
  precipitation: { pl: 'opady {mm} mm', en: 'precipitation {mm} mm' },
  chance: { pl: 'szansa opadów {percent} %', en: 'chance of precipitation {percent} %' },
  wind: { pl: 'wiatr do {speed} m/s', en: 'wind up to {speed} m/s' },
  gusts: { pl: 'porywy do {speed} m/s', en: 'gusts up to {speed} m/s' },
  usual: {
    pl: 'Tak zwykle bywa tego dnia; prognozy jeszcze nie ma.',
    en: 'What that date is usually like; there is no forecast yet.',
  },
  stale: { pl: 'Prognoza z {at}; nowszej nie ma.', en: 'Forecast of {at}; there is no newer one.' },
  sun: { pl: 'Wschód {first}, zachód {second}', en: 'Sunrise {first}, sunset {second}' },
  golden: { pl: 'Złota godzina do {first} i od {second}', en: 'Golden hour until {first} and from {second}' },
  blue: { pl: 'Niebieska godzina od {first} i do {second}', en: 'Blue hour from {first} and until {second}' },
  rating: { pl: 'Plener: {rating}', en: 'Exterior: {rating}' },
  advice: { pl: 'Zabierz: {items}', en: 'Take: {items}' },
  noWeather: { pl: 'Prognozy nie ma.', en: 'There is no forecast.' },
  warnings: { pl: 'OSTRZEŻENIA', en: 'WARNINGS' },
  contacts: { pl: 'KONTAKTY', en: 'CONTACTS' },
  hospital: { pl: 'Szpital: {place}', en: 'Hospital: {place}' },
  safety: { pl: 'BHP', en: 'SAFETY' },
  notes: { pl: 'UWAGI', en: 'NOTES' },
  sandbox: {
    pl: 'Piaskownica: dane na próbę, nic z tego nie jest prawdziwe.',
    en: 'Sandbox: trial data, none of this is real.',
  },
  separator: {
    pl: '--- Twoje notatki pod tą linią zostaną ---',
    en: '--- Your notes below this line are kept ---',
  },
} as const satisfies Record<string, Text>

export const PLACES: Record<'home' | 'stop' | 'location', Text> = {
  home: { pl: 'dom', en: 'home' },
  stop: { pl: 'magazyn sprzętu', en: 'equipment house' },
  location: { pl: 'plan', en: 'location' },
}

export const TIMES_OF_DAY: Record<string, Text> = {
  DAY: { pl: 'dzień', en: 'day' },
  NIGHT: { pl: 'noc', en: 'night' },
  DAWN: { pl: 'świt', en: 'dawn' },
  DUSK: { pl: 'zmierzch', en: 'dusk' },
}

/** Codes of weather warnings (PRODUCT 1.5). `{value}` is the extreme that raised it. */
export const WEATHER_WARNINGS: Record<string, { plain: Text; valued: Text }> = {
  cold: warning('mróz', 'frost', ': {value} °C'),
  heat: warning('upał', 'heat', ': {value} °C'),
  rain: warning('deszcz', 'rain', ': {value} mm'),
  'heavy-rain': warning('ulewny deszcz', 'heavy rain', ': {value} mm'),
  snow: warning('śnieg', 'snow', ''),
  wind: warning('silny wiatr', 'strong wind', ': {value} m/s'),
  gusts: warning('porywy wiatru', 'gusts', ': {value} m/s'),
  thunderstorm: warning('burza', 'thunderstorm', ''),
  fog: warning('mgła', 'fog', ''),
}

export const EQUIPMENT: Record<EquipmentAdvice, Text> = {
  camera: { pl: 'kamera', en: 'camera' },
  batteries: { pl: 'akumulatory', en: 'batteries' },
  cards: { pl: 'karty', en: 'cards' },
  'rain-covers': { pl: 'osłony od deszczu', en: 'rain covers' },
  towels: { pl: 'ręczniki', en: 'towels' },
  warmers: { pl: 'ogrzewacze', en: 'warmers' },
  'spare-batteries': { pl: 'zapasowe akumulatory', en: 'spare batteries' },
  thermos: { pl: 'termos', en: 'thermos' },
  sandbags: { pl: 'worki z piaskiem', en: 'sandbags' },
  'wind-protection': { pl: 'osłony mikrofonów', en: 'wind protection for sound' },
  parasols: { pl: 'parasole', en: 'parasols' },
  water: { pl: 'woda', en: 'water' },
}

export const RATINGS: Record<'good' | 'mind' | 'bad', Text> = {
  good: { pl: 'dobre warunki', en: 'good' },
  mind: { pl: 'uwaga na pogodę', en: 'mind the weather' },
  bad: { pl: 'złe warunki', en: 'bad' },
}

export const EXTRA_REASONS: Record<string, Text> = {
  rain: { pl: 'deszcz', en: 'rain' },
  snow: { pl: 'śnieg', en: 'snow' },
  fog: { pl: 'mgła', en: 'fog' },
  'severe-cold': { pl: 'silny mróz', en: 'severe cold' },
}

/** Decimal comma in Polish. */
export function number(value: number, language: Tongue): string {
  const rounded = String(Math.round(value * 10) / 10)
  return language === 'pl' ? rounded.replace('.', ',') : rounded
}

/** Fills `{name}` with the values given; a name without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

function warning(pl: string, en: string, value: string): { plain: Text; valued: Text } {
  return { plain: { pl, en }, valued: { pl: pl + value, en: en + value } }
}
