import { places } from '../../places.ts'
import { dateStyles, timeStyles } from '../formats.ts'
import type { Setting, Spot } from './setting.ts'
import { departments, warsawName } from './warsaw-people.ts'
import * as story from './warsaw-story.ts'

/** The sandbox's own city: every address is on the sandbox map, telephones are from +48 500 100 100 on. */
export function warsaw(language: story.WarsawLanguage): Setting {
  const polish = language === 'pl'
  const say = (texts: readonly Record<story.WarsawLanguage, string>[]) => texts.map((text) => text[language])
  return {
    language,
    locale: polish ? 'pl-PL' : 'en-GB',
    timeZone: 'Europe/Warsaw',
    sunAt: { latitude: 52.23, longitude: 21.01 },
    dateStyles: dateStyles[language],
    timeStyles: timeStyles[language],
    issuedStyle: polish ? 'numeric-dots' : 'slashes',
    productions: say(story.productions),
    companies: say(story.companies),
    name: (random) => warsawName(random, language),
    phones: [{ print: (line) => `+48 500 100 ${line}`, e164: (line) => `+48500100${line}` }],
    towns: [
      {
        spots: story.filmedAt.map((filmed) => spot(filmed, language)),
        hospitals: story.hospitals.map((hospital) => ({ ...hospital, phone: '112' })),
      },
    ],
    departments: departments.map(({ name, offset, roles }) => ({
      name: name[language],
      offset,
      roles: roles[language],
    })),
    director: polish ? 'Reżyser' : 'Director',
    contactRoles: story.contactRoles[language],
    characters: say(story.characters),
    actions: say(story.actions),
    equipment: say(story.equipment),
    safety: say(story.safety),
    notes: say(story.notes),
    weather: say(story.weatherSummaries),
    revisionColours: story.revisionColours[language],
    vendors: [
      {
        name: 'Panavision Polska',
        address: places.find(({ id }) => id === 'panavision')?.address ?? '',
        what: polish ? 'odbiór sprzętu kamerowego' : 'camera equipment pick-up',
      },
    ],
    background: [polish ? 'przechodnie' : 'passers-by'],
    meals: polish ? ['śniadanie', 'obiad'] : ['Breakfast', 'Lunch'],
    unitBase: (street) =>
      polish ? `parking przy ${street}, wjazd od podwórza` : `car park at ${street}, enter through the yard`,
    parking: (street) =>
      polish
        ? `ekipa: ulica obok ${street}, ciężarowe na bazie`
        : `crew: street beside ${street}, trucks at base`,
    cancelled: polish
      ? ['ODWOŁANE', 'Dzień zdjęciowy odwołany. Nowy termin podamy osobno.']
      : ['CANCELLED', 'This shooting day is cancelled. A new date will follow.'],
  }
}

function spot(filmed: (typeof story.filmedAt)[number], language: story.WarsawLanguage): Spot {
  const place = places.find(({ id }) => id === filmed.place)
  if (!place) throw new Error(`No place ${filmed.place} on the sandbox map`)
  const { address, latitude, longitude } = place
  return {
    name: filmed.name[language],
    address,
    latitude,
    longitude,
    sets: filmed.sets.map(({ name, outdoors }) => ({ name: name[language], outdoors })),
  }
}
