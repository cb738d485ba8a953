import type { CallSheet } from '#callsheet'
import { EQUIPMENT, EXTRA_REASONS, fill, RATINGS, WEATHER_WARNINGS } from '../services/calendar/texts.ts'
import type { DayTimes, Leg } from '../services/route/planning.ts'
import type { CalledDay, PlannedDay } from './plan-day.ts'
import { contactLines, otherCallLines } from './plan-people.ts'
import type { WeatherReport } from './plan-world.ts'
import { painted, type Terminal, wrapped } from './terminal.ts'

/** `label` stands in a column of its own; without one the text takes the whole line. */
export interface PlanLine {
  readonly label: string
  readonly text: string
  readonly alarming?: boolean
}
type Section = readonly [title: string, lines: readonly PlanLine[]]

const labelWidth = 17
const plain: Terminal = { width: Infinity, colour: false }

/**
 * A planned day for the terminal: what to check, the times from the alarm clock to the wrap, the way and what its minutes
 * are for, the weather and what to take, whom to call.
 */
export function renderPlan(
  sheet: CallSheet,
  { day, warnings }: PlannedDay,
  { name, sandbox }: { name: string; sandbox: boolean },
  terminal: Terminal = plain,
): string {
  const date = day?.shootingDate.toLocaleString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const heading = [sheet.productionTitle?.value, date].filter(Boolean).join(', ')
  const sections: Section[] = [
    ['To check', warnings.map(({ message, code }) => alarm(`${message} (${code})`))],
    ...(day ? daySections(sheet, day) : []),
    ['Contacts', contactLines(sheet)],
  ]
  return [
    ...(heading ? wrapped(heading, terminal.width).map((line) => painted(line, 'bold', terminal)) : []),
    `${name}: the day as planned`,
    ...(sandbox ? ['SANDBOX: maps and weather are simulated'] : []),
    ...sections.flatMap((section) => rendered(section, terminal)),
  ].join('\n')
}

function daySections(sheet: CallSheet, day: CalledDay): Section[] {
  return [
    ['The day', times(day)],
    ['Other calls', day.callIsPersonal ? [] : otherCallLines(sheet, day.arrival.call)],
    ['The way', [...(day.times?.legs.map(leg) ?? []), ...together(day.times)]],
    ['Time kept for', buffers(day)],
    ['Weather', day.weather ? weatherLines(day.weather) : []],
    [
      'Take along',
      day.weather ? [line('', day.weather.advice.map((item) => EQUIPMENT[item].en).join(', '))] : [],
    ],
  ]
}

function times({ shootingDate, arrival, times: way, wrap, callIsPersonal }: CalledDay): PlanLine[] {
  const row = (
    label: string,
    time: Temporal.ZonedDateTime | null | undefined,
    atHome?: Temporal.ZonedDateTime,
  ): PlanLine[] => (time ? [line(label, momentText(time, shootingDate, atHome))] : [])
  const here = Temporal.Now.timeZoneId()
  const zone = arrival.call.timeZoneId
  const isElsewhere = arrival.call.withTimeZone(here).offsetNanoseconds !== arrival.call.offsetNanoseconds
  return [
    ...row('Wake up', way?.wakeUp, way?.atHome?.wakeUp),
    ...row('Leave home', way?.leaveHome, way?.atHome?.leaveHome),
    ...row('At the stop', way?.arriveStop),
    ...row('Leave the stop', way?.leaveStop),
    ...row('At the location', arrival.arriveLocation),
    ...row('Parked', arrival.parked),
    ...row(callIsPersonal ? 'Your call' : 'Call', arrival.call),
    ...row('Est. wrap', wrap),
    ...(isElsewhere ? [line('', `Times are those of ${zone}; the clock of this machine is ${here}.`)] : []),
  ]
}

/** `05:25`, with its day when that is not the shooting day, and what the clock at home shows when it differs. */
export function momentText(
  time: Temporal.ZonedDateTime,
  shootingDate: Temporal.PlainDate,
  atHome?: Temporal.ZonedDateTime,
): string {
  const text = [clock(time), dayText(time, shootingDate)].filter(Boolean).join(' ')
  if (!atHome || atHome.offsetNanoseconds === time.offsetNanoseconds) return text
  const there = [clock(atHome), dayText(atHome, shootingDate)].filter(Boolean).join(' ')
  return `${text} (${there} in ${city(atHome.timeZoneId)})`
}

/** The weekday of the day before or after, with the date when it is further off; nothing on the shooting day itself. */
function dayText(time: Temporal.ZonedDateTime, shootingDate: Temporal.PlainDate): string {
  const date = time.toPlainDate()
  const away = Math.abs(shootingDate.until(date).days)
  if (away === 0) return ''
  if (away === 1) return date.toLocaleString('en-GB', { weekday: 'long' })
  return date.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
}

const clock = (time: Temporal.ZonedDateTime) => time.toPlainTime().toString({ smallestUnit: 'minute' })
/** `America/New_York` is New York. */
const city = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

function leg({ from, to, driveMinutes, distanceMeters, provider, estimated }: Leg): PlanLine {
  const by = estimated ? 'an estimate' : provider
  return line(
    '',
    `${from.label} to ${to.label}: ${Math.round(driveMinutes)} min, ${kilometres(distanceMeters)} (${by})`,
  )
}

function together(way: DayTimes | null): PlanLine[] {
  if (!way || way.legs.length < 2) return []
  const sum = (of: (leg: Leg) => number) => way.legs.reduce((total, each) => total + of(each), 0)
  const minutes = Math.round(sum((each) => each.driveMinutes))
  return [line('', `Together ${minutes} min, ${kilometres(sum((each) => each.distanceMeters))}`)]
}

const kilometres = (meters: number) => `${(meters / 1000).toFixed(1)} km`

/** Every buffer that is in the times shown, in their order. */
function buffers({ buffers: used, extras, times: way }: CalledDay): PlanLine[] {
  const why = extras.reasons.map((reason) => EXTRA_REASONS[reason]?.en ?? reason).join(', ')
  const minutes = (label: string, count: number, added = 0): PlanLine =>
    line(label, `${count} min${added > 0 ? `, ${added} of them for ${why}` : ''}`)
  return [
    ...(way ? [minutes('Morning routine', used.morningRoutineMinutes)] : []),
    ...(way?.arriveStop ? [minutes('Car change', used.carChangeMinutes)] : []),
    ...(way ? [minutes('Traffic', used.trafficMinutes, extras.trafficMinutes)] : []),
    minutes('Parking', used.parkingMinutes, extras.parkingMinutes),
    minutes('Way in', used.entryMinutes),
  ]
}

function weatherLines({ summary, provider, kind, warnings, rating, sun }: WeatherReport): PlanLine[] {
  const { temperatureMin, temperatureMax, feelsLikeMin, precipitationMm, windMax, gustMax } = summary
  const facts = [
    `${Math.round(temperatureMin)} to ${Math.round(temperatureMax)} °C`,
    ...(feelsLikeMin === null ? [] : [`feels like ${Math.round(feelsLikeMin)} °C at the lowest`]),
    precipitationMm > 0 ? `${precipitationMm} mm of rain or snow` : 'dry',
    `wind to ${Math.round(windMax)} m/s`,
    ...(gustMax === null ? [] : [`gusts to ${Math.round(gustMax)} m/s`]),
  ]
  const source = kind === 'usual' ? `what is usual on that date, ${provider}` : provider
  return [
    ...warnings.map((warning) => alarm(warningText(warning))),
    line('', `${facts.join(', ')} (${source})`),
    ...(rating ? [line('Exteriors', RATINGS[rating].en)] : []),
    ...(sun.sunrise && sun.sunset ? [line('Sun', `${clock(sun.sunrise)} to ${clock(sun.sunset)}`)] : []),
  ]
}

function warningText({ code, params }: WeatherReport['warnings'][number]): string {
  if (code === 'official-alert') return [params.event, params.source].filter(Boolean).join(', ')
  const text = WEATHER_WARNINGS[code]
  const { value } = params
  const words =
    typeof value === 'number' ? fill(text?.valued.en ?? code, { value }) : (text?.plain.en ?? code)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const line = (label: string, text: string): PlanLine => ({ label, text })
const alarm = (text: string): PlanLine => ({ label: '', text, alarming: true })

function rendered([title, lines]: Section, terminal: Terminal): string[] {
  if (lines.length === 0) return []
  return ['', painted(title, 'bold', terminal), ...lines.flatMap((each) => renderedLine(each, terminal))]
}

function renderedLine({ label, text, alarming }: PlanLine, terminal: Terminal): string[] {
  const indent = 2 + (label === '' ? (alarming ? 2 : 0) : labelWidth)
  const [first = '', ...more] = wrapped(text, Math.max(16, terminal.width - indent))
  const head = alarming ? `${painted('!', 'red', terminal)} ` : label.padEnd(label === '' ? 0 : labelWidth)
  return [
    `  ${head}${first}`,
    ...more.map((each) => `${' '.repeat(indent + (label === '' && !alarming ? 2 : 0))}${each}`),
  ]
}
