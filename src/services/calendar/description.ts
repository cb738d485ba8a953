import type { z } from 'zod'
import type { schedule } from '#services/schedule'
import {
  EQUIPMENT,
  EXTRA_REASONS,
  fill,
  number,
  PLACES,
  RATINGS,
  TEXTS,
  TIMES_OF_DAY,
  type Tongue,
  WEATHER_WARNINGS,
} from './texts.ts'

/** A plan as schedule tells it, with sheet, route and weather. */
export type Plan = z.output<typeof schedule.routes.planOf.output>

const sceneLimit = 40
const listLimit = 30

/**
 * The description of a day's event: sections in the order of PRODUCT 1.6 with an empty line between them. What the
 * plan does not have is left out, except route and weather, whose absence is said. Times are those of the set.
 */
export function describe(plan: Plan, language: Tongue, sandbox: boolean): string {
  const say: Say = (key, values = {}) => fill(TEXTS[key][language], values)
  const sections = [
    thePlan(plan, say),
    scenes(plan, language, say),
    times(plan, say),
    route(plan, language, say),
    weather(plan, language, say),
    warnings(plan, language, say),
    contacts(plan, say),
    list(say('safety'), plan.sheet?.safetyNotes.map(({ value }) => value) ?? []),
    list(say('notes'), plan.sheet?.notes.map(({ value }) => value) ?? []),
    sandbox ? [say('sandbox')] : [],
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

type Say = (key: keyof typeof TEXTS, values?: Readonly<Record<string, string | number>>) => string

/** `HH:MM` on the clock of the set, with the date when it is not the shooting date (a night before, a wrap after). */
export function clock(at: Temporal.Instant | Temporal.ZonedDateTime, plan: Plan): string {
  const local = (at instanceof Temporal.Instant ? at : at.toInstant()).toZonedDateTimeISO(plan.timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  if (local.toPlainDate().equals(plan.shootingDate)) return time
  const two = (value: number) => String(value).padStart(2, '0')
  return `${time} (${two(local.day)}.${two(local.month)})`
}

export const placeText = ({ name, address }: { name: string | null; address: string | null }): string =>
  [...new Set([name, address].filter((part) => part !== null && part !== ''))].join(', ')

function list(heading: string, items: readonly string[]): string[] {
  return items.length > 0 ? [heading, ...items.slice(0, listLimit).map((item) => `- ${item}`)] : []
}

function thePlan(plan: Plan, say: Say): string[] {
  const day = plan.sheet?.day?.value
  const place = placeText(plan.location)
  const where = plan.route?.locationCoordinates
  return [
    say('plan'),
    plan.productionTitle,
    ...(day
      ? [day.of ? say('dayOf', { number: day.number, of: day.of }) : say('day', { number: day.number })]
      : []),
    plan.shootingDate.toString(),
    ...(place ? [say('place', { place })] : []),
    ...(where ? [`${where.latitude.toFixed(5)}, ${where.longitude.toFixed(5)}`] : []),
  ]
}

function scenes(plan: Plan, language: Tongue, say: Say): string[] {
  const all = plan.sheet?.scenes.map(({ value }) => value) ?? []
  if (all.length === 0) return []
  const lines = all.slice(0, sceneLimit).map((scene) => {
    const light = scene.dayNight && (TIMES_OF_DAY[scene.dayNight]?.[language] ?? scene.dayNight)
    const where = [scene.intExt, scene.set, light].filter(Boolean).join(', ')
    const number = scene.number.replace(/\.$/, '')
    return `${number}. ${[where, scene.description].filter(Boolean).join(' — ')}`.trim()
  })
  const more = all.length - sceneLimit
  return [say('scenes'), ...lines, ...(more > 0 ? [say('moreScenes', { count: more })] : [])]
}

function times(plan: Plan, say: Say): string[] {
  const { wakeUp, leaveHome, wrap } = plan
  return [
    say('times'),
    say(plan.callIsPersonal ? 'personalCall' : 'call', { time: clock(plan.call, plan) }),
    ...(wakeUp ? [say('wakeUp', { time: clock(wakeUp, plan) })] : []),
    ...(leaveHome ? [say('departure', { time: clock(leaveHome, plan) })] : []),
    ...(wrap ? [say('wrap', { time: clock(wrap, plan) })] : []),
  ]
}

function route(plan: Plan, language: Tongue, say: Say): string[] {
  const { route: found } = plan
  if (!found || found.legs.length === 0) return [say('route'), say('noRoute')]
  const km = (meters: number) => number(meters / 1000, language)
  const legs = found.legs.map((leg) => {
    const minutes = Math.round(leg.driveMinutes)
    const kept = Math.round(leg.departAt.until(leg.arriveAt).total('minutes') - minutes)
    return say('leg', {
      from: PLACES[leg.from][language],
      to: PLACES[leg.to][language],
      departAt: clock(leg.departAt, plan),
      arriveAt: clock(leg.arriveAt, plan),
      minutes,
      kept: kept > 0 ? say('kept', { minutes: kept }) : '',
      km: km(leg.distanceMeters),
    })
  })
  const meters = found.legs.reduce((sum, leg) => sum + leg.distanceMeters, 0)
  const { trafficMinutes, parkingMinutes, reasons } = found.extras
  const added = trafficMinutes + parkingMinutes
  const why = reasons.map((reason) => EXTRA_REASONS[reason]?.[language] ?? reason).join(', ')
  return [
    say('route'),
    ...legs,
    say('total', { minutes: Math.round(found.totalDriveMinutes), km: km(meters) }),
    ...(added > 0 ? [say('extras', { minutes: added, reasons: why })] : []),
    ...(found.estimated ? [say('estimated')] : []),
  ]
}

function weather(plan: Plan, language: Tongue, say: Say): string[] {
  const { weather: found } = plan
  if (!found?.summary || found.kind === 'none') return [say('weather'), say('noWeather')]
  const { summary } = found
  const value = (amount: number) => number(amount, language)
  const facts = [
    say('temperature', { min: value(summary.temperatureMin), max: value(summary.temperatureMax) }),
    ...(summary.feelsLikeMin === null ? [] : [say('feelsLike', { value: value(summary.feelsLikeMin) })]),
    ...(summary.precipitationMm > 0 ? [say('precipitation', { mm: value(summary.precipitationMm) })] : []),
    ...(summary.precipitationProbability === null
      ? []
      : [say('chance', { percent: Math.round(summary.precipitationProbability) })]),
    say('wind', { speed: value(summary.windMax) }),
    ...(summary.gustMax === null ? [] : [say('gusts', { speed: value(summary.gustMax) })]),
  ]
  const advice = found.advice.map((item) => EQUIPMENT[item][language])
  return [
    say('weather'),
    facts.join(', '),
    ...age(plan, say),
    ...sun(plan, say),
    ...(plan.exterior && found.rating ? [say('rating', { rating: RATINGS[found.rating][language] })] : []),
    ...(advice.length > 0 ? [say('advice', { items: advice.join(', ') })] : []),
  ]
}

function age(plan: Plan, say: Say): string[] {
  if (plan.weather?.kind === 'usual') return [say('usual')]
  const { stale, fetchedAt } = plan.weather ?? {}
  return stale && fetchedAt ? [say('stale', { at: clock(fetchedAt, plan) })] : []
}

function sun(plan: Plan, say: Say): string[] {
  const found = plan.weather?.sun
  if (!plan.exterior || !found) return []
  const line = (
    key: 'sun' | 'golden' | 'blue',
    first: Temporal.ZonedDateTime | null,
    second: Temporal.ZonedDateTime | null,
  ) => (first && second ? [say(key, { first: clock(first, plan), second: clock(second, plan) })] : [])
  return [
    ...line('sun', found.sunrise, found.sunset),
    ...line('golden', found.goldenMorningEnd, found.goldenEveningStart),
    ...line('blue', found.blueMorningStart, found.blueEveningEnd),
  ]
}

/** Those of the day as schedule words them, then those of the weather. */
function warnings(plan: Plan, language: Tongue, say: Say): string[] {
  const ofWeather = (plan.weather?.warnings ?? []).map(({ code, params }) => {
    if (code === 'official-alert') return [params.event, params.source].filter(Boolean).join(', ')
    const text = WEATHER_WARNINGS[code]
    if (!text) return code
    const { value } = params
    return typeof value === 'number'
      ? fill(text.valued[language], { value: number(value, language) })
      : text.plain[language]
  })
  return list(say('warnings'), [...plan.warnings.map(({ text }) => text), ...ofWeather])
}

function contacts(plan: Plan, say: Say): string[] {
  const people = (plan.sheet?.contacts ?? []).slice(0, listLimit).map(({ value }) => {
    const { role, name, phone, email } = value
    return `- ${[role, name, phone, email].filter(Boolean).join(', ')}`
  })
  const hospital = plan.sheet?.hospital ? placeText(plan.sheet.hospital.value) : ''
  const lines = [...people, ...(hospital ? [say('hospital', { place: hospital })] : [])]
  return lines.length > 0 ? [say('contacts'), ...lines] : []
}
