import type { Evidence } from './witness.ts'

interface PlanRow {
  id: string
  cancelled: boolean
  starts: number
  wakeUp: number | null
}

interface RemoteEvent {
  id: string
  status: string
  start: { dateTime: string }
  end: { dateTime: string }
  reminders: { overrides?: { minutes: number }[] }
  extendedProperties?: { private?: { klapsPlan?: string } }
}

/** Minutes from the wake-up at which the three alarms ring (PRODUCT 1.6). */
const alarmMinutes = [-10, 0, 5]
const alarmLengthMinutes = 5

/** One event from departure and three alarms for each plan that stands, nothing of one that does not. */
export async function judgeCalendar(evidence: Evidence): Promise<string[]> {
  const plans = await evidence.rows<PlanRow>(
    'schedule',
    `select id, state = 'cancelled' or dropped as cancelled,
       (extract(epoch from coalesce(leave_home, call)) * 1000)::float8 as starts,
       (extract(epoch from wake_up) * 1000)::float8 as "wakeUp"
     from schedule.plans where user_id = $1`,
    [evidence.person.id],
  )
  const events = await standing(evidence)
  const complaints = plans.flatMap((plan) =>
    judgePlan(
      plan,
      events.filter((event) => planOf(event) === plan.id),
    ),
  )
  const known = new Set(plans.map((plan) => plan.id))
  for (const event of events)
    if (!known.has(planOf(event))) complaints.push(`event ${event.id} belongs to no plan`)
  return [...complaints, ...(await judgeRecords(evidence, events))]
}

const planOf = (event: RemoteEvent) => event.extendedProperties?.private?.klapsPlan ?? ''
const at = ({ dateTime }: { dateTime: string }) => Temporal.Instant.from(dateTime).epochMilliseconds
const minutes = (event: RemoteEvent) => (at(event.end) - at(event.start)) / 60_000

async function standing({ sandbox, person }: Evidence): Promise<RemoteEvent[]> {
  const response = await fetch(new URL('/_sandbox/calendar/events', sandbox.urls.index))
  const calendars = (await response.json()) as { owner: string; events: RemoteEvent[] }[]
  return calendars
    .filter(({ owner }) => owner === person.email)
    .flatMap(({ events }) => events)
    .filter((event) => event.status !== 'cancelled')
}

function judgePlan(plan: PlanRow, events: readonly RemoteEvent[]): string[] {
  const alarms = events.filter((event) => minutes(event) === alarmLengthMinutes)
  const days = events.filter((event) => !alarms.includes(event))
  if (plan.cancelled)
    return events.length === 0 ? [] : [`${events.length} events are left of cancelled plan ${plan.id}`]
  const complaints: string[] = []
  if (days.length !== 1) complaints.push(`plan ${plan.id} has ${days.length} events instead of one`)
  for (const day of days) {
    if (at(day.start) !== plan.starts) complaints.push(`the event of plan ${plan.id} starts at another time`)
    const reminders = day.reminders.overrides?.map((each) => each.minutes).toSorted((a, b) => a - b)
    if (String(reminders) !== '0,60,180,720')
      complaints.push(`the event of plan ${plan.id} reminds at ${reminders}`)
  }
  const wanted = plan.wakeUp === null ? [] : alarmMinutes.map((each) => plan.wakeUp! + each * 60_000)
  const rung = alarms.map((alarm) => at(alarm.start)).toSorted((a, b) => a - b)
  if (String(rung) !== String(wanted))
    complaints.push(
      `plan ${plan.id} has ${rung.length} alarms at ${offsets(rung, plan.wakeUp)} minutes from the wake-up`,
    )
  return complaints
}

const offsets = (times: readonly number[], wakeUp: number | null) =>
  `[${times.map((time) => (wakeUp === null ? '?' : (time - wakeUp) / 60_000)).join(', ')}]`

/** What the product believes to stand in the calendar is what stands there. */
async function judgeRecords(evidence: Evidence, events: readonly RemoteEvent[]): Promise<string[]> {
  const copies = await evidence.rows<{ external_id: string }>(
    'calendar',
    `select external_id from calendar.event_copies where state = 'standing'`,
  )
  const unfinished = await evidence.rows(
    'calendar',
    `select plan_id from calendar.plans where written < wanted
     union all select plan_id from calendar.plan_copies where written < wanted or lease_key is not null`,
  )
  const [recorded, there] = [copies.map((row) => row.external_id), events.map((event) => event.id)]
  return [
    ...unfinished.map((row) => `a plan is not written to the calendar: ${JSON.stringify(row)}`),
    ...there.filter((id) => !recorded.includes(id)).map((id) => `event ${id} stands without a record`),
    ...recorded.filter((id) => !there.includes(id)).map((id) => `event ${id} is recorded and is not there`),
  ]
}
