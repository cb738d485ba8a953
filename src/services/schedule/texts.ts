import type { CheckCode } from './checks.ts'
import type { DayField } from './day.ts'

export type Language = 'pl' | 'en'
type Text = Record<Language, string>

/** Checks as sentences; `{name}` is the parameter of that name. */
export const CHECK_TEXTS: Record<CheckCode, Text> = {
  'date-in-past': {
    pl: 'Data zdjęć {date} już minęła.',
    en: 'The shooting date {date} is in the past.',
  },
  'date-far-ahead': {
    pl: 'Do daty zdjęć {date} jest ponad rok.',
    en: 'The shooting date {date} is more than a year ahead.',
  },
  'weekday-mismatch': {
    pl: 'Dzień tygodnia na planie dnia nie zgadza się z datą {date}.',
    en: 'The weekday on the call sheet does not match the date {date}.',
  },
  'early-wake-up': {
    pl: 'Pobudka o {wakeUp}. Rozważ nocleg w pobliżu planu.',
    en: 'You get up at {wakeUp}. Consider sleeping near the set.',
  },
  'very-early-wake-up': {
    pl: 'Pobudka już o {wakeUp}. Przenocuj w pobliżu planu albo umów transport.',
    en: 'You get up as early as {wakeUp}. Sleep near the set or arrange a pick-up.',
  },
  'long-travel': {
    pl: 'Dojazd zajmuje {minutes} min, ponad trzy godziny.',
    en: 'Getting there takes {minutes} min, more than three hours.',
  },
  'short-turnaround': {
    pl: 'Odpoczynek od końca poprzedniego dnia: {hours} h {minutes} min, mniej niż {required} h.',
    en: 'Turnaround since the previous wrap: {hours} h {minutes} min, less than {required} h.',
  },
  overlap: {
    pl: 'Nakłada się na "{title}" o {minutes} min.',
    en: 'Overlaps with "{title}" by {minutes} min.',
  },
  'location-not-found': {
    pl: 'Nie znaleziono na mapie adresu: {address}.',
    en: 'This address was not found on the map: {address}.',
  },
  'stop-closed-on-arrival': {
    pl: '{stop} otwiera się o {opensAt}, a przyjazd wypada o {arriveAt} ({waitMinutes} min czekania).',
    en: '{stop} opens at {opensAt}, you arrive at {arriveAt} ({waitMinutes} min of waiting).',
  },
  'drive-time-unsettled': {
    pl: 'Czas przejazdu z {from} do {to} mocno zależy od godziny wyjazdu; przyjęto najwcześniejszy wyjazd.',
    en: 'The drive from {from} to {to} depends strongly on its start; the earliest departure was taken.',
  },
  'location-missing': {
    pl: 'Plan dnia nie podaje lokacji. Przyjęto: {stop}.',
    en: 'The call sheet names no location. Taken instead: {stop}.',
  },
  'no-location': {
    pl: 'Plan dnia nie podaje lokacji. Uzupełnij ją, a trasa policzy się sama.',
    en: 'The call sheet names no location. Add it, and the route works itself out.',
  },
  'location-approximate': {
    pl: 'Mapa zna lokację tylko w przybliżeniu. Sprawdź adres.',
    en: 'The map knows the location only roughly. Check the address.',
  },
  'stop-not-found': {
    pl: 'Nie znaleziono na mapie wypożyczalni sprzętu. Trasa ją pomija.',
    en: 'The equipment house was not found on the map. The route leaves it out.',
  },
  'home-zone-differs': {
    pl: 'Dom leży w innej strefie czasowej. Tam pobudka jest o innej godzinie na zegarze.',
    en: 'Your home is in another time zone. The clock there shows another time when you get up.',
  },
  'no-home': {
    pl: 'Nie podano adresu domu, więc nie ma trasy ani godziny pobudki. Podaj go w ustawieniach.',
    en: 'No home address is set, so there is no route and no wake-up time. Set it in the settings.',
  },
  'home-not-found': {
    pl: 'Nie znaleziono na mapie adresu domu, więc nie ma trasy ani godziny pobudki. Popraw go w ustawieniach.',
    en: 'Your home address was not found on the map, so there is no route and no wake-up time. Correct it in the settings.',
  },
  'route-estimated': {
    pl: 'Mapa nie odpowiada. Czas przejazdu jest oszacowany.',
    en: 'The map does not answer. The drive is an estimate.',
  },
  'calendar-overlap': {
    pl: 'Nakłada się na inne wydarzenie w kalendarzu o {minutes} min.',
    en: 'Overlaps with another event in your calendar by {minutes} min.',
  },
}

/** Warnings of the route service that have a sentence here. */
export const ROUTE_WARNINGS: readonly CheckCode[] = [
  'stop-closed-on-arrival',
  'drive-time-unsettled',
  'stop-not-found',
  'location-approximate',
  'home-zone-differs',
]

/** `one` before a value or a key, `many` before a number of changes. */
export const FIELD_NAMES: Record<DayField, Record<Language, { one: string; many: string }>> = {
  cancelled: alike('status', 'status'),
  productionTitle: alike('tytuł', 'title'),
  shootingDate: alike('data zdjęć', 'shooting date'),
  day: alike('dzień zdjęciowy', 'shooting day'),
  personalCall: alike('twoja zbiórka', 'your call'),
  crewCall: alike('zbiórka', 'call'),
  productionCall: alike('zbiórka produkcji', 'production call'),
  calls: names('zbiórka', 'zbiórki', 'call', 'calls'),
  locations: names('lokacja', 'lokacje', 'location', 'locations'),
  unitBase: alike('baza', 'unit base'),
  parking: alike('parking', 'parking'),
  vendorStops: names('odbiór', 'odbiory', 'pick-up', 'pick-ups'),
  estimatedWrap: alike('koniec zdjęć', 'wrap'),
  scenes: names('scena', 'sceny', 'scene', 'scenes'),
  cast: names('obsada', 'obsada', 'cast', 'cast'),
  meals: names('posiłek', 'posiłki', 'meal', 'meals'),
  hospital: alike('szpital', 'hospital'),
  contacts: names('kontakt', 'kontakty', 'contact', 'contacts'),
  equipment: alike('sprzęt', 'equipment'),
  safetyNotes: alike('BHP', 'safety'),
  background: alike('statyści', 'background'),
  notes: names('uwaga', 'uwagi', 'note', 'notes'),
  sunrise: alike('wschód słońca', 'sunrise'),
  sunset: alike('zachód słońca', 'sunset'),
}

export const ADDED: Text = { pl: 'dodano', en: 'added' }
export const REMOVED: Text = { pl: 'usunięto', en: 'removed' }
export const CHANGED: Text = { pl: 'zmieniono', en: 'changed' }
export const STATUS: Record<'cancelled' | 'restored', Text> = {
  cancelled: { pl: 'dzień zdjęciowy odwołany', en: 'the shooting day is cancelled' },
  restored: { pl: 'dzień zdjęciowy przywrócony', en: 'the shooting day is on again' },
}

/** From one value to another: `call 07:00 to 06:30`. */
export const MOVED: Record<Language, (before: string, after: string) => string> = {
  pl: (before, after) => `z ${before} na ${after}`,
  en: (before, after) => `${before} to ${after}`,
}

export const MANY: Record<Language, (count: number) => string> = {
  pl: (count) => `${count} ${polishChanges(count)}`,
  en: (count) => `${count} changes`,
}

/** Polish counts 2 to 4 (but not 12 to 14) differently from the rest. */
function polishChanges(count: number): string {
  const few = count % 10 >= 2 && count % 10 <= 4 && !(count % 100 >= 12 && count % 100 <= 14)
  return few ? 'zmiany' : 'zmian'
}

function alike(pl: string, en: string) {
  return names(pl, pl, en, en)
}

function names(one: string, many: string, oneEnglish: string, manyEnglish: string) {
  return { pl: { one, many }, en: { one: oneEnglish, many: manyEnglish } }
}
