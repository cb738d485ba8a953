import type { CheckCode } from './checks.ts'

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
  'several-units': {
    pl: 'Plik zawiera plany kilku ekip i w żadnym nie ma Ciebie. Zaplanowano pierwszy, głównej ekipy.',
    en: 'The file holds call sheets of several units, and none names you. The first one, the main unit, is planned.',
  },
  'early-wake-up': {
    pl: 'Pobudka o {wakeUp}. Rozważ nocleg w pobliżu planu.',
    en: 'You get up at {wakeUp}. Consider sleeping near the set.',
  },
  'very-early-wake-up': {
    pl: 'Pobudka już o {wakeUp} ({date}). Przenocuj w pobliżu planu albo umów transport.',
    en: 'You get up as early as {wakeUp} on {date}. Sleep near the set or arrange a pick-up.',
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
