import { getTimes } from 'suncalc'
import { type Random, randomFrom } from '../random.ts'
import { shiftTime } from './formats.ts'
import type {
  CallTime,
  SettingName,
  SheetCast,
  SheetContact,
  SheetContent,
  SheetLocation,
  SheetScene,
} from './model.ts'
import { type PeopleSource, peopleFrom } from './people.ts'
import { settings } from './settings/index.ts'
import type { Setting, Town } from './settings/setting.ts'

/** Invents everything that one shooting day's sheet says. The same seed and setting give the same day. */
export function makeContent(seed: number, settingName: SettingName): SheetContent {
  const setting = settings[settingName]
  const random = randomFrom(seed * 2 + (setting.language === 'pl' ? 0 : 1))
  const people = peopleFrom(random, setting)
  const date = Temporal.PlainDate.from('2026-01-05').add({ days: random.between(0, 700) })
  const night = random.chance(0.2)
  const crewCall = quarter(random, night ? 16 : 6, night ? 19 : 9)
  const town = onlyOrAny(random, setting.towns)
  const { locations, sets } = inventLocations(random, town)
  const castMembers = inventCast(random, people, setting, crewCall)
  const { departmentCalls, crew } = inventCrew(random, people, setting, crewCall)
  const dayNumber = random.between(1, 38)
  const style = { date: random.pick(setting.dateStyles), time: random.pick(setting.timeStyles), words: seed }
  return {
    language: setting.language,
    setting: settingName,
    status: 'issued',
    style,
    production: random.pick(setting.productions),
    company: random.pick(setting.companies),
    date: date.toString(),
    day: { number: dayNumber, of: dayNumber + random.between(2, 20) },
    revision: firstIssue(random, setting, date),
    crewCall,
    productionCall: shiftTime(crewCall, -random.pick([30, 45, 60])),
    departmentCalls,
    crew,
    locations,
    ...inventBase(random, setting, locations),
    hospital: random.pick(town.hospitals),
    scenes: inventScenes(random, setting, { sets, cast: castMembers, crewCall, night }),
    cast: castMembers,
    background: inventBackground(random, setting, crewCall),
    equipment: random.sample(setting.equipment, random.between(1, 4)),
    safetyNotes: random.sample(setting.safety, random.between(1, 3)),
    notes: random.sample(setting.notes, random.between(1, 3)),
    contacts: inventContacts(random, people, setting, crew),
    meals: inventMeals(setting, crewCall),
    estimatedWrap: shiftTime(crewCall, random.pick([600, 660, 690, 720])),
    ...sunTimes(date, setting, locations),
    weather: inventWeather(random, setting, date),
    advance: inventAdvance(random, town, date, dayNumber),
  }
}

/** Draws no chance where there is no choice. */
function onlyOrAny<T>(random: Random, items: readonly T[]): T {
  const [only] = items
  return items.length === 1 && only !== undefined ? only : random.pick(items)
}

function quarter(random: Random, fromHour: number, toHour: number): string {
  return shiftTime('00:00', random.between(fromHour * 4, toHour * 4) * 15)
}

function firstIssue(random: Random, setting: Setting, date: Temporal.PlainDate): SheetContent['revision'] {
  const number = random.chance(0.6) ? 0 : random.between(1, 3)
  const issuedAt = date
    .subtract({ days: 1 })
    .toPlainDateTime({ hour: random.between(15, 22), minute: random.between(0, 11) * 5 })
  return {
    number,
    colour: setting.revisionColours[number] ?? 'white',
    issuedAt: issuedAt.toString({ smallestUnit: 'minute' }),
  }
}

interface PlacedSet {
  name: string
  outdoors: boolean
  location: number
}

function inventLocations(random: Random, { spots }: Town): { locations: SheetLocation[]; sets: PlacedSet[] } {
  const chosen = random.sample(spots, random.pick([1, 1, 1, 2, 2, 3]))
  const locations = chosen.map(({ name, address, latitude, longitude }) => ({
    name,
    address,
    coordinates: { latitude, longitude },
  }))
  const sets = chosen.flatMap((spot, location) =>
    spot.sets.map(({ name, outdoors }) => ({ name: name.toLocaleUpperCase('pl'), outdoors, location })),
  )
  return { locations, sets }
}

function inventBase(
  random: Random,
  setting: Setting,
  locations: SheetLocation[],
): Pick<SheetContent, 'unitBase' | 'parking' | 'pickUps'> {
  const first = locations[0]?.address ?? ''
  const street = first.split(',')[0] ?? first
  const { name: vendor, address, what } = onlyOrAny(random, setting.vendors)
  return {
    unitBase: setting.unitBase(street),
    parking: setting.parking(street),
    pickUps: random.chance(0.5) ? [{ vendor, address, time: '06:00', what }] : [],
  }
}

function inventCast(random: Random, people: PeopleSource, setting: Setting, crewCall: string): SheetCast[] {
  return setting.characters.slice(0, random.between(2, setting.characters.length)).map((character, index) => {
    const onSet = shiftTime(crewCall, 30 + 15 * random.between(0, 8) + (index > 3 ? 120 : 0))
    const makeUp = shiftTime(onSet, -random.pick([60, 75, 90]))
    return {
      number: index + 1,
      character,
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
  setting: Setting,
  crewCall: string,
): Pick<SheetContent, 'departmentCalls' | 'crew'> {
  const working = setting.departments.filter((department) => department.offset < 0 || random.chance(0.95))
  const departmentCalls: SheetContent['departmentCalls'] = []
  const crew: SheetContent['crew'] = []
  const everyoneAtOnce = random.chance(0.25)
  for (const department of working) {
    const { name } = department
    const time = everyoneAtOnce ? crewCall : shiftTime(crewCall, department.offset)
    departmentCalls.push({ department: name, time })
    for (const role of department.roles) {
      crew.push({ name: people.name(), role, department: name, time: personalCall(random, time) })
    }
  }
  return { departmentCalls, crew }
}

/** Whom to ring: the same people as in the crew list where the role is there. */
function inventContacts(
  random: Random,
  people: PeopleSource,
  setting: Setting,
  crew: SheetContent['crew'],
): SheetContact[] {
  return random.sample(setting.contactRoles, random.between(4, 6)).map((role) => {
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

function inventScenes(random: Random, setting: Setting, day: DayShape): SheetScene[] {
  const count = random.between(3, 9)
  const firstNumber = random.between(4, 110)
  const actions = random.sample(setting.actions, count)
  return Array.from({ length: count }, (_, index) => {
    // Scenes are filmed location by location, so company moves happen once.
    const set = day.sets[Math.floor((index * day.sets.length) / count)]
    if (!set) throw new Error('A shooting day without a set')
    return {
      number: `${firstNumber + index * 4 + random.between(0, 3)}${random.chance(0.2) ? random.pick(['A', 'B', 'pt.']) : ''}`,
      intExt: set.outdoors ? 'EXT' : random.chance(0.1) ? 'INT/EXT' : 'INT',
      dayNight: day.night ? 'NIGHT' : timeOfDay(random, index, count),
      set: set.name,
      description: actions[index] ?? '',
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

function inventBackground(random: Random, setting: Setting, crewCall: string): SheetContent['background'] {
  if (random.chance(0.4)) return []
  const description = onlyOrAny(random, setting.background)
  return [{ description, count: random.between(4, 40), time: shiftTime(crewCall, 60) }]
}

function inventMeals({ meals }: Setting, crewCall: string): SheetContent['meals'] {
  return [
    { name: meals[0], time: shiftTime(crewCall, -30) },
    { name: meals[1], time: shiftTime(crewCall, 360) },
  ]
}

/** When the sun rises and sets that day where it is filmed, local `HH:MM`. */
export function sunTimes(
  date: Temporal.PlainDate,
  { timeZone, sunAt }: Setting,
  [first]: SheetLocation[],
): Pick<SheetContent, 'sunrise' | 'sunset'> {
  const at = sunAt ?? first?.coordinates
  if (!at) throw new Error('Nowhere for the sun to rise')
  const noon = date.toZonedDateTime({ timeZone, plainTime: '12:00' })
  const sun = getTimes(new Date(noon.epochMilliseconds), at.latitude, at.longitude)
  const local = (instant: Date | null) => {
    if (!instant) throw new Error('The sun rises and sets every day where films are made here')
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
    return zoned.toPlainTime().toString({ smallestUnit: 'minute' })
  }
  return { sunrise: local(sun.sunrise), sunset: local(sun.sunset) }
}

function inventWeather(random: Random, setting: Setting, date: Temporal.PlainDate): SheetContent['weather'] {
  // A rough yearly curve for Central Europe: about -2 in mid-January, about 20 in mid-July.
  const typical = Math.round(9 - 11 * Math.cos(((date.dayOfYear - 15) / 365) * 2 * Math.PI))
  const lowCelsius = typical - random.between(3, 7)
  return {
    summary: random.pick(setting.weather),
    lowCelsius,
    highCelsius: lowCelsius + random.between(5, 11),
    windMetresPerSecond: random.between(1, 11),
    rainPercent: random.between(0, 9) * 10,
  }
}

function inventAdvance(
  random: Random,
  { spots }: Town,
  date: Temporal.PlainDate,
  dayNumber: number,
): SheetContent['advance'] {
  return random.sample(spots, 2).map((spot, index) => ({
    date: date.add({ days: index + 1 }).toString(),
    day: dayNumber + index + 1,
    scenes: Array.from({ length: random.between(2, 4) }, () => String(random.between(3, 130))),
    set: (spot.sets[0]?.name ?? '').toLocaleUpperCase('pl'),
    crewCall: quarter(random, 6, 9),
  }))
}
