import { EventEmitter } from 'node:events'
import { Client } from 'pg'
import type { DatabaseSession, Signal } from '../../kernel/signal.ts'

interface Options {
  url: string
  applicationName: string
  onError: (error: Error) => void
  /** Milliseconds without an answer after which the connection is taken for lost. Default: 20 s. */
  silenceMs?: number
}

const reconnectMs = 1_000
const connectTimeoutMs = 10_000
/** Nothing that goes over this connection takes long; one that died without a word would never say so. */
const longestSilenceMs = 20_000
/** How often to look whether anything was written, milliseconds: `DatabaseSession` says how soon that is told. */
const writeLookMs = 400
const channelOf = (service: string) => `klaps_${service}`
/** PostgreSQL refuses payloads of 8,000 bytes and more; a signal is a hint, so a longer one goes without its data. */
const payloadLimit = 7_500

/** One connection of its own: LISTEN for signals, and the session whose advisory locks say who leads. */
export class PostgresSession implements DatabaseSession {
  static readonly connections = 1
  readonly #options: Options
  readonly #emitter = new EventEmitter({ captureRejections: true }).setMaxListeners(0)
  readonly #channels = new Set<string>()
  readonly #onLost = new Set<() => void>()
  #client: Promise<Client> | undefined
  #current: Client | undefined
  /** Statements go one after the other: a client takes no second one while the first runs. */
  #last: Promise<unknown> = Promise.resolve()
  #ping: Promise<void> | undefined
  #closed = false
  readonly #onWrite = new Set<() => void>()
  /** What the last look saw of the server's transactions. */
  #snapshot = ''
  #looks: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
    this.#emitter.on('error', options.onError)
  }

  signal(service: string): Signal {
    const pending = new Map<string, { topic: string; data: unknown }>()
    const flush = () => {
      const batch = [...pending.values()]
      pending.clear()
      for (const each of batch) void this.#notify(channelOf(service), each)
    }
    return {
      send: (topic, data) => {
        if (pending.size === 0) setImmediate(flush)
        pending.set(`${topic} ${JSON.stringify(data)}`, { topic, data })
      },
      on: (topic, hear) => {
        const name = `${channelOf(service)}/${topic}`
        this.#emitter.on(name, hear)
        void this.#listen(channelOf(service))
        return () => this.#emitter.off(name, hear)
      },
    }
  }

  async lead(name: string, onLost: () => void): Promise<boolean> {
    const { rows } = await this.#run('select pg_try_advisory_lock(hashtextextended($1, 0)) as leads', [
      `klaps ${name}`,
    ])
    const leads = rows[0]?.leads === true
    if (leads) this.#onLost.add(onLost)
    return leads
  }

  onWrite(hear: () => void): () => void {
    this.#onWrite.add(hear)
    this.#looks ??= setTimeout(() => void this.#lookForWrites(), writeLookMs).unref()
    return () => this.#onWrite.delete(hear)
  }

  /**
   * A snapshot names the transactions that have an id and are not over, and the next id: it changes whenever one that
   * has written is over, and never else.
   */
  async #lookForWrites(): Promise<void> {
    const before = this.#snapshot
    this.#snapshot = await this.#run('select pg_current_snapshot()::text as snapshot').then(
      ({ rows }) => String(rows[0]?.snapshot),
      () => '',
    )
    this.#looks = undefined
    if (this.#closed || this.#onWrite.size === 0) return
    if (this.#snapshot !== before) for (const hear of this.#onWrite) hear()
    this.#looks = setTimeout(() => void this.#lookForWrites(), writeLookMs).unref()
  }

  ping(): Promise<void> {
    // One at a time: whoever asks while the database is silent waits for the same answer.
    this.#ping ??= this.#run('select 1')
      .then(() => undefined)
      .finally(() => {
        this.#ping = undefined
      })
    return this.#ping
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#looks)
    const client = await this.#client?.catch(() => undefined)
    await client?.end().catch(() => undefined)
  }

  #run(text: string, values: unknown[] = []) {
    const run = this.#last.then(async () => await this.#ask(await this.#connected(), text, values))
    this.#last = run.catch(() => undefined)
    return run
  }

  /** @throws when the connection is lost, or is given up because nothing has come over it for too long */
  async #ask(client: Client, text: string, values: unknown[]) {
    // While a statement is under way, ending the client cuts its connection, and the statement fails.
    const giveUp = setTimeout(() => void client.end(), this.#options.silenceMs ?? longestSilenceMs)
    try {
      return await client.query(text, values)
    } finally {
      clearTimeout(giveUp)
    }
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined
      throw error
    })
    return this.#client
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#options.url,
      application_name: this.#options.applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    this.#current = client
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ channel, payload }) => this.#hear(channel, payload))
    await client.connect()
    for (const channel of this.#channels) await client.query(`listen "${channel}"`)
    return client
  }

  #hear(channel: string, payload: string | undefined): void {
    const { topic, data } = JSON.parse(payload ?? '{}') as { topic?: string; data?: unknown }
    if (topic) this.#emitter.emit(`${channel}/${topic}`, data)
  }

  /** A lost connection says so twice; by the second time its successor may be there. */
  #lost(client: Client, error?: Error): void {
    if (this.#closed || !this.#client || this.#current !== client) return
    this.#current = undefined
    this.#client = undefined
    if (error) this.#options.onError(error)
    const lost = [...this.#onLost]
    this.#onLost.clear()
    // At once: the locks are free, and another process may hold them before we are back.
    for (const each of lost) each()
    setTimeout(() => {
      if (!this.#closed) void this.#connected().catch(this.#options.onError)
    }, reconnectMs).unref()
  }

  async #listen(channel: string): Promise<void> {
    if (this.#channels.has(channel)) return
    this.#channels.add(channel)
    try {
      await this.#run(`listen "${channel}"`)
    } catch (error) {
      this.#options.onError(error as Error)
    }
  }

  async #notify(channel: string, message: { topic: string; data: unknown }): Promise<void> {
    try {
      const whole = JSON.stringify(message)
      const payload =
        Buffer.byteLength(whole) < payloadLimit ? whole : JSON.stringify({ topic: message.topic })
      await this.#run('select pg_notify($1, $2)', [channel, payload])
    } catch (error) {
      if (!this.#closed) this.#options.onError(error as Error)
    }
  }
}
