import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { JSONWebKeySet } from 'jose'
import { AccessRegistry, accessEvents } from './access.ts'
import { anonymous } from './actor.ts'
import type { Blobs } from './blobs.ts'
import { scopedBlobs } from './blobs.ts'
import type { Bus } from './bus.ts'
import type { Cache } from './cache.ts'
import { scopedCache } from './cache.ts'
import type { Clock } from './clock.ts'
import type { Contract } from './contract.ts'
import { Database, type SqlPool } from './database.ts'
import { dispatchEvents, eventBatchSize } from './dispatch.ts'
import type { Envelope } from './envelope.ts'
import { askPeers, checkHealth, type HealthReport } from './health.ts'
import { httpClient, inProcessClient } from './http/client.ts'
import { dispatch } from './http/dispatch.ts'
import { createGateway, surround } from './http/gateway.ts'
import { type App, mountRoutes, problemResponse } from './http/server.ts'
import { apiPrefix } from './http/wire.ts'
import { Enqueuer, startJobs } from './jobs.ts'
import type { Logger } from './log.ts'
import { maintain } from './maintenance.ts'
import type { HouseMetrics } from './metrics.ts'
import type { OutboundHttp } from './outbound.ts'
import { notFound } from './problem.ts'
import { eventQueue, type JobQueue } from './queue.ts'
import { Relay } from './relay.ts'
import type { Runtime } from './runtime.ts'

import type { Secrets } from './secrets.ts'
import type { Context, Service } from './service.ts'
import { type Environment, type KernelSettings, readSettings } from './settings.ts'
import type { DatabaseSession } from './signal.ts'
import { Ticker } from './ticks.ts'
import type { Tokens } from './tokens.ts'

/** What one service gets of the outside of the process; made by the composition root out of the adapters. */
export interface ServicePlatform {
  /** As the service's own role, `search_path` set to its schema. */
  readonly pool: SqlPool
  readonly queue: JobQueue
  readonly session: DatabaseSession
  readonly secrets: Secrets
  readonly http: OutboundHttp
}

export interface HostOptions {
  /** The services that run in this process. */
  readonly services: readonly Service[]
  /** Names of all services of the catalogue, wherever they run. */
  readonly everywhere: readonly string[]
  readonly settings: KernelSettings
  readonly env: Environment
  readonly sandbox: boolean
  readonly publicUrl: string
  /** Other processes may write to the same databases: revocations are re-read every second. */
  readonly shared: boolean
  readonly platform: (service: string) => ServicePlatform
  /** Where the services of other processes answer, without a trailing slash. */
  readonly urlOf: (service: string) => string | undefined
  readonly bus: Bus
  readonly cache: Cache
  readonly blobs: Blobs
  readonly clock: Clock
  readonly access: AccessRegistry
  readonly tokens: Tokens
  readonly traceparent: () => string | undefined
  readonly log: Logger
  readonly metrics: HouseMetrics
  /** Pages and documents beside the API; mounted after it. */
  readonly pages?: (app: App, host: Host) => void
}

/** Alone on its database, a process finds what a dead one left when it starts; the poll is a backstop only. */
const aloneOutboxPollMs = 5_000

/** A process with some services in it, from start to stop. */
export class Host {
  readonly app: App = new Hono()
  readonly runtimes = new Map<string, Runtime>()
  readonly #options: HostOptions
  readonly #relays = new Map<string, Relay>()
  readonly #tickers: Ticker[] = []
  readonly #stops: (() => Promise<void>)[] = []
  readonly #stopping = new AbortController()
  #server: ReturnType<typeof serve> | undefined
  #accessTimer: NodeJS.Timeout | undefined
  #ready = false

  /** For what is mounted beside the services: pages. */
  readonly log: Logger

  constructor(options: HostOptions) {
    this.#options = options
    this.log = options.log
    for (const service of options.services) this.runtimes.set(service.contract.name, this.#runtime(service))
    this.#mount()
  }

  /** Starts everything, the port last: who can connect is served. `port` 0 takes a free one. */
  async start(port: number): Promise<{ port: number }> {
    const { bus, shared, log } = this.#options
    await this.#loadAccess()
    if (shared)
      this.#accessTimer = setInterval(
        () =>
          void this.#loadAccess().catch((error: unknown) =>
            log.warn({ err: error }, 'Revocations could not be re-read'),
          ),
        1_000,
      )
    await bus.start()
    for (const runtime of this.runtimes.values()) await this.#startService(runtime)
    const bound = await this.#listen(port)
    this.#ready = true
    return { port: bound }
  }

  /** Stops accepting, finishes what runs, stops workers, closes pools. Nothing is lost if it is cut short. */
  async stop(): Promise<void> {
    const { settings, bus, log } = this.#options
    this.#ready = false
    this.#stopping.abort()
    clearInterval(this.#accessTimer)
    const limitMs = settings.KLAPS_SHUTDOWN_SECONDS * 1000
    await this.#closeServer(limitMs)
    await settle(
      log,
      this.#stops.map((stop) => stop()),
    )
    await settle(
      log,
      this.#tickers.map((ticker) => ticker.stop()),
    )
    await settle(log, [bus.stop()])
    const platforms = [...this.runtimes.keys()].map(this.#options.platform)
    await settle(
      log,
      [...new Set(platforms.map((each) => each.queue))].map((queue) => queue.stop(limitMs)),
    )
    await settle(
      log,
      [...this.#relays.values()].map((relay) => relay.stop()),
    )
    await settle(
      log,
      [...new Set(platforms.map((each) => each.session))].map((session) => session.close()),
    )
    await settle(
      log,
      [...this.runtimes.values()].map((runtime) => runtime.db.close()),
    )
  }

  /** The keys that user tokens are signed with, from `auth`, wherever it runs. */
  async userJwks(): Promise<JSONWebKeySet> {
    const auth = this.runtimes.get('auth')
    if (auth) {
      const reply = await dispatch(auth, 'jwks', {
        actor: anonymous,
        input: {},
        requestId: 'jwks',
        signal: AbortSignal.timeout(5_000),
      })
      return reply.body as JSONWebKeySet
    }
    const url = this.#options.urlOf('auth')
    if (!url)
      throw new Error('Set SERVICE_URL_AUTH or AUTH_JWKS: tokens cannot be verified without the keys of auth')
    const response = await fetch(`${url}${apiPrefix}/auth/jwks`, { signal: AbortSignal.timeout(5_000) })
    if (!response.ok) throw new Error(`auth answered ${response.status} when asked for its keys`)
    return (await response.json()) as JSONWebKeySet
  }

  /** Every service of this process with its dependencies. */
  async health(): Promise<HealthReport[]> {
    return await Promise.all(
      [...this.runtimes.values()].map((runtime) => checkHealth(runtime, () => this.#options.bus.health())),
    )
  }

  #runtime(service: Service): Runtime {
    const { contract } = service
    const { settings, metrics, clock, access, traceparent } = this.#options
    const platform = this.#options.platform(contract.name)
    const log = this.#options.log.child({ service: contract.name })
    const db = new Database<object>({
      service: contract.name,
      pool: platform.pool,
      jobs: new Enqueuer(platform.queue),
      traceparent,
      now: () => clock.now(),
      onAfterCommitError: (error) => log.error({ err: error }, 'Work after a commit failed'),
      onPublished: (events) => this.#published(contract.name, events),
    })
    const ctx: Context = {
      service: contract.name,
      db,
      cache: scopedCache(this.#options.cache, contract.name),
      blobs: scopedBlobs(this.#options.blobs, contract.name),
      secrets: platform.secrets,
      http: platform.http,
      call: Object.fromEntries(
        Object.entries(service.needs).map(([name, needed]) => [name, this.#client(contract.name, needed)]),
      ),
      settings: readSettings(service.settings, this.#options.env, contract.name),
      clock,
      log,
      metrics,
      signal: platform.session.signal(contract.name),
      peers: { health: () => this.#peerHealth() },
      sandbox: this.#options.sandbox,
      alone: !this.#options.shared,
      publicUrl: this.#options.publicUrl,
      stopping: this.#stopping.signal,
    }
    this.#relays.set(
      contract.name,
      new Relay({
        service: contract.name,
        db,
        bus: this.#options.bus,
        pollMs: this.#options.shared ? settings.KLAPS_OUTBOX_POLL_MS : aloneOutboxPollMs,
        log,
        metrics,
      }),
    )
    return { service, ctx, db, access, log, metrics }
  }

  #client(from: string, contract: Contract) {
    const { urlOf, platform, tokens, traceparent } = this.#options
    const here = this.#options.services.some((each) => each.contract.name === contract.name)
    if (here) return inProcessClient(contract, from, () => this.runtimes.get(contract.name)!)
    const url = urlOf(contract.name)
    if (!url)
      throw new Error(
        `${from} needs ${contract.name}: run it here too or set SERVICE_URL_${contract.name.toUpperCase()}`,
      )
    return httpClient(contract, from, {
      url,
      http: platform(from).http.provider(`service:${contract.name}`, {
        baseDelayMs: 100,
        breaker: { resetMs: 5_000 },
      }),
      sign: (to, actor) => tokens.signService(from, to, actor),
      traceparent,
    })
  }

  /** After a commit that published: wake the relay; what changes access counts from this moment in this process. */
  #published(service: string, events: readonly Envelope[]): void {
    for (const event of events)
      if (accessEvents.some((each) => each.type === event.type)) this.#options.access.apply(event)
    this.#relays.get(service)?.wake()
  }

  async #startService(runtime: Runtime): Promise<void> {
    const { service, ctx, log, metrics } = runtime
    const name = service.contract.name
    const platform = this.#options.platform(name)
    await platform.queue.work(eventQueue(name), { batchSize: eventBatchSize, concurrency: 1 }, (jobs) =>
      dispatchEvents(runtime, jobs),
    )
    await startJobs(runtime, platform.queue)
    this.#relays.get(name)!.start()
    const own = Object.entries(service.jobs).flatMap(([job, entry]) =>
      'every' in entry
        ? [{ name: job, every: Temporal.Duration.from(entry.every), run: () => entry.run(ctx) }]
        : [],
    )
    const upkeep = {
      name: 'upkeep',
      every: Temporal.Duration.from('PT1H'),
      run: () => maintain(platform.pool, name),
    }
    const ticker = new Ticker({
      service: name,
      ticks: [...own, upkeep],
      session: platform.session,
      log,
      metrics,
    })
    ticker.start()
    this.#tickers.push(ticker)
    const stop = await service.start(ctx)
    if (stop) this.#stops.push(stop)
  }

  #mount(): void {
    const { settings, tokens, log, metrics, sandbox, services } = this.#options
    const { app } = this
    surround(app, settings, {
      sandbox,
      routes: services.flatMap((each) => Object.values(each.contract.routes)),
    })
    app.onError((error, c) => problemResponse(c, error, log))
    app.notFound((c) => problemResponse(c, notFound('page'), log))
    app.get('/health/live', (c) => c.json({ status: 'healthy' }))
    app.get('/health/ready', async (c) =>
      this.#ready && (await this.#canServe())
        ? c.json({ status: 'ready' })
        : c.json({ status: 'starting' }, 503),
    )
    app.get('/health', async (c) => {
      const reports = await this.health()
      const status = reports.some((each) => each.status === 'unhealthy')
        ? 'unhealthy'
        : reports.some((each) => each.status === 'degraded')
          ? 'degraded'
          : 'healthy'
      return c.json({ status, services: reports }, status === 'unhealthy' ? 503 : 200)
    })
    app.get('/metrics', async (c) =>
      c.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
    )
    mountRoutes(app, {
      runtimes: [...this.runtimes.values()],
      tokens,
      gateway: createGateway(settings),
      log,
      metrics,
    })
    this.#options.pages?.(app, this)
  }

  /** Own databases only: readiness never asks another service. */
  async #canServe(): Promise<boolean> {
    const pings = await Promise.allSettled(
      [...this.runtimes.keys()].map((name) => this.#options.platform(name).pool.query('select 1')),
    )
    return pings.every((each) => each.status === 'fulfilled')
  }

  /** Every service of the catalogue: those of this process asked directly, the others over HTTP. */
  async #peerHealth(): Promise<HealthReport[]> {
    const elsewhere = this.#options.everywhere.filter((name) => !this.runtimes.has(name))
    const reports = await Promise.all([this.health(), askPeers(elsewhere, this.#options.urlOf)])
    return reports.flat()
  }

  async #loadAccess(): Promise<void> {
    const pools = new Set([...this.runtimes.keys()].map((name) => this.#options.platform(name).pool))
    await Promise.all([...pools].map((pool) => this.#options.access.load(pool)))
  }

  async #listen(port: number): Promise<number> {
    return await new Promise((resolve, reject) => {
      const server = serve(
        { fetch: this.app.fetch, port, hostname: this.#options.settings.KLAPS_HOST },
        (info) => resolve(info.port),
      )
      server.once('error', reject)
      this.#server = server
    })
  }

  async #closeServer(limitMs: number): Promise<void> {
    const server = this.#server
    if (!server) return
    await new Promise<void>((resolve) => {
      const force = setTimeout(
        () => 'closeAllConnections' in server && server.closeAllConnections(),
        limitMs / 2,
      )
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    })
  }
}

async function settle(log: Logger, work: readonly Promise<unknown>[]): Promise<void> {
  for (const each of await Promise.allSettled(work)) {
    if (each.status === 'rejected')
      log.warn({ err: each.reason as unknown }, 'Something did not stop cleanly')
  }
}
