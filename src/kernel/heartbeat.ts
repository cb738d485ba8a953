import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import type { AccessRegistry } from './access.ts'
import { accessTopic } from './access-feed.ts'
import { keepSwitch } from './access-rows.ts'
import { type Client, defineContract, route } from './contract.ts'
import type { Logger } from './log.ts'
import type { Runtime } from './runtime.ts'
import { Instant } from './schemas.ts'
import { inScope } from './scope.ts'
import { Switch } from './switches.ts'

/** A process says that it lives, and hears what has been switched since; `control` mounts it under this name. */
export const beat = route({
  method: 'POST',
  path: '/control/instances/beat',
  summary: 'A process says that it lives',
  allow: 'service',
  input: z.object({
    instanceId: z.uuid(),
    host: z.string().max(255),
    pid: z.int().min(0),
    version: z.string().max(50),
    startedAt: Instant,
    services: z.array(z.string().max(50)).max(100),
    stopping: z.boolean().describe('It ends by itself: not to be missed'),
    switches: z.record(z.string().max(100), z.int()).describe('Versions of what it knows'),
  }),
  output: z.object({ switches: z.array(Switch).describe('What it does not know yet') }),
})

/** The owner of the registry as far as the kernel knows it. */
export const registryOwner = defineContract('control', {
  about: 'Which processes there are.',
  routes: { beat },
})

/** How often a process beats. Four silent beats, and it counts as gone. */
export const beatEveryMs = 5_000
/** How long the last beat may hold up a stop, milliseconds. */
const farewellMs = 1_000

interface Options {
  readonly version: string
  readonly runtimes: ReadonlyMap<string, Runtime>
  readonly access: AccessRegistry
  /** Throws when nobody knows where `control` is. */
  readonly owner: () => Client<typeof registryOwner>
  readonly log: Logger
}

/**
 * Beats for a whole process. The answer heals what an event did not bring: switches that were turned while this process
 * was not there. An owner that does not answer is asked again with the next beat; nothing waits for it.
 */
export class Heartbeat {
  readonly #options: Options
  readonly #instanceId = randomUUID()
  readonly #startedAt = Temporal.Now.instant()
  #timer: NodeJS.Timeout | undefined
  #beating: Promise<void> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => this.#beat(), beatEveryMs)
    this.#beat()
  }

  async stop(): Promise<void> {
    if (!this.#timer) return
    clearInterval(this.#timer)
    this.#timer = undefined
    const last = (this.#beating ?? Promise.resolve()).then(() => this.#send(true)).catch(() => undefined)
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, farewellMs)
    await Promise.race([last, late.promise])
    clearTimeout(timer)
  }

  #beat(): void {
    this.#beating ??= this.#send(false)
      .catch((error: unknown) =>
        this.#options.log.debug({ err: error }, 'Control does not hear this process'),
      )
      .finally(() => {
        this.#beating = undefined
      })
  }

  async #send(stopping: boolean): Promise<void> {
    const { runtimes, access, owner, version } = this.#options
    const services = [...runtimes.keys()]
    const actor = { kind: 'service' as const, name: services[0]! }
    const { switches } = await inScope({ actor, reason: 'heartbeat' }, () =>
      owner().beat({
        instanceId: this.#instanceId,
        host: hostname(),
        pid: process.pid,
        version,
        startedAt: this.#startedAt,
        services,
        stopping,
        switches: access.switches.versions(),
      }),
    )
    for (const each of switches) await this.#learn(each)
  }

  async #learn(news: Switch): Promise<void> {
    for (const { db, ctx } of this.#options.runtimes.values()) {
      await keepSwitch(db, news)
      ctx.signal.send(accessTopic)
    }
    this.#options.access.switches.apply(news)
  }
}
