import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import { diskBlobs } from './adapters/blobs/disk.ts'
import { LocalBus } from './adapters/bus/local.ts'
import { memoryCache } from './adapters/cache/memory.ts'
import { postgresLimiter } from './adapters/postgres/limiter.ts'
import { createPool } from './adapters/postgres/pool.ts'
import { catalogue as wholeHouse } from './catalogue.ts'
import { freePort } from './free-port.ts'
import { AccessRegistry, accessEvents } from './kernel/access.ts'
import type { Bus, Listener } from './kernel/bus.ts'
import { ShiftedClock } from './kernel/clock.ts'
import { userErased } from './kernel/envelope.ts'
import { roleExists, serviceRole } from './kernel/grants.ts'
import { Host } from './kernel/host.ts'
import type { ServicePlatform } from './kernel/host-options.ts'
import type { App } from './kernel/http/server.ts'
import { KeyedSecrets } from './kernel/keyed-secrets.ts'
import { createLogger, type Logger } from './kernel/log.ts'
import { loadMasterKeys } from './kernel/master-key-file.ts'
import { createMetrics, type HouseMetrics, houseMetrics } from './kernel/metrics.ts'
import { createOutbound } from './kernel/outbound-client.ts'
import { assertOutsideTransaction, currentScope } from './kernel/scope.ts'
import type { Service } from './kernel/service.ts'
import { type Environment, KernelSettings, readSettings } from './kernel/settings.ts'
import { serviceKey, Tokens } from './kernel/tokens.ts'
import { startTracing, traceparent } from './kernel/tracing.ts'
import { databaseUrl, openSites, prepare, type Site } from './sites.ts'
import { version } from './version.ts'

export interface HouseOptions {
  /** Every service there is; tests of the kernel bring their own. */
  catalogue?: readonly Service[]
  env: Environment
  /** Where blobs, keys and the embedded database live. */
  dataDir: string
  /** Names of services to run here; all of them when left out. */
  only?: readonly string[]
  /** One database for all, when `DATABASE_URL` and `DATABASE_URL_<SERVICE>` are not set: the embedded one's URL. */
  databaseUrl?: string
  /** No other process works on these databases (embedded, behind the owner lock). */
  alone: boolean
  /** Is the outside world the sandbox's? */
  sandbox: boolean
  port: number
  /** Aborted when the process is asked to stop before it is ready: the start then ends with the signal's reason. */
  cancel?: AbortSignal
  pages?: (app: App, host: Host) => void
  log?: Logger
}

export interface House {
  readonly host: Host
  readonly port: number
  readonly url: string
  readonly clock: ShiftedClock
  readonly log: Logger
  /** Makes it so late, for databases and processor alike. @throws in the real world, whose time nobody moves */
  moveTo(instant: Temporal.Instant): Promise<void>
  stop(): Promise<void>
}

/** The services named, or all; an unknown name is refused with the list of known ones. */
export function select(catalogue: readonly Service[], only: readonly string[] | undefined): Service[] {
  const known = catalogue.map((service) => service.contract.name)
  const unknown = only?.filter((name) => !known.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`Unknown service ${unknown.join(', ')}; known: ${known.join(', ')}`)
  return only ? catalogue.filter((service) => only.includes(service.contract.name)) : [...catalogue]
}

/** Builds a process out of the adapters that the environment asks for, and starts it. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const settings = readSettings(KernelSettings, options.env, 'the kernel')
  if (options.sandbox && settings.KLAPS_ENV === 'production')
    throw new Error('The sandbox is never used in production: configure real providers')
  const log = options.log ?? createLogger({ level: settings.KLAPS_LOG_LEVEL, context: logContext })
  const metrics = houseMetrics(createMetrics())
  const catalogue = options.catalogue ?? wholeHouse
  const services = select(catalogue, options.only)
  if (settings.KLAPS_ENV === 'production' && !options.alone) refuseLocalKeys(options.env, services, catalogue)
  const tracing = await startTracing(`klaps ${options.only?.join(',') ?? 'all'}`, options.env)
  const port = await freePort(settings.KLAPS_HOST, options.port)
  const sites = openSites(services, catalogue, options, log)
  const clock = new ShiftedClock()
  const host = await prepare(sites, settings, options.sandbox)
    .then(async () => {
      options.cancel?.throwIfAborted()
      return await makeHost(sites, { options, settings, services, catalogue, port, clock, log, metrics })
    })
    .catch(async (error: unknown) => {
      await Promise.allSettled(
        sites.flatMap((site) => [site.queue.stop(1_000), site.session.close(), site.owner.end()]),
      )
      throw error
    })
  const stop = async () => {
    await host.stop()
    await Promise.allSettled(sites.map((site) => site.owner.end()))
    await tracing.shutdown()
  }
  await host.start(port, options.cancel).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const moveTo = async (instant: Temporal.Instant) => {
    if (!options.sandbox) throw new Error('Nobody moves the time of the real world')
    await moveClocks(clock, sites, instant)
  }
  return { host, port, url: `http://${settings.KLAPS_HOST}:${port}`, clock, log, moveTo, stop }
}

interface Surroundings {
  readonly options: HouseOptions
  readonly settings: KernelSettings
  readonly services: readonly Service[]
  readonly catalogue: readonly Service[]
  readonly port: number
  readonly clock: ShiftedClock
  readonly log: Logger
  readonly metrics: HouseMetrics
}

/** @throws when a setting or a key of the environment is no good. */
async function makeHost(sites: readonly Site[], around: Surroundings): Promise<Host> {
  const { options, settings, services, catalogue, port, clock, log, metrics } = around
  const access = new AccessRegistry()
  const platforms = await makePlatforms(sites, options, settings, { log, metrics })
  const host: Host = new Host({
    services,
    everywhere: catalogue.map((service) => service.contract.name),
    settings,
    version,
    env: options.env,
    sandbox: options.sandbox,
    publicUrl: settings.KLAPS_PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${port}`,
    shared: !options.alone,
    platform: (name) => platforms.get(name)!,
    urlOf: (name) => options.env[`SERVICE_URL_${name.toUpperCase()}`]?.replace(/\/$/, ''),
    bus: await makeBus(sites, catalogue, options, log),
    cache: memoryCache(),
    blobs: await diskBlobs(options.env.KLAPS_BLOBS_DIR ?? join(options.dataDir, 'blobs')),
    clock,
    access,
    tokens: await makeTokens(options.env, access, () => host),
    traceparent,
    log,
    metrics,
    ...(options.pages ? { pages: options.pages } : {}),
  })
  if (options.sandbox) await followDatabaseClock(clock, sites)
  return host
}

/** What every log line says about the work in hand. */
function logContext() {
  const { correlationId, requestId } = currentScope()
  return { correlationId, requestId }
}

/**
 * A key that a process makes for itself opens nothing on the next machine, and its tokens convince nobody: what it
 * would have sealed were lost with its disk.
 */
function refuseLocalKeys(
  env: Environment,
  services: readonly Service[],
  catalogue: readonly Service[],
): void {
  const between = services.length < catalogue.length ? ['SERVICE_KEY', 'SERVICE_JWKS'] : []
  const missing = ['KLAPS_MASTER_KEYS', ...between].filter((name) => !env[name])
  if (missing.length > 0)
    throw new Error(`Set ${missing.join(', ')}: in production every process is given its keys`)
}

async function followDatabaseClock(clock: ShiftedClock, sites: readonly Site[]): Promise<void> {
  const site = sites[0]!
  const { rows } = await site.owner.query(
    `select extract(epoch from "offset")::float8 as seconds from "${site.services[0]!.contract.name}".time_shift`,
  )
  clock.shiftTo(Temporal.Duration.from({ seconds: Math.round(Number(rows[0]?.seconds ?? 0)) }))
}

async function moveClocks(
  clock: ShiftedClock,
  sites: readonly Site[],
  instant: Temporal.Instant,
): Promise<void> {
  const offset = instant.since(Temporal.Now.instant())
  for (const { owner, services } of sites)
    for (const { contract } of services)
      await owner.query(`update "${contract.name}".time_shift set "offset" = make_interval(secs => $1)`, [
        offset.total('seconds'),
      ])
  clock.shiftTo(offset)
}

async function makePlatforms(
  sites: readonly Site[],
  options: HouseOptions,
  settings: KernelSettings,
  tools: { log: Logger; metrics: HouseMetrics },
): Promise<Map<string, ServicePlatform>> {
  const masterKeys = await loadMasterKeys({ env: options.env, file: join(options.dataDir, 'master.key') })
  const platforms = new Map<string, ServicePlatform>()
  for (const site of sites) {
    for (const service of site.services) {
      const name = service.contract.name
      const role = serviceRole(name)
      const log = tools.log.child({ service: name })
      const pool = createPool({
        url: site.url,
        max: settings.KLAPS_POOL_SIZE,
        applicationName: `klaps ${name}`,
        searchPath: [name],
        ...((await roleExists(site.owner, role)) ? { role } : {}),
        types: 'temporal',
        onIdleError: (error) => log.warn({ err: error }, 'A database connection was lost'),
      })
      platforms.set(name, {
        pool,
        queue: site.queue,
        session: site.session,
        secrets: new KeyedSecrets(
          masterKeys,
          pool,
          service.sealed.map((column) => `${name}:${column}`),
        ),
        http: createOutbound({
          log,
          metrics: tools.metrics,
          limiter: postgresLimiter((text, values) => pool.query(text, values), name),
          guard: () => assertOutsideTransaction('an outside call'),
        }),
      })
    }
  }
  return platforms
}

async function makeBus(
  sites: readonly Site[],
  catalogue: readonly Service[],
  options: HouseOptions,
  log: Logger,
): Promise<Bus> {
  const listeners = catalogue.map(listenerOf)
  const url = options.env.RABBITMQ_URL
  if (url) {
    const { RabbitBus } = await import('./adapters/bus/rabbit.ts')
    return new RabbitBus({
      url,
      listeners,
      publishers: catalogue.map((service) => service.contract.name),
      here: new Map(
        sites.flatMap((site) => site.services.map((service) => [service.contract.name, site.queue] as const)),
      ),
      log,
    })
  }
  const first = sites[0]!
  const elsewhere = catalogue.filter((service) => {
    try {
      return databaseUrl(options.env, service.contract.name, options.databaseUrl) !== first.url
    } catch {
      return true
    }
  })
  if (elsewhere.length > 0)
    throw new Error('Services in several databases need RABBITMQ_URL: events cannot cross without a broker')
  return new LocalBus(first.queue, listeners, log)
}

/** Every service also hears what the kernel needs of auth. */
function listenerOf(service: Service): Listener {
  const types = [...Object.values(service.hears), ...accessEvents, userErased].map((event) => event.type)
  return { service: service.contract.name, types: service.batch ? 'everything' : [...new Set(types)] }
}

async function makeTokens(env: Environment, access: AccessRegistry, host: () => Host): Promise<Tokens> {
  const fixed = env.AUTH_JWKS ? (JSON.parse(env.AUTH_JWKS) as JSONWebKeySet) : undefined
  const serviceJwks = env.SERVICE_JWKS ? (JSON.parse(env.SERVICE_JWKS) as JSONWebKeySet) : undefined
  return new Tokens({
    key: await serviceKey(env.SERVICE_KEY),
    ...(serviceJwks ? { serviceJwks } : {}),
    userJwks: async () => fixed ?? (await host().userJwks()),
    access,
  })
}
