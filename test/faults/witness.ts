import type { Sandbox } from '../../sandbox/index.ts'
import { catalogue } from '../../src/catalogue.ts'
import { accessEvents } from '../../src/kernel/access.ts'
import { userErased } from '../../src/kernel/envelope.ts'
import { judgeCalendar } from './witness-calendar.ts'
import { judgeMessages } from './witness-messages.ts'

/** What the witness may look at: committed rows and the outside world. Never what the product says of itself. */
export interface Evidence {
  /** `service` says in whose database; tables are named with their schema. */
  rows<T = Record<string, unknown>>(service: string, sql: string, values?: unknown[]): Promise<T[]>
  readonly sandbox: Sandbox
  readonly person: { readonly id: string; readonly email: string }
}

/** One thing to look for: SQL that finds what must not be there, and how to say it. */
interface Rule {
  readonly service: string
  readonly sql: string
  readonly says: string
}

/**
 * What holds once everything has come to rest (issue 2, "Done when"): one day, one revision for each sheet, one event
 * with three alarms, one notification each, everything published heard by everyone it is for, nothing left over.
 *
 * @param dates Days of the person that have to be planned and told.
 * @returns what is wrong, a sentence each; empty when all is well.
 */
export async function judge(evidence: Evidence, dates: readonly string[]): Promise<string[]> {
  const complaints: string[] = []
  for (const { service, sql, says } of [...rules, ...kernelRules()])
    for (const row of await evidence.rows(service, sql)) complaints.push(`${says}: ${JSON.stringify(row)}`)
  complaints.push(...(await missingDays(evidence, dates)))
  complaints.push(...(await unheard(evidence)))
  complaints.push(...(await judgeCalendar(evidence)))
  complaints.push(...(await judgeMessages(evidence)))
  return complaints
}

const rules: readonly Rule[] = [
  {
    service: 'email',
    says: 'a file of a person was stored more than once',
    sql: 'select user_id, sha256, count(*) from email.attachments group by 1, 2 having count(*) > 1',
  },
  {
    service: 'email',
    says: 'a message is not through',
    sql: `select id, state, state_reason from email.emails where state in ('pending', 'processing', 'failed')`,
  },
  {
    service: 'pdf',
    says: 'a document was not read',
    sql: `select id, state from pdf.documents where read_version < email_version or state = 'unreadable'`,
  },
  {
    service: 'pdf',
    says: 'a file became several documents',
    sql: 'select user_id, sha256, count(*) from pdf.documents group by 1, 2 having count(*) > 1',
  },
  {
    service: 'schedule',
    says: 'a production exists twice',
    sql: 'select owner_id, title_key, count(*) from schedule.productions group by 1, 2 having count(*) > 1',
  },
  {
    service: 'schedule',
    says: 'a person has more than one plan for a day of a production',
    sql: 'select production_id, date, user_id, count(*) from schedule.plans group by 1, 2, 3 having count(*) > 1',
  },
  {
    service: 'schedule',
    says: 'a day of a production exists twice',
    sql: 'select production_id, date, count(*) from schedule.days group by 1, 2 having count(*) > 1',
  },
  {
    service: 'schedule',
    says: 'a call sheet made more than one revision',
    sql: `select plan_id, document_id, document_version, count(*) from schedule.revisions
      where document_id is not null group by 1, 2, 3 having count(*) > 1`,
  },
  {
    service: 'schedule',
    says: 'revisions of a plan are not counted through',
    sql: `select plan_id, max(number), count(*) from schedule.revisions group by 1
      having max(number) <> count(*) or min(number) <> 1`,
  },
  {
    service: 'schedule',
    says: 'a plan is incomplete',
    sql: `select id, date, missing, planned_version from schedule.plans
      where state <> 'cancelled' and (missing <> '{}' or due_at is not null or planned_version = 0)`,
  },
  {
    service: 'route',
    says: 'a route was asked for and not answered',
    sql: 'select plan_id, request, answered_request from route.plans where answered_request < request',
  },
  {
    service: 'weather',
    says: 'weather was asked for and not answered',
    sql: 'select plan_id, request, answered_request from weather.days where answered_request < request',
  },
]

/** The same for every service: events have left, jobs are done, no version was told twice. */
function kernelRules(): Rule[] {
  return catalogue.flatMap(({ contract: { name } }) => [
    {
      service: name,
      says: `${name} has not published`,
      sql: `select id, type from ${name}.outbox`,
    },
    {
      service: name,
      says: `${name} told of one version twice`,
      sql: `select type, event->>'subject' as subject, event->'data'->>'version' as version,
          event->'data'->>'place' as place, count(*)
        from ${name}.event_log
        where event->'data' ? 'version' and event ? 'subject' and type not in ('notification.sent', 'notification.failed')
        group by 1, 2, 3, 4 having count(*) > 1`,
    },
    {
      service: name,
      says: `an event of ${name} was relayed twice`,
      sql: `select id, type, count(*) from ${name}.event_log group by 1, 2 having count(*) > 1`,
    },
    {
      service: name,
      says: `a job of ${name} is not done`,
      sql: `select name, data->>'type' as type, state, retry_count, left(output::text, 300) as output from pgboss.job
        where split_part(name, '.', 1) = '${name}' and state <> 'completed'`,
    },
  ])
}

async function missingDays(evidence: Evidence, dates: readonly string[]): Promise<string[]> {
  const found = await evidence.rows<{ date: string }>(
    'schedule',
    'select distinct date::text as date from schedule.plans where user_id = $1',
    [evidence.person.id],
  )
  return dates
    .filter((date) => !found.some((row) => row.date === date))
    .map((date) => `there is no plan for ${date}`)
}

/** Every relayed event is in the inbox of every service that listens to its type. */
async function unheard(evidence: Evidence): Promise<string[]> {
  const relayed: { id: string; type: string }[] = []
  for (const { contract } of catalogue)
    relayed.push(
      ...(await evidence.rows<{ id: string; type: string }>(
        contract.name,
        `select id, type from ${contract.name}.event_log`,
      )),
    )
  const complaints: string[] = []
  for (const service of catalogue) {
    const { name } = service.contract
    const types = new Set(
      [...Object.values(service.hears), ...accessEvents, userErased].map((event) => event.type),
    )
    const inbox = new Set(
      (await evidence.rows<{ event_id: string }>(name, `select event_id from ${name}.inbox`)).map(
        (row) => row.event_id,
      ),
    )
    const missing = relayed.filter(({ id, type }) => (service.batch || types.has(type)) && !inbox.has(id))
    for (const { id, type } of missing.slice(0, 5)) complaints.push(`${name} never heard ${type} ${id}`)
  }
  return complaints
}
