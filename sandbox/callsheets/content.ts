import { getTimes } from 'suncalc'
import { places } from '../places.ts'
import { type Random, randomFrom } from '../random.ts'
import { dateStyles, shiftTime, timeStyles } from './formats.ts'
import type {
  CallTime,
  SheetCast,
  SheetContact,
  SheetContent,
  SheetLanguage,
  SheetLocation,
  SheetScene,
} from './model.ts'
import { departments, type PeopleSource, peopleFrom } from './people.ts'
import * as story from './story.ts'

const timeZone = 'Europe/Warsaw'

/** Invents everything that one shooting day's sheet says. The same seed and language give the same day. */
export function makeContent(seed: number, language: SheetLanguage): SheetContent {
  const random = randomFrom(seed * 2 + (language === 'pl' ? 0 : 1))
  const people = peopleFrom(random, language)
  const date = Temporal.PlainDate.from('2026-01-05').add({ days: random.between(0, 700) })
  const night = random.chance(0.2)
  const crewCall = quarter(random, night ? 16 : 6, night ? 19 : 9)
  const { locations, sets } = inventLocations(random, language)
  const castMembers = inventCast(random, people, language, crewCall)
  const { departmentCalls, crew } = inventCrew(random, people, language, crewCall)
  const dayNumber = random.between(1, 38)
  return {
    language,
    status: 'issued',
    style: { date: random.pick(dateStyles[language]), time: random.pick(timeStyles[language]) },
    production: random.pick(story.productions)[language],
    company: random.pick(story.companies)[language],
    date: date.toString(),
    day: { number: dayNumber, of: dayNumber + random.between(2, 20) },
    revision: firstIssue(random, language, date),
    crewCall,
    productionCall: shiftTime(crewCall, -random.pick([30, 45, 60])),
    departmentCalls,
    crew,
    locations,
    ...inventBase(random, language, locations),
    hospital: { ...random.pick(story.hospitals), phone: '112' },
    scenes: inventScenes(random, language, { sets, cast: castMembers, crewCall, night }),
    cast: castMembers,
    background: inventBackground(random, language, crewCall),
    equipment: random.sample(story.equipment, random.between(1, 4)).map((item) => item[language]),
    safetyNotes: random.sample(story.safety, random.between(1, 3)).map((item) => item[language]),
    notes: random.sample(story.notes, random.between(1, 3)).map((item) => item[language]),
    contacts: inventContacts(random, people, language, crew),
    meals: inventMeals(language, crewCall),
    estimatedWrap: shiftTime(crewCall, random.pick([600, 660, 690, 720])),
    ...sunTimes(date),
    weather: inventWeather(random, language, date),
    advance: inventAdvance(random, language, date, dayNumber),
  }
}

function quarter(random: Random, fromHour: number, toHour: number): string {
  return shiftTime('00:00', random.between(fromHour * 4, toHour * 4) * 15)
}

function firstIssue(
  random: Random,
  language: SheetLanguage,
  date: Temporal.PlainDate,
): SheetContent['revision'] {
  const number = random.chance(0.6) ? 0 : random.between(1, 3)
  const issuedAt = date
    .subtract({ days: 1 })
    .toPlainDateTime({ hour: random.between(15, 22), minute: random.between(0, 11) * 5 })
  return {
    number,
    colour: story.revisionColours[language][number] ?? 'white',
    issuedAt: issuedAt.toString({ smallestUnit: 'minute' }),
  }
}

interface PlacedSet {
  name: string
  outdoors: boolean
  location: number
}

function inventLocations(
  random: Random,
  language: SheetLanguage,
): { locations: SheetLocation[]; sets: PlacedSet[] } {
  const chosen = random.sample(story.filmedAt, random.pick([1, 1, 1, 2, 2, 3]))
  const locations = chosen.map((spot) => {
    const place = places.find(({ id }) => id === spot.place)
    if (!place) throw new Error(`No place ${spot.place} on the sandbox map`)
    const coordinates = { latitude: place.latitude, longitude: place.longitude }
    return { name: spot.name[language], address: place.address, coordinates }
  })
  const sets = chosen.flatMap((spot, location) =>
    spot.sets.map((set) => ({
      name: set.name[language].toLocaleUpperCase('pl'),
      outdoors: set.outdoors,
      location,
    })),
  )
  return { locations, sets }
}

function inventBase(
  random: Random,
  language: SheetLanguage,
  locations: SheetLocation[],
): Pick<SheetContent, 'unitBase' | 'parking' | 'pickUps'> {
  const first = locations[0]?.address ?? ''
  const street = first.split(',')[0] ?? first
  const polish = language === 'pl'
  const panavision = places.find(({ id }) => id === 'panavision')
  const pickUp = {
    vendor: 'Panavision Polska',
    address: panavision?.address ?? '',
    time: '06:00',
    what: polish ? 'odbiór sprzętu kamerowego' : 'camera equipment pick-up',
  }
  return {
    unitBase: polish
      ? `parking przy ${street}, wjazd od podwórza`
      : `car park at ${street}, enter through the yard`,
    parking: polish
      ? `ekipa: ulica obok ${street}, ciężarowe na bazie`
      : `crew: street beside ${street}, trucks at base`,
    pickUps: random.chance(0.5) ? [pickUp] : [],
  }
}

function inventCast(
  random: Random,
  people: PeopleSource,
  language: SheetLanguage,
  crewCall: string,
): SheetCast[] {
  return story.characters.slice(0, random.between(2, story.characters.length)).map((character, index) => {
    const onSet = shiftTime(crewCall, 30 + 15 * random.between(0, 8) + (index > 3 ? 120 : 0))
    const makeUp = shiftTime(onSet, -random.pick([60, 75, 90]))
    return {
      number: index + 1,
      character: character[language],
      actor: people.name(),
      pickUp: random.chance(0.2) ? 'n/a' : shiftTime(makeUp, -random.pick([30, 45, 60])),
      makeUp,
      costume: shiftTime(onSet, -30),
      onSet,
    }
  })
}

function inventCrew(
  random: Random,
  people: PeopleSource,
  language: SheetLanguage,
  crewCall: string,
): Pick<SheetContent, 'departmentCalls' | 'crew'> {
  const working = departments.filter((department) => department.offset < 0 || random.chance(0.95))
  const departmentCalls: SheetContent['departmentCalls'] = []
  const crew: SheetContent['crew'] = []
  const everyoneAtOnce = random.chance(0.25)
  for (const department of working) {
    const name = department.name[language]
    const time = everyoneAtOnce ? crewCall : shiftTime(crewCall, department.offset)
    departmentCalls.push({ department: name, time })
    for (const role of department.roles[language]) {
      crew.push({ name: people.name(), role, department: name, time: personalCall(random, time) })
    }
  }
  return { departmentCalls, crew }
}

/** Whom to ring: the same people as in the crew list where the role is there. */
function inventContacts(
  random: Random,
  people: PeopleSource,
  language: SheetLanguage,
  crew: SheetContent['crew'],
): SheetContact[] {
  return random.sample(story.contactRoles[language], random.between(4, 6)).map((role) => {
    const member = crew.find((person) => person.role === role)
    return people.contact(role, member?.name)
  })
}

/** Most people come with their department; some earlier or later, a few are on call or not needed. */
function personalCall(random: Random, departmentCall: string): CallTime {
  const draw = random.next()
  if (draw < 0.03) return 'O/C'
  if (draw < 0.05) return 'n/a'
  return draw < 0.2 ? shiftTime(departmentCall, random.pick([-45, -30, -15, 30])) : departmentCall
}

interface DayShape {
  sets: PlacedSet[]
  cast: SheetCast[]
  crewCall: string
  night: boolean
}

function inventScenes(random: Random, language: SheetLanguage, day: DayShape): SheetScene[] {
  const count = random.between(3, 9)
  const firstNumber = random.between(4, 110)
  const actions = random.sample(story.actions, count)
  return Array.from({ length: count }, (_, index) => {
    // Scenes are filmed location by location, so company moves happen once.
    const set = day.sets[Math.floor((index * day.sets.length) / count)]
    if (!set) throw new Error('A shooting day without a set')
    return {
      number: `${firstNumber + index * 4 + random.between(0, 3)}${random.chance(0.2) ? random.pick(['A', 'B', 'pt.']) : ''}`,
      intExt: set.outdoors ? 'EXT' : random.chance(0.1) ? 'INT/EXT' : 'INT',
      dayNight: day.night ? 'NIGHT' : timeOfDay(random, index, count),
      set: set.name,
      description: actions[index]?.[language] ?? '',
      eighths: random.between(1, 22),
      cast: random
        .sample(day.cast, random.between(1, 3))
        .map(({ number }) => number)
        .toSorted((a, b) => a - b),
      location: set.location,
      startsAt: shiftTime(day.crewCall, 45 + Math.floor((index * 540) / count / 15) * 15),
    }
  })
}

/** Dawn can only be the first scene of a day, dusk the last. */
function timeOfDay(random: Random, index: number, count: number): SheetScene['dayNight'] {
  if (index === 0 && random.chance(0.15)) return 'DAWN'
  return index === count - 1 && random.chance(0.3) ? 'DUSK' : 'DAY'
}

function inventBackground(
  random: Random,
  language: SheetLanguage,
  crewCall: string,
): SheetContent['background'] {
  if (random.chance(0.4)) return []
  const description = language === 'pl' ? 'przechodnie' : 'passers-by'
  return [{ description, count: random.between(4, 40), time: shiftTime(crewCall, 60) }]
}

function inventMeals(language: SheetLanguage, crewCall: string): SheetContent['meals'] {
  const names = language === 'pl' ? ['śniadanie', 'obiad'] : ['Breakfast', 'Lunch']
  return [
    { name: names[0] ?? '', time: shiftTime(crewCall, -30) },
    { name: names[1] ?? '', time: shiftTime(crewCall, 360) },
  ]
}

function sunTimes(date: Temporal.PlainDate): Pick<SheetContent, 'sunrise' | 'sunset'> {
  const noon = date.toZonedDateTime({ timeZone, plainTime: '12:00' })
  const sun = getTimes(new Date(noon.epochMilliseconds), 52.23, 21.01)
  const local = (instant: Date | null) => {
    if (!instant) throw new Error('The sun rises and sets every day in Warsaw')
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
    return zoned.toPlainTime().toString({ smallestUnit: 'minute' })
  }
  return { sunrise: local(sun.sunrise), sunset: local(sun.sunset) }
}

function inventWeather(
  random: Random,
  language: SheetLanguage,
  date: Temporal.PlainDate,
): SheetContent['weather'] {
  // A rough yearly curve for Warsaw: about -2 in mid-January, about 20 in mid-July.
  const typical = Math.round(9 - 11 * Math.cos(((date.dayOfYear - 15) / 365) * 2 * Math.PI))
  const lowCelsius = typical - random.between(3, 7)
  return {
    summary: random.pick(story.weatherSummaries)[language],
    lowCelsius,
    highCelsius: lowCelsius + random.between(5, 11),
    windMetresPerSecond: random.between(1, 11),
    rainPercent: random.between(0, 9) * 10,
  }
}

function inventAdvance(
  random: Random,
  language: SheetLanguage,
  date: Temporal.PlainDate,
  dayNumber: number,
): SheetContent['advance'] {
  return random.sample(story.filmedAt, 2).map((spot, index) => ({
    date: date.add({ days: index + 1 }).toString(),
    day: dayNumber + index + 1,
    scenes: Array.from({ length: random.between(2, 4) }, () => String(random.between(3, 130))),
    set: (spot.sets[0]?.name[language] ?? '').toLocaleUpperCase('pl'),
    crewCall: quarter(random, 6, 9),
  }))
}
