import { Hono } from 'hono'
import type { JSONWebKeySet } from 'jose'
import { accessEvents } from './access.ts'
import { AccessFeed } from './access-feed.ts'
import { anonymous } from './actor.ts'
import { assemble, clientOf } from './assemble.ts'
import type { Envelope } from './envelope.ts'
import { Foreground } from './foreground.ts'
import { Heartbeat, registryOwner } from './heartbeat.ts'
import type { HostOptions } from './host-options.ts'
import { HouseHealth } from './house-health.ts'
import type { DirectRoutes } from './http/direct.ts'
import { dispatch } from './http/dispatch.ts'
import { mountHouse } from './http/house-routes.ts'
import { Listener } from './http/listener.ts'
import type { App } from './http/server.ts'
import { apiPrefix } from './http/wire.ts'
import type { Logger } from './log.ts'
import type { Runtime } from './runtime.ts'
import { ServiceWork } from './service-work.ts'

/** Where other processes write to the same databases, a revocation counts everywhere within this time. */
const accessLookMs = 1_000

/** A process with some services in it, from start to stop. */
export class Host {
  readonly app: App = new Hono()
  readonly runtimes = new Map<string, Runtime>()
  readonly #options: HostOptions
  readonly #works = new Map<string, ServiceWork>()
  /** What answers for the work of each service of this process. */
  readonly #operations = new Map<string, Runtime>()
  readonly #heartbeat: Heartbeat | undefined
  readonly #access: AccessFeed
  readonly #listener = new Listener()
  readonly #direct: DirectRoutes
  readonly #stopping = new AbortController()
  #ready = false

  /** For what is mounted beside the services: pages. */
  readonly log: Logger

  constructor(options: HostOptions) {
    this.#options = options
    this.log = options.log
    const health = new HouseHealth(options, this.runtimes)
    const foreground = new Foreground()
    for (const service of options.services) {
      const runtime = assemble(service, options, {
        runtimes: this.runtimes,
        stopping: this.#stopping.signal,
        onPublished: (name, events) => this.#published(name, events),
        peerHealth: () => health.everywhere(),
        operations: this.#operations,
      })
      const work = new ServiceWork(runtime, options, this.runtimes, foreground)
      this.runtimes.set(service.contract.name, runtime)
      this.#works.set(service.contract.name, work)
      this.#operations.set(service.contract.name, work.operations)
    }
    this.#heartbeat = this.#heartbeatOf(options)
    this.#access = new AccessFeed({
      sources: [...this.runtimes.values()].map(({ ctx }) => ({
        pool: options.platform(ctx.service).pool,
        signal: ctx.signal,
      })),
      access: options.access,
      log: options.log,
      ...(options.shared ? { everyMs: accessLookMs } : {}),
    })
    this.#direct = mountHouse(this.app, options, {
      runtimes: [...this.runtimes.values(), ...this.#operations.values()],
      health,
      foreground,
      isUp: () => this.#ready,
    })
    options.pages?.(this.app, this)
  }

  /**
   * Starts everything, the port last: who can connect is served. `port` 0 takes a free one. Once `cancel` is aborted
   * nothing more is started and its reason is thrown; `stop` then ends what was.
   */
  async start(port: number, cancel?: AbortSignal): Promise<{ port: number }> {
    await this.#access.start()
    await this.#options.bus.start()
    for (const work of this.#works.values()) {
      cancel?.throwIfAborted()
      await work.start()
    }
    cancel?.throwIfAborted()
    const bound = await this.#listener.listen(this.app, this.#direct, this.#options.settings.KLAPS_HOST, port)
    this.#ready = true
    this.#heartbeat?.start()
    return { port: bound }
  }

  /** Stops accepting, finishes what runs, stops workers, closes pools. Nothing is lost if it is cut short. */
  async stop(): Promise<void> {
    const { settings, bus } = this.#options
    this.#ready = false
    await this.#heartbeat?.stop()
    this.#stopping.abort()
    this.#access.stop()
    const limitMs = settings.KLAPS_SHUTDOWN_SECONDS * 1000
    await this.#listener.close(limitMs / 2)
    const works = [...this.#works.values()]
    const platforms = [...this.runtimes.keys()].map(this.#options.platform)
    const queues = new Set(platforms.map((each) => each.queue))
    const sessions = new Set(platforms.map((each) => each.session))
    await this.#settle(works.map((work) => work.stopOwn()))
    await this.#settle(works.map((work) => work.stopTicks()))
    await this.#settle([bus.stop()])
    await this.#settle([...queues].map((queue) => queue.stop(limitMs)))
    await this.#settle(works.map((work) => work.stopRelay()))
    await this.#settle([...sessions].map((session) => session.close()))
    await this.#settle([...this.runtimes.values()].map((runtime) => runtime.db.close()))
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

  /**
   * What a public route answers whoever asks, for pages: here or in the process that `SERVICE_URL_...` names. Undefined where
   * neither runs the service.
   *
   * @param path behind `/api/v1`
   */
  async askPublic(service: string, path: string): Promise<Response | undefined> {
    if (this.runtimes.has(service)) return await this.app.request(apiPrefix + path)
    const url = this.#options.urlOf(service)
    return url ? await fetch(url + apiPrefix + path, { signal: AbortSignal.timeout(5_000) }) : undefined
  }

  /** None where there is nobody to hear it: the kernel's own tests. */
  #heartbeatOf({ version, access, services, everywhere }: HostOptions): Heartbeat | undefined {
    const [first] = services
    if (!first || !everywhere.includes(registryOwner.name)) return undefined
    const owner = () => clientOf(first.contract.name, registryOwner, this.#options, this.runtimes)
    return new Heartbeat({ version, access, runtimes: this.runtimes, owner, log: this.log })
  }

  /** After a commit that published: wake the relay; what changes access counts from this moment in this process. */
  #published(service: string, events: readonly Envelope[]): void {
    for (const event of events)
      if (accessEvents.some((each) => each.type === event.type)) this.#options.access.apply(event)
    this.#works.get(service)?.wakeRelay()
  }

  async #settle(work: readonly Promise<unknown>[]): Promise<void> {
    for (const each of await Promise.allSettled(work)) {
      if (each.status === 'rejected')
        this.log.warn({ err: each.reason as unknown }, 'Something did not stop cleanly')
    }
  }
}
