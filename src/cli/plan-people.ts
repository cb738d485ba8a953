import type { CallSheet, Contact } from '#callsheet'
import { type RoleKey, roleWords } from '../callsheet/lexicon/index.ts'
import type { PlanLine } from './render-plan.ts'

/** Whom to call when something goes wrong on the way to the set, the nearest to the set first. */
const keyRoles: readonly RoleKey[] = [
  'firstAd',
  'secondAd',
  'unitManager',
  'productionManager',
  'locationManager',
  'lineProducer',
]
const mostContacts = 6

/** Those whose role says that they run the day; the first ones printed where no role is known. Then the hospital. */
export function contactLines({ contacts, hospital }: CallSheet): PlanLine[] {
  const all = contacts.map(({ value }) => value).filter(({ phone, email }) => phone ?? email)
  const key = all.filter((contact) => rank(contact) < keyRoles.length).toSorted((a, b) => rank(a) - rank(b))
  const shown = (key.length > 0 ? key : all).slice(0, mostContacts)
  const place = [hospital?.value.name, hospital?.value.address].filter(Boolean).join(', ')
  return [
    ...shown.map(({ role, name, phone, email }) => ({
      label: '',
      text: [name, role, phone ?? email].filter(Boolean).join(', '),
    })),
    ...(place ? [{ label: 'Hospital', text: place }] : []),
  ]
}

function rank({ role }: Contact): number {
  const keys = role === null ? [] : (roleWords.whole(role)?.keys ?? [])
  const ranks = keys.map((key) => keyRoles.indexOf(key)).filter((index) => index >= 0)
  return Math.min(...ranks, keyRoles.length)
}

/**
 * Several calls and no personal one: the general call counts, and the others are told (PRODUCT 1.2). A line for each
 * time, in the order of a day that reaches twelve hours to either side of the general call.
 */
export function otherCallLines({ calls }: CallSheet, general: Temporal.ZonedDateTime): PlanLine[] {
  const begins = (general.hour + 12) * 60 + general.minute
  const order = (time: string) => (minuteOf(time) - begins + 2 * minutesOfDay) % minutesOfDay
  const times = [...new Set(calls.map(({ value }) => value.time))].toSorted((a, b) => order(a) - order(b))
  return times.map((time) => ({
    label: time,
    text: calls
      .filter(({ value }) => value.time === time)
      .map(({ value: { name, role, department } }) => [name, role ?? department].filter(Boolean).join(', '))
      .join('; '),
  }))
}

const minutesOfDay = 24 * 60
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
