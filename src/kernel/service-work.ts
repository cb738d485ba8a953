import type { RawBuilder } from 'kysely'
import { clientOf } from './assemble.ts'
import { CopyKeeper } from './copy-keeper.ts'
import { dispatchEvents, eventBatchSize, hearAtOnce, reportGivenUp, storyIn } from './dispatch.ts'
import { secondsUntilFirst } from './due-rows.ts'
import { errorOccurred } from './envelope.ts'
import type { Foreground } from './foreground.ts'
import type { HostOptions } from './host-options.ts'
import { startJobs } from './jobs.ts'
import { maintain } from './maintenance.ts'
import { operationsRuntime } from './operations-runtime.ts'
import { eventQueue } from './queue.ts'
import { Relay } from './relay.ts'
import type { Runtime } from './runtime.ts'
import { type Tick, Ticker } from './ticks.ts'
import { WorkControls } from './work-controls.ts'

/** Alone on its database, a process finds what a dead one left when it starts; the poll is a backstop only. */
const aloneOutboxPollMs = 5_000
/** How long events step aside for requests, milliseconds: the more come together, the less each of them costs. */
const relayPatienceMs = 250

/** What one service does without being asked: it hears events, runs jobs and ticks, and empties its outbox. */
export class ServiceWork {
  readonly #runtime: Runtime
  readonly #options: HostOptions
  readonly #relay: Relay
  readonly #ticker: Ticker
  readonly #foreground: Foreground
  readonly #controls: WorkControls
  /** Answers for this work: how it stands, and the handles on it. */
  readonly operations: Runtime
  #stopOwn: (() => Promise<void>) | undefined

  /** @param runtimes Those of this process by service, for the owners of what is copied. */
  constructor(
    runtime: Runtime,
    options: HostOptions,
    runtimes: ReadonlyMap<string, Runtime>,
    foreground: Foreground,
  ) {
    const { service, db, log, metrics } = runtime
    const { name } = service.contract
    this.#runtime = runtime
    this.#options = options
    this.#foreground = foreground
    const { session } = options.platform(name)
    this.#relay = new Relay({
      service: name,
      db,
      bus: options.bus,
      pollMs: options.shared ? options.settings.KLAPS_OUTBOX_POLL_MS : aloneOutboxPollMs,
      onWrite: (hear) => session.onWrite(hear),
      log,
      metrics,
      calm: () => foreground.calm(relayPatienceMs),
      onParked: async (event, error) => {
        // One that tells of a fault would make the next one, without end.
        if (event.type === errorOccurred.type) return
        await reportGivenUp(runtime, `${name} publishing ${event.type}`, storyIn(event), error)
      },
    })
    const copies = new CopyKeeper({
      runtime,
      clientOf: (owner) => clientOf(name, owner, options, runtimes),
      everywhere: options.everywhere,
    })
    const { ctx } = runtime
    const controls = new WorkControls({
      db,
      queue: options.platform(name).queue,
      signal: ctx.signal,
      log,
      shared: options.shared,
      onWanted: (names) => this.#ticker.runWanted(names),
    })
    const ticks = [...this.#ticks(), copies]
    this.#controls = controls
    const secondsUntil = (due: RawBuilder<unknown>) => secondsUntilFirst(db.query, name, due)
    this.#ticker = new Ticker({ service: name, ticks, session, controls, secondsUntil, log, metrics })
    this.operations = operationsRuntime({ runtime, queue: options.platform(name).queue, controls, ticks })
  }

  async start(): Promise<void> {
    const { service, ctx } = this.#runtime
    const { name } = service.contract
    const { queue } = this.#options.platform(name)
    await this.#controls.start()
    await queue.work(eventQueue(name), { batchSize: eventBatchSize, concurrency: 1 }, (jobs) =>
      dispatchEvents(this.#runtime, jobs),
    )
    // What is paused waits in its queue, where others see it.
    const isPaused = () => this.#controls.isQueuePaused(eventQueue(name))
    this.#options.bus.listen(name, async (events) => !isPaused() && (await hearAtOnce(this.#runtime, events)))
    await startJobs(this.#runtime, queue, this.#foreground, this.#controls)
    this.#relay.start()
    this.#ticker.start()
    this.#stopOwn = await service.start(ctx)
  }

  /** Something was committed to the outbox. */
  wakeRelay(): void {
    this.#relay.wake()
  }

  /** Ends what the service's own `start` began. */
  async stopOwn(): Promise<void> {
    await this.#stopOwn?.()
  }

  async stopTicks(): Promise<void> {
    await this.#ticker.stop()
    await this.#controls.stop()
  }

  async stopRelay(): Promise<void> {
    await this.#relay.stop()
  }

  #ticks(): Tick[] {
    const { service, ctx } = this.#runtime
    const { name } = service.contract
    const own = Object.entries(service.jobs).flatMap(([job, entry]) =>
      'every' in entry
        ? [
            {
              name: job,
              every: Temporal.Duration.from(entry.every),
              due: entry.due,
              run: () => entry.run(ctx),
            },
          ]
        : [],
    )
    const upkeep = {
      name: 'upkeep',
      every: Temporal.Duration.from('PT1H'),
      run: () => maintain(this.#options.platform(name).pool, name),
    }
    return [...own, upkeep]
  }
}
