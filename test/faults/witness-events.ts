import { accessEvents } from '../../src/kernel/access.ts'
import { userErased } from '../../src/kernel/envelope.ts'
import type { Service } from '../../src/kernel/service.ts'

interface Rows {
  rows<T = Record<string, unknown>>(service: string, sql: string, values?: unknown[]): Promise<T[]>
}

/**
 * What holds of every service at rest: events have left, jobs are done, no version was told twice, and every event was
 * heard by everyone it is for.
 *
 * @returns what is wrong, a sentence each.
 */
export async function judgeEvents(evidence: Rows, services: readonly Service[]): Promise<string[]> {
  const complaints: string[] = []
  for (const { contract } of services)
    for (const [says, sql] of rulesOf(contract.name))
      for (const row of await evidence.rows(contract.name, sql))
        complaints.push(`${says}: ${JSON.stringify(row)}`)
  complaints.push(...(await unheard(evidence, services)))
  return complaints
}

const rulesOf = (name: string): readonly (readonly [says: string, sql: string])[] => [
  [`${name} has not published`, `select id, type from ${name}.outbox`],
  [
    `${name} told of one version twice`,
    `select type, event->>'subject' as subject, event->'data'->>'version' as version,
       event->'data'->>'place' as place, count(*)
     from ${name}.event_log
     where event->'data' ? 'version' and event ? 'subject' and type not in ('notification.sent', 'notification.failed')
     group by 1, 2, 3, 4, event->'data'->>'ticketId' having count(*) > 1`,
  ],
  [
    `an event of ${name} was relayed twice`,
    `select id, type, count(*) from ${name}.event_log group by 1, 2 having count(*) > 1`,
  ],
  [
    `a job of ${name} is not done`,
    `select name, data->>'type' as type, state, retry_count, left(output::text, 300) as output from pgboss.job
     where split_part(name, '.', 1) = '${name}' and state <> 'completed'`,
  ],
]

/** Every relayed event is in the inbox of every service that listens to its type. */
async function unheard(evidence: Rows, services: readonly Service[]): Promise<string[]> {
  const relayed: { id: string; type: string }[] = []
  for (const { contract } of services)
    relayed.push(
      ...(await evidence.rows<{ id: string; type: string }>(
        contract.name,
        `select id, type from ${contract.name}.event_log`,
      )),
    )
  const complaints: string[] = []
  for (const service of services) {
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
