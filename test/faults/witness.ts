import type { Sandbox } from '../../sandbox/index.ts'
import { catalogue } from '../../src/catalogue.ts'
import { judgeCalendar } from './witness-calendar.ts'
import { judgeEvents } from './witness-events.ts'
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
  for (const { service, sql, says } of rules)
    for (const row of await evidence.rows(service, sql)) complaints.push(`${says}: ${JSON.stringify(row)}`)
  complaints.push(...(await missingDays(evidence, dates)))
  complaints.push(...(await judgeEvents(evidence, catalogue)))
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
    sql: 'select user_id, sha256, part, count(*) from pdf.documents group by 1, 2, 3 having count(*) > 1',
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
