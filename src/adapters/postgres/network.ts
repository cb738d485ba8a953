import { Client } from 'pg'

/** The oldest PostgreSQL that the migrations are written for. */
export const MIN_SERVER_MAJOR = 15

const TIMEOUT_MS = 5_000

/** What is known about a database; `problem` is a sentence for people and never holds the password. */
export type DatabaseCheck =
  | { ok: true; version: string; latencyMs: number }
  | { ok: false; version?: string; latencyMs?: number; problem: string }

/**
 * Can the database at this URL be used? It has to answer within five seconds and be PostgreSQL 15 or later. The
 * latency is that of one round trip on an open connection, in milliseconds. Never throws.
 */
export async function checkDatabase(url: string): Promise<DatabaseCheck> {
  const client = clientFor(url)
  if (!client) {
    return {
      ok: false,
      problem: 'this is not a PostgreSQL URL (postgresql://user:password@host:port/database)',
    }
  }
  client.on('error', () => {}) // the query below reports it; without a listener it would end the process
  try {
    await client.connect()
    return await inspect(client)
  } catch (error) {
    return {
      ok: false,
      problem: `the database at ${client.host}:${client.port} cannot be used: ${reason(error)}`,
    }
  } finally {
    void client.end().catch(() => {})
  }
}

/** Undefined for what is not a PostgreSQL URL; `pg` itself would take any scheme, and an empty one for localhost. */
function clientFor(url: string): Client | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return undefined
  try {
    return new Client({
      connectionString: url,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      application_name: 'klaps doctor',
    })
  } catch {
    return undefined
  }
}

async function inspect(client: Client): Promise<DatabaseCheck> {
  const shown = await client.query<{ server_version: string }>('show server_version')
  const version = shown.rows[0]?.server_version ?? ''
  const sentAt = performance.now()
  await client.query('select 1')
  const latencyMs = performance.now() - sentAt
  if (Number.parseInt(version, 10) >= MIN_SERVER_MAJOR) return { ok: true, version, latencyMs }
  const problem = `PostgreSQL ${MIN_SERVER_MAJOR} or later is needed, and this is ${version}`
  return { ok: false, version, latencyMs, problem }
}

/** A refused connection to a name with several addresses is an `AggregateError` without a text of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}
