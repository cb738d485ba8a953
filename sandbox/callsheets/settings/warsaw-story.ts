/** The sandbox's own city is filmed in Polish, and in English by a visiting crew. */
export type WarsawLanguage = 'pl' | 'en'

type Text = Record<WarsawLanguage, string>

export const productions: readonly Text[] = [
  { pl: 'Zimowy brzeg', en: 'Winter Shore' },
  { pl: 'Ostatni tramwaj', en: 'The Last Tram' },
  { pl: 'Cisza nad Wkrą', en: 'North of Quiet' },
  { pl: 'Pół kroku', en: 'Half a Step' },
  { pl: 'Rodzina Żółkiewskich', en: 'Paper Lanterns' },
  { pl: 'Łącznik', en: 'The Go-Between Line' },
  { pl: 'Świetlik', en: 'Second Glass' },
  { pl: 'Gęsia skórka', en: 'Harbour Light' },
]

export const companies: readonly Text[] = [
  { pl: 'Studio Jaskółka sp. z o.o.', en: 'Swallow House Pictures Ltd' },
  { pl: 'Ćma Film', en: 'Grey Moth Films' },
  { pl: 'Brzeg Produkcja s.c.', en: 'Riverbank Productions' },
]

/** What is filmed at each of the sandbox's places; `outdoors` says whether its sets are exteriors. */
export const filmedAt: readonly {
  place: string
  name: Text
  sets: readonly { name: Text; outdoors: boolean }[]
}[] = [
  {
    place: 'chelmska',
    name: { pl: 'WFDiF, hala 3', en: 'Chełmska Studios, Stage 3' },
    sets: [
      { name: { pl: 'Mieszkanie Hanny - kuchnia', en: "Hanna's flat - kitchen" }, outdoors: false },
      { name: { pl: 'Mieszkanie Hanny - sypialnia', en: "Hanna's flat - bedroom" }, outdoors: false },
    ],
  },
  {
    place: 'pulawska',
    name: { pl: 'Kamienica przy Puławskiej', en: 'Puławska tenement' },
    sets: [
      { name: { pl: 'Klatka schodowa', en: 'Stairwell' }, outdoors: false },
      { name: { pl: 'Podwórko', en: 'Courtyard' }, outdoors: true },
    ],
  },
  {
    place: 'plac-zamkowy',
    name: { pl: 'Plac Zamkowy', en: 'Castle Square' },
    sets: [
      { name: { pl: 'Plac pod kolumną', en: 'Square by the column' }, outdoors: true },
      { name: { pl: 'Kawiarnia Pod Zegarem', en: 'Clock Café' }, outdoors: false },
    ],
  },
  {
    place: 'minska',
    name: { pl: 'Dawna fabryka', en: 'Old factory' },
    sets: [
      { name: { pl: 'Hala fabryczna', en: 'Factory floor' }, outdoors: false },
      { name: { pl: 'Rampa fabryki', en: 'Loading dock' }, outdoors: true },
    ],
  },
  {
    place: 'jana-pawla',
    name: { pl: 'Biurowiec Arkada', en: 'Arcade office tower' },
    sets: [
      { name: { pl: 'Gabinet prezesa', en: "Chairman's office" }, outdoors: false },
      { name: { pl: 'Parking podziemny', en: 'Underground car park' }, outdoors: false },
    ],
  },
  {
    place: 'wybrzeze',
    name: { pl: 'Bulwary', en: 'River boulevard' },
    sets: [
      { name: { pl: 'Bulwar nad Wisłą', en: 'Riverside steps' }, outdoors: true },
      { name: { pl: 'Barka', en: 'Barge' }, outdoors: true },
    ],
  },
  {
    place: 'kolejowa',
    name: { pl: 'Magazyn w Błoniu', en: 'Błonie warehouse' },
    sets: [
      { name: { pl: 'Magazyn', en: 'Warehouse' }, outdoors: false },
      { name: { pl: 'Bocznica kolejowa', en: 'Railway siding' }, outdoors: true },
    ],
  },
  {
    place: 'pilsudskiego',
    name: { pl: 'Willa w Konstancinie', en: 'Konstancin villa' },
    sets: [
      { name: { pl: 'Salon willi', en: 'Villa - drawing room' }, outdoors: false },
      { name: { pl: 'Ogród willi', en: 'Villa - garden' }, outdoors: true },
    ],
  },
]

export const actions: readonly Text[] = [
  {
    pl: 'Hanna znajduje list i pali go nad zlewem.',
    en: 'Hanna finds the letter and burns it over the sink.',
  },
  { pl: 'Kłótnia o klucze. Olek wychodzi.', en: 'They argue over the keys. Olek walks out.' },
  { pl: 'Pościg, Bruno gubi teczkę.', en: 'The chase; Bruno drops the briefcase.' },
  { pl: 'Telefon od siostry.', en: 'A call from her sister.' },
  { pl: 'Spotkanie po latach.', en: 'They meet again after years.' },
  { pl: 'Ważna rozmowa, nikt nie patrzy w oczy.', en: 'The talk. Nobody meets an eye.' },
  { pl: 'Czekają na sygnał.', en: 'They wait for the signal.' },
  { pl: 'Ujęcia dokrętkowe: ręce, zegar, drzwi.', en: 'Inserts: hands, clock, door.' },
  { pl: 'Inspektor ogląda ślady.', en: 'The inspector studies the tracks.' },
  { pl: 'Dziecko chowa się za kotarą.', en: 'The child hides behind the curtain.' },
]

export const characters: readonly Text[] = [
  { pl: 'HANNA', en: 'HANNA' },
  { pl: 'OLEK', en: 'OLEK' },
  { pl: 'BRUNO', en: 'BRUNO' },
  { pl: 'INSPEKTOR', en: 'INSPECTOR' },
  { pl: 'SIOSTRA', en: 'SISTER' },
  { pl: 'SĄSIAD', en: 'NEIGHBOUR' },
  { pl: 'DZIEWCZYNKA', en: 'YOUNG GIRL' },
]

export const equipment: readonly Text[] = [
  { pl: 'Steadicam', en: 'Steadicam' },
  { pl: 'Dron (operator z uprawnieniami)', en: 'Drone with licensed pilot' },
  { pl: 'Kran 6 m', en: '6 m crane' },
  { pl: 'Drugi korpus kamery, obiektywy 35 i 85 mm', en: 'Second camera body, 35 and 85 mm lenses' },
  { pl: 'Namiot zaciemniający', en: 'Blackout tent' },
  { pl: 'Agregat 60 kVA', en: '60 kVA generator' },
  { pl: 'Walkie-talkie 24 szt.', en: '24 walkie-talkies' },
]

export const safety: readonly Text[] = [
  {
    pl: 'Otwarty ogień na planie: strażak obecny od próby.',
    en: 'Open flame on set: fire officer present from rehearsal.',
  },
  {
    pl: 'Praca przy ruchu ulicznym: kamizelki odblaskowe obowiązkowe.',
    en: 'Working near traffic: high-visibility vests are mandatory.',
  },
  { pl: 'Zakaz palenia na terenie obiektu.', en: 'No smoking on the premises.' },
  { pl: 'Praca na wysokości tylko w uprzęży.', en: 'Harness must be worn for work at height.' },
  {
    pl: 'Praca nad wodą: kamizelki ratunkowe, ratownik na planie.',
    en: 'Working over water: life vests, lifeguard on set.',
  },
]

export const notes: readonly Text[] = [
  { pl: 'Plan zamknięty, prosimy nie publikować zdjęć.', en: 'Closed set. No photographs, no social media.' },
  {
    pl: 'Prosimy o cichą pracę na podwórku, mieszkańcy śpią.',
    en: 'Please keep the courtyard quiet, residents are asleep.',
  },
  {
    pl: 'Wszystkie pojazdy zostają na bazie, dojazd na plan busem.',
    en: 'All vehicles stay at base; shuttle to set.',
  },
  { pl: 'Proszę zabrać ciepłe i nieprzemakalne ubranie.', en: 'Bring warm and waterproof clothing.' },
]

export const hospitals: readonly { name: string; address: string }[] = [
  { name: 'Szpital Czerniakowski', address: 'ul. Stępińska 19/25, 00-739 Warszawa' },
  { name: 'Szpital Praski', address: 'al. Solidarności 67, 03-401 Warszawa' },
  { name: 'Szpital Bielański', address: 'ul. Cegłowska 80, 01-809 Warszawa' },
  { name: 'Szpital Południowy', address: 'ul. Pileckiego 99, 02-781 Warszawa' },
]

export const weatherSummaries: readonly Text[] = [
  { pl: 'pochmurno, przelotny deszcz', en: 'Cloudy, light showers' },
  { pl: 'słonecznie', en: 'Sunny' },
  { pl: 'mgła do południa', en: 'Fog until noon' },
  { pl: 'zachmurzenie zmienne', en: 'Partly cloudy' },
]

export const contactRoles: Record<WarsawLanguage, readonly string[]> = {
  pl: [
    'Kierownik produkcji',
    'II reżyser',
    'Kierownik planu',
    'Kierownik lokacji',
    'Kierownik transportu',
    'Koordynator produkcji',
  ],
  en: [
    'Unit Production Manager',
    '1st AD',
    'Production Coordinator',
    'Location Manager',
    'Transport Captain',
    'Set Medic',
  ],
}

/** Colours of successive issues, as each trade prints them. */
export const revisionColours: Record<WarsawLanguage, readonly string[]> = {
  pl: ['biała', 'niebieska', 'różowa', 'żółta', 'zielona'],
  en: ['white', 'blue', 'pink', 'yellow', 'green', 'goldenrod'],
}
