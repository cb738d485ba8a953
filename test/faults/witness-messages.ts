import type { Evidence } from './witness.ts'

interface DeliveryRow {
  id: string
  notification_id: string
  channel: string
  state: string
  kind: string
}

/** One notification for each cause, one delivery for each of its channels, and outside what the deliveries say. */
export async function judgeMessages(evidence: Evidence): Promise<string[]> {
  const deliveries = await evidence.rows<DeliveryRow>(
    'notification',
    `select d.id, d.notification_id, d.channel, d.state, n.kind
     from notification.deliveries d join notification.notifications n on n.id = d.notification_id
     where d.user_id = $1`,
    [evidence.person.id],
  )
  return [
    ...(await judgeCauses(evidence)),
    ...(await judgeReady(evidence)),
    ...(await judgeWakeUps(evidence)),
    ...judgeDeliveries(deliveries),
    ...judgeMail(evidence, deliveries),
    ...judgeSms(evidence, deliveries),
    ...judgePush(evidence, deliveries),
  ]
}

/** Cause by cause, whatever ids they were given. */
async function judgeCauses({ rows, person }: Evidence): Promise<string[]> {
  const doubled = await rows(
    'notification',
    `select template, facts, count(*) from notification.intents where user_id = $1
     group by 1, 2 having count(*) > 1`,
    [person.id],
  )
  const unsaid = await rows(
    'notification',
    `select i.id, i.template from notification.intents i
     left join notification.notifications n on n.id = i.id
     where i.user_id = $1 and (i.composed_at is null or (i.outcome = 'notified' and n.id is null))`,
    [person.id],
  )
  const causeless = await rows(
    'notification',
    `select n.id, n.kind, n.subject from notification.notifications n
     where n.user_id = $1 and not exists (select from notification.intents i where i.id = n.id)`,
    [person.id],
  )
  return [
    ...doubled.map((row) => `a cause was told more than once: ${JSON.stringify(row)}`),
    ...unsaid.map((row) => `a cause was not told: ${JSON.stringify(row)}`),
    ...causeless.map((row) => `a notification has no cause: ${JSON.stringify(row)}`),
  ]
}

/** What people were told last is what holds, but for less than they would be told of. */
async function judgeWakeUps({ rows, person }: Evidence): Promise<string[]> {
  const plans = await rows<{ id: string; wake_up: Date | null }>(
    'schedule',
    `select id, wake_up from schedule.plans where user_id = $1 and state in ('pending', 'confirmed')`,
    [person.id],
  )
  const days = await rows<{ plan_id: string; said_wake_up: Date | null }>(
    'notification',
    'select plan_id, said_wake_up from notification.days where user_id = $1',
    [person.id],
  )
  const saidOf = (id: string) => days.find((day) => day.plan_id === id)?.said_wake_up?.getTime()
  return plans
    .filter(({ id, wake_up }) => Math.abs((saidOf(id) ?? 0) - (wake_up?.getTime() ?? 0)) >= 5 * 60_000)
    .map(
      ({ id, wake_up }) =>
        `the plan ${id} gets up at ${wake_up?.toISOString()}, and that is not what was told`,
    )
}

/** Every plan that stands was told as ready exactly once. */
async function judgeReady({ rows, person }: Evidence): Promise<string[]> {
  const plans = await rows<{ day_id: string; date: string }>(
    'schedule',
    `select day_id, date::text as date from schedule.plans where user_id = $1 and state <> 'cancelled'`,
    [person.id],
  )
  const told = await rows<{ subject: string; count: number }>(
    'notification',
    `select subject, count(*)::int as count from notification.notifications
     where user_id = $1 and kind = 'schedule-ready' group by 1`,
    [person.id],
  )
  const countOf = (dayId: string) => told.find((row) => row.subject === `day:${dayId}`)?.count ?? 0
  return plans
    .filter(({ day_id }) => countOf(day_id) !== 1)
    .map(({ day_id, date }) => `the plan of ${date} was told as ready ${countOf(day_id)} times`)
}

function judgeDeliveries(deliveries: readonly DeliveryRow[]): string[] {
  const seen = new Set<string>()
  const complaints: string[] = []
  for (const { notification_id, channel, state } of deliveries) {
    const key = `${channel} of notification ${notification_id}`
    if (seen.has(key)) complaints.push(`two deliveries by ${key}`)
    seen.add(key)
    if (!['sent', 'delivered', 'skipped'].includes(state)) complaints.push(`the ${key} is ${state}`)
  }
  return complaints
}

const sentBy = (deliveries: readonly DeliveryRow[], channel: string) =>
  deliveries.filter((each) => each.channel === channel && each.state === 'sent')

/** Mail is counted by Message-ID: a copy under the same one is the same mail to servers and readers. */
function judgeMail({ sandbox, person }: Evidence, deliveries: readonly DeliveryRow[]): string[] {
  const sent = new Set<string>()
  for (const mail of sandbox.smtp.sent()) if (mail.to.includes(person.email)) sent.add(mail.messageId)
  for (const mail of sandbox.standIns.sendGrid.sent())
    if (mail.to.includes(person.email)) sent.add(mail.headers['Message-ID'] ?? '')
  return compare('mail', sent, new Set(sentBy(deliveries, 'email').map(({ id }) => `<${id}@klaps>`)))
}

/** An SMS cannot be told from its copy, so there must be one, known by the reference at its end. */
function judgeSms({ sandbox }: Evidence, deliveries: readonly DeliveryRow[]): string[] {
  const references = sandbox.standIns.twilio
    .sent()
    .flatMap(({ body }) => / #([0-9a-f]{6})$/.exec(body)?.[1] ?? [])
  const wanted = sentBy(deliveries, 'sms').map(({ id }) => id.replaceAll('-', '').slice(-6))
  const doubled = references.filter((each, index) => references.indexOf(each) !== index)
  return [
    ...doubled.map((each) => `SMS #${each} was sent twice`),
    ...compare('SMS', new Set(references), new Set(wanted)),
  ]
}

/** A push replaces what has the same topic, on the way and on the screen. */
function judgePush({ sandbox }: Evidence, deliveries: readonly DeliveryRow[]): string[] {
  const topics = new Set(sandbox.standIns.push.received().map(({ topic }) => topic ?? ''))
  const wanted = sentBy(deliveries, 'push').map((each) => each.notification_id.replaceAll('-', ''))
  return compare('push', topics, new Set(wanted))
}

function compare(what: string, sent: ReadonlySet<string>, wanted: ReadonlySet<string>): string[] {
  return [
    ...[...sent].filter((id) => !wanted.has(id)).map((id) => `${what} ${id} was sent and is not recorded`),
    ...[...wanted].filter((id) => !sent.has(id)).map((id) => `${what} ${id} is recorded and did not arrive`),
  ]
}
