import { Client } from 'pg'
import type { TextRow } from './copy-in.ts'
import { perNotice, perStory, perStoryToCome, perUser, storytellers } from './tables.ts'

/** What the product itself wrote for one person and one planned day, by table, values as text. */
export type Model = ReadonlyMap<string, readonly TextRow[]>

/** A client that hands every value over as PostgreSQL prints it. */
export async function connectText(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    types: { getTypeParser: () => (text: string) => text },
    application_name: 'klaps-bench',
  })
  await client.connect()
  return client
}

/**
 * Reads every row that names the person, or something that such a row is the record of. Columns that the database
 * numbers by itself are left out.
 */
export async function readModel(client: Client, userId: string): Promise<Model> {
  const tables = [...perUser, ...perStory, ...perStoryToCome, ...perNotice]
  const logs = storytellers.map((service) => `${service}.event_log`)
  const names = new Set([userId])
  for (const table of ['schedule.productions', ...perStory, ...perNotice])
    for (const row of await rowsNaming(client, table, names)) for (const id of idsOf(row)) names.add(id)
  const model = new Map<string, readonly TextRow[]>()
  for (const table of tables) model.set(table, await rowsNaming(client, table, names))
  // Not what else the person did: signing up, changing settings.
  names.delete(userId)
  for (const log of logs) model.set(log, await rowsNaming(client, log, names))
  return model
}

/** `correlation_id` is the thread that ties what other services said to a message. */
const idsOf = ({ id, plan_id: planId, correlation_id: story }: TextRow) =>
  [id, planId, story].filter((each): each is string => each?.length === 36)

async function rowsNaming(client: Client, table: string, names: ReadonlySet<string>): Promise<TextRow[]> {
  const columns = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
    [table],
  )
  const quoted = columns.rows.map(({ name }) => `each."${name}"`).join(', ')
  const found = await client.query<Record<string, string | null>>(
    `select ${quoted} from ${table} each where to_jsonb(each)::text ~ $1`,
    [[...names].join('|')],
  )
  return found.rows
}
