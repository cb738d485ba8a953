import { scopedBlobs } from './blobs.ts'
import { scopedCache } from './cache.ts'
import type { Client, Contract } from './contract.ts'
import { Database } from './database.ts'
import { jobsApart } from './deliveries.ts'
import { eventRetries } from './dispatch.ts'
import type { Envelope } from './envelope.ts'
import type { HealthReport } from './health.ts'
import type { HostOptions } from './host-options.ts'
import { httpClient, inProcessClient } from './http/client.ts'
import { Enqueuer } from './jobs.ts'
import { operationsOf } from './operations.ts'
import { eventQueue } from './queue.ts'
import type { Runtime } from './runtime.ts'
import { inScope } from './scope.ts'
import type { Context, Service } from './service.ts'
import { readSettings } from './settings.ts'

/** What a service's runtime needs of the process it lives in. */
interface Surroundings {
  /** The runtimes of this process by service; read when a call is made, since all are assembled one after the other. */
  readonly runtimes: ReadonlyMap<string, Runtime>
  readonly stopping: AbortSignal
  readonly onPublished: (service: string, events: readonly Envelope[]) => void
  readonly peerHealth: () => Promise<HealthReport[]>
  /** What answers for the work of the services of this process. */
  readonly operations: ReadonlyMap<string, Runtime>
}

/** Everything that one service of this process may touch, put together; nothing runs yet. */
export function assemble(service: Service, options: HostOptions, around: Surroundings): Runtime {
  const { contract } = service
  const { metrics, clock, access, traceparent } = options
  const platform = options.platform(contract.name)
  const log = options.log.child({ service: contract.name })
  const db = new Database<object>({
    service: contract.name,
    pool: platform.pool,
    jobs: new Enqueuer(platform.queue),
    traceparent,
    now: () => clock.now(),
    onAfterCommitError: (error) => log.error({ err: error }, 'Work after a commit failed'),
    onPublished: (events) => around.onPublished(contract.name, events),
  })
  const ctx: Context = {
    service: contract.name,
    db,
    cache: scopedCache(options.cache, contract.name),
    blobs: scopedBlobs(options.blobs, contract.name),
    secrets: platform.secrets,
    http: platform.http,
    call: Object.fromEntries(
      Object.entries(service.needs).map(([name, needed]) => [
        name,
        clientOf(contract.name, needed, options, around.runtimes),
      ]),
    ),
    actingFor: ({ userId, id, roles }, work) => {
      const known = access.rolesOf(userId, roles)
      const actor = { kind: 'user', id: userId, sessionId: id, roles: known, via: contract.name } as const
      return inScope({ actor }, work)
    },
    settings: readSettings(service.settings, options.env, contract.name),
    clock,
    log,
    metrics,
    signal: platform.session.signal(contract.name),
    flags: access.switches,
    peers: {
      names: options.everywhere,
      health: around.peerHealth,
      operations: (peer) => clientOf(contract.name, operationsOf(peer), options, around.operations),
    },
    sandbox: options.sandbox,
    alone: !options.shared,
    publicUrl: options.publicUrl,
    version: options.version,
    stopping: around.stopping,
  }
  return {
    service,
    ctx,
    db,
    access,
    log,
    metrics,
    tryApart: async (events) => {
      const queue = eventQueue(contract.name)
      const { retryDelaySeconds: seconds } = eventRetries
      const startAfter = Temporal.Now.instant().add({ seconds })
      await platform.queue.insert(queue, jobsApart(events, contract.name, startAfter))
      // A job becomes due without a word; others than us find it at their next look.
      setTimeout(() => platform.queue.wake(queue), seconds * 1000 + 100).unref()
    },
  }
}

/**
 * A neighbour: in this process when it runs here, else behind its URL.
 *
 * @throws an error that names the setting when nobody knows where it is.
 */
export function clientOf<C extends Contract>(
  from: string,
  contract: C,
  options: HostOptions,
  runtimes: Surroundings['runtimes'],
): Client<C> {
  const { urlOf, platform, tokens, traceparent } = options
  const here = options.services.some((each) => each.contract.name === contract.name)
  if (here) return inProcessClient(contract, from, () => runtimes.get(contract.name)!)
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
