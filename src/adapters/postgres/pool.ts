import { Client, type ClientConfig, Pool } from 'pg'
import { StatementNames } from './statement-names.ts'
import { encodeTemporal, temporalTypes } from './temporal-types.ts'

export type { Pool, PoolClient } from 'pg'

export interface PoolOptions {
  /** A libpq URL; settings in its `options` parameter are kept. */
  url: string
  /** Most connections at a time; further callers wait up to ten seconds. */
  max: number
  /** Shown in `pg_stat_activity`. */
  applicationName: string
  /** Every session acts as this role. The URL's user has to be a member of it. */
  role?: string
  /** Every session looks for names in these schemas, in this order. */
  searchPath?: readonly string[]
  /** `temporal`: see `temporalTypes`. `plain`: as `pg` does by itself, for libraries that expect `Date`. */
  types: 'temporal' | 'plain'
  /** Cancels a statement that runs longer. Default: the server's setting. */
  statementTimeoutMs?: number
  /** Hears of connections lost while idle. The pool replaces them. Default: a process warning. */
  onIdleError?: (error: Error) => void
}

/** Bounds connecting as well as waiting for a free connection. */
const CONNECT_TIMEOUT_MS = 10_000

const IDLE_TIMEOUT_MS = 30_000

/**
 * A pool whose sessions share role, search path and types. Nothing is set globally, so pools of both kinds live side
 * by side. Sessions speak UTC and ISO dates whatever the server's defaults are.
 *
 * Role and search path travel in the start-up packet, without a round trip; a PgBouncer in between has to work in
 * session mode and allow `options`.
 *
 * @throws TypeError when a role or schema is not a plain lower-case name.
 */
export function createPool(options: PoolOptions): Pool {
  const names = new StatementNames()
  const pool = new Pool({
    connectionString: withSessionSettings(options.url, sessionSettings(options)),
    application_name: options.applicationName,
    max: options.max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    ...(options.types === 'temporal' && { types: temporalTypes, Client: temporalClient(names) }),
  })
  const tell = options.onIdleError ?? ((error: Error) => process.emitWarning(error))
  pool.on('error', (error) => {
    if (!pool.ending) tell(error) // a connection that is lost while it is being closed is no news
  })
  // While a client is lent out the pool does not listen, and an unheard error event would end the process. Whoever
  // holds the client learns of the loss from its next query.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/**
 * A client that takes Temporal values as parameters (`pg` itself would send them as JSON, quotes included), and keeps
 * statements that come again prepared.
 */
const temporalClient = (names: StatementNames) =>
  class TemporalClient extends Client {
    constructor(config?: string | ClientConfig) {
      super(config)
      this.connection.on('errorMessage', (error: Error) => {
        if (isOutdatedPlan(error)) names.renew()
      })
      const send = this.query.bind(this) as (...rest: unknown[]) => unknown
      const query = (what: unknown, values: unknown, ...rest: unknown[]): unknown => {
        if (typeof what !== 'string' || !Array.isArray(values))
          return send(encodeConfig(what), encodeTemporal(values), ...rest)
        const encoded = encodeTemporal(values)
        const name = values.length > 0 ? names.nameOf(what) : undefined
        return name ? send({ name, text: what, values: encoded }, ...rest) : send(what, encoded, ...rest)
      }
      this.query = query as typeof this.query
    }
  }

/**
 * A migration has changed the columns that a prepared `select *` gives: PostgreSQL refuses it from then on, in each session
 * that has prepared it. The first refusal is told; after it no session of the pool asks for what was prepared before.
 */
const isOutdatedPlan = (error: Error) =>
  Reflect.get(error, 'code') === '0A000' && error.message.includes('cached plan')

/** The form `{ text, values }`; objects that submit themselves (cursors, COPY) are left alone. */
function encodeConfig(what: unknown): unknown {
  if (typeof what !== 'object' || what === null || 'submit' in what) return what
  return 'values' in what ? { ...what, values: encodeTemporal(what.values) } : what
}

function sessionSettings({ role, searchPath, statementTimeoutMs }: PoolOptions): Record<string, string> {
  return {
    timezone: 'UTC',
    datestyle: 'ISO',
    ...(role !== undefined && { role: plainName(role) }),
    ...(searchPath?.length && { search_path: searchPath.map(plainName).join(',') }),
    ...(statementTimeoutMs !== undefined && { statement_timeout: String(Math.ceil(statementTimeoutMs)) }),
  }
}

/** Plain names need no quoting, neither by the rules of SQL nor by those of the options string. */
function plainName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new TypeError(`not a plain role or schema name: ${name}`)
  return name
}

/** Goes into the URL, because `pg` prefers a URL's `options` to those beside it. */
function withSessionSettings(url: string, settings: Record<string, string>): string {
  const [base = '', query = ''] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  parameters.set('options', [parameters.get('options') ?? '', ...ours].join(' ').trim())
  return `${base}?${parameters}`
}
