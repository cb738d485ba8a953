import type { Random } from '../../random.ts'
import type { WarsawLanguage } from './warsaw-story.ts'

interface Names {
  given: readonly string[]
  family: readonly string[]
}

const women: Names = {
  given: [
    'Anna',
    'Zofia',
    'Małgorzata',
    'Żaneta',
    'Łucja',
    'Elżbieta',
    'Jagoda',
    'Grażyna',
    'Oliwia',
    'Kalina',
    'Róża',
    'Marcelina',
  ],
  family: [
    'Wrzos',
    'Dąbek',
    'Świątek',
    'Maślanka',
    'Jabłońska',
    'Górna',
    'Krzemień',
    'Zięba',
    'Pączek',
    'Sowińska',
    'Ćwik',
    'Łozowska',
  ],
}
const men: Names = {
  given: [
    'Jan',
    'Piotr',
    'Łukasz',
    'Michał',
    'Paweł',
    'Stanisław',
    'Grzegorz',
    'Błażej',
    'Tomasz',
    'Wojciech',
    'Świętosław',
    'Józef',
  ],
  family: [
    'Żurek',
    'Brzoza',
    'Kłos',
    'Grzęda',
    'Ostrowiec',
    'Wąsik',
    'Szczepaniec',
    'Jeżyk',
    'Mróz',
    'Gołąb',
    'Pietrzyca',
    'Nowiński',
  ],
}
const english: Names = {
  given: [
    'Alice',
    'Rowan',
    'Priya',
    'Marcus',
    'Hannah',
    'Theo',
    'Imogen',
    'Callum',
    'Nadia',
    'Owen',
    'Beatrix',
    'Samuel',
    'Freya',
    'Desmond',
  ],
  family: [
    'Whitlock',
    'Okonedi',
    'Fairbairn',
    'Marsh',
    'Pemberlane',
    'Quill',
    'Tolland',
    'Ashdown',
    'Varley',
    'Kinross',
    'Hallam',
    'Brightwater',
    'Lowell',
    'Sandoz',
  ],
}

/** Polish sheets have Polish crews; on English ones, shot in Warsaw, about a third of the crew is Polish. */
export function warsawName(random: Random, language: WarsawLanguage): string {
  const names = language === 'en' && random.chance(0.65) ? english : random.pick([women, men])
  return `${random.pick(names.given)} ${random.pick(names.family)}`
}

interface WarsawDepartment {
  name: Record<WarsawLanguage, string>
  /** Minutes from the general crew call to the department's own. */
  offset: number
  roles: Record<WarsawLanguage, readonly string[]>
}

/** Departments in the order in which sheets print them. */
export const departments: readonly WarsawDepartment[] = [
  {
    name: { pl: 'Produkcja', en: 'Production' },
    offset: -30,
    roles: {
      pl: ['Kierownik produkcji', 'Kierownik planu', 'Koordynator produkcji', 'Asystent planu'],
      en: ['Unit Production Manager', 'Production Coordinator', 'Set Manager', 'Office PA'],
    },
  },
  {
    name: { pl: 'Reżyseria', en: 'Direction' },
    offset: 0,
    roles: {
      pl: ['Reżyser', 'II reżyser', 'Asystent reżysera', 'Script supervisor'],
      en: ['Director', '1st AD', '2nd AD', 'Script Supervisor', 'Set PA'],
    },
  },
  {
    name: { pl: 'Kamera', en: 'Camera' },
    offset: -15,
    roles: {
      pl: [
        'Operator obrazu',
        'Operator kamery',
        'I asystent kamery',
        'II asystent kamery',
        'DIT',
        'Video operator',
        'Steadicam',
      ],
      en: [
        'Director of Photography',
        'Camera Operator',
        '1st AC',
        '2nd AC',
        'DIT',
        'Video Playback',
        'Camera Trainee',
      ],
    },
  },
  {
    name: { pl: 'Światło', en: 'Electric' },
    offset: -15,
    roles: {
      pl: ['Mistrz oświetlenia', 'Best boy', 'Oświetlacz', 'Oświetlacz', 'Agregaciarz'],
      en: ['Gaffer', 'Best Boy Electric', 'Electrician', 'Electrician', 'Genny Operator'],
    },
  },
  {
    name: { pl: 'Wózkarze', en: 'Grip' },
    offset: -15,
    roles: { pl: ['Key grip', 'Wózkarz', 'Wózkarz'], en: ['Key Grip', 'Dolly Grip', 'Grip'] },
  },
  {
    name: { pl: 'Dźwięk', en: 'Sound' },
    offset: 0,
    roles: {
      pl: ['Operator dźwięku', 'Mikrofoniarz'],
      en: ['Sound Mixer', 'Boom Operator', 'Sound Utility'],
    },
  },
  {
    name: { pl: 'Scenografia', en: 'Art Department' },
    offset: -60,
    roles: {
      pl: ['Scenograf', 'Dekorator wnętrz', 'Rekwizytor planowy', 'Budowniczy'],
      en: ['Production Designer', 'Set Decorator', 'Prop Master', 'On-set Dresser'],
    },
  },
  {
    name: { pl: 'Kostiumy', en: 'Wardrobe' },
    offset: -45,
    roles: {
      pl: ['Kostiumograf', 'Garderoba planu'],
      en: ['Costume Designer', 'Wardrobe Supervisor', 'Dresser'],
    },
  },
  {
    name: { pl: 'Charakteryzacja', en: 'Hair & Make-up' },
    offset: -60,
    roles: {
      pl: ['Charakteryzator', 'II charakteryzator'],
      en: ['Key Make-up', 'Hair Stylist', 'Make-up Artist'],
    },
  },
  {
    name: { pl: 'Transport', en: 'Transport' },
    offset: -75,
    roles: {
      pl: ['Kierownik transportu', 'Kierowca', 'Kierowca'],
      en: ['Transport Captain', 'Driver', 'Driver'],
    },
  },
  {
    name: { pl: 'Catering', en: 'Catering' },
    offset: -90,
    roles: { pl: ['Catering'], en: ['Caterer', 'Craft Service'] },
  },
]
