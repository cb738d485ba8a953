import { z } from 'zod'
import type { Actor } from './actor.ts'
import { openDeadLetter, rewritten } from './dead-letters.ts'
import { type Operations, operationsOf, type TimerState } from './operations.ts'
import { forbidden, notFound } from './problem.ts'
import { eventQueue, type JobQueue, jobQueue } from './queue.ts'
import type { Runtime } from './runtime.ts'
import type { Meta, Service } from './service.ts'
import type { Tick } from './ticks.ts'
import type { WorkControls } from './work-controls.ts'

interface Parts {
  readonly runtime: Runtime
  readonly queue: JobQueue
  readonly controls: WorkControls
  readonly ticks: readonly Tick[]
}

/** The one service that may turn the handles of others. */
const operator = 'control'

/**
 * The runtime that answers `operationsOf` a service: its own context, the kernel's routes. Acts are audited in the
 * service's own schema before they are done, so that none is done without its record.
 */
export function operationsRuntime(parts: Parts): Runtime {
  const { runtime } = parts
  const contract = operationsOf(runtime.service.contract.name)
  const handlers = handlersOf(parts)
  const routes = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (_ctx: unknown, input: unknown, meta: Meta) => {
        onlyOperator(meta.actor)
        return handle(input as never)
      },
    ]),
  )
  const service: Service = { ...runtime.service, contract, routes }
  return { ...runtime, service }
}

function onlyOperator(actor: Actor): void {
  const caller = actor.kind === 'service' ? actor.name : actor.kind === 'user' ? actor.via : undefined
  if (caller !== operator) throw forbidden('service')
}

type Input<K extends keyof Operations['routes']> = z.output<Operations['routes'][K]['input']>

function handlersOf(parts: Parts) {
  const { runtime, queue, controls } = parts
  const { service, db } = runtime
  const { name } = service.contract
  const letterOf = async (letterId: string) => {
    const dead = await queue.deadJob(queuesOf(service), letterId)
    if (!dead) throw notFound('dead letter')
    return dead
  }
  const audit = (action: string, target: string, details: Record<string, unknown> = {}) =>
    db.transaction((tx) => tx.audit({ action, target, details }))
  return {
    timers: () => stateOfTimers(parts),
    queues: () => stateOfQueues(parts),
    runTimer: async ({ name: timer }: Input<'runTimer'>) => {
      const entry = timerOf(parts, timer)
      await audit('timer.run', `timer:${name}.${timer}`)
      if (entry.kind === 'every') return await controls.want(timer)
      await queue.insert(jobQueue(name, timer), [{ data: { input: { byHand: true } } }])
      queue.wake(jobQueue(name, timer))
    },
    pauseTimer: async ({ name: timer, paused }: Input<'pauseTimer'>) => {
      timerOf(parts, timer)
      await audit(paused ? 'timer.paused' : 'timer.resumed', `timer:${name}.${timer}`)
      await controls.pause('timer', timer, paused)
    },
    pauseQueue: async ({ name: short, paused }: Input<'pauseQueue'>) => {
      const whole = jobQueue(name, short)
      if (!pausableQueues(service).includes(whole)) throw notFound('queue')
      await audit(paused ? 'queue.paused' : 'queue.resumed', `queue:${whole}`)
      await controls.pause('queue', whole, paused)
    },
    deadLetters: async ({ beforeAt, beforeId, limit }: Input<'deadLetters'>) => {
      const before = beforeAt && beforeId ? { diedAt: beforeAt, id: beforeId } : undefined
      const dead = await queue.deadJobs(queuesOf(service), { limit, ...(before ? { before } : {}) })
      return { items: dead.map((each) => openDeadLetter(name, each)) }
    },
    deadLetter: async ({ letterId }: Input<'deadLetter'>) => openDeadLetter(name, await letterOf(letterId)),
    retry: async ({ letterId, changes }: Input<'retry'>) => {
      const dead = await letterOf(letterId)
      const data = rewritten(service, dead, changes)
      await audit('dead-letter.retried', `dead-letter:${letterId}`, {
        queue: dead.queue,
        changed: Object.keys(changes ?? {}),
      })
      await queue.revive(dead, data)
    },
    discard: async ({ letterId, reason }: Input<'discard'>) => {
      const dead = await letterOf(letterId)
      await audit('dead-letter.discarded', `dead-letter:${letterId}`, { queue: dead.queue, reason })
      await queue.discard(dead)
    },
  }
}

async function stateOfTimers({ runtime, queue, controls, ticks }: Parts) {
  const runs = await controls.lastRuns()
  const items = [...ticks.map(everyTimer), ...cronTimers(runtime.service)].map(
    ({ name: timer, kind, schedule, zone, every }): TimerState => {
      const run = runs.get(timer)
      const paused = controls.isTimerPaused(timer)
      const next =
        kind === 'cron' ? queue.nextRun(schedule, zone ?? 'UTC') : every && run?.startedAt.add(every)
      return {
        name: timer,
        kind,
        schedule,
        zone,
        paused,
        lastAt: run?.startedAt ?? null,
        lastMs: run?.tookMs ?? null,
        lastOutcome: run?.outcome ?? null,
        nextAt: paused ? null : (next ?? null),
      }
    },
  )
  return { items }
}

async function stateOfQueues({ runtime: { service }, queue, controls }: Parts) {
  const backlogs = await queue.backlogs(pausableQueues(service))
  const now = Temporal.Now.instant()
  return {
    items: backlogs.map(({ queue: whole, waiting, active, dead, waitingSince }) => ({
      name: whole.slice(service.contract.name.length + 1),
      paused: controls.isQueuePaused(whole),
      waiting,
      active,
      dead,
      oldestSeconds: waitingSince ? Math.max(0, now.since(waitingSince).total('seconds')) : null,
    })),
  }
}

interface Timer {
  readonly name: string
  readonly kind: 'every' | 'cron'
  readonly schedule: string
  readonly zone: string | null
  /** Of one that runs whatever happens. */
  readonly every?: Temporal.Duration
}

const everyTimer = ({ name, every, due }: Tick): Timer => ({
  name,
  kind: 'every',
  schedule: every.toString(),
  zone: null,
  ...(due ? {} : { every }),
})

function cronTimers({ jobs }: Service): Timer[] {
  return Object.entries(jobs).flatMap(([name, entry]): Timer[] =>
    'cron' in entry ? [{ name, kind: 'cron', schedule: entry.cron, zone: entry.zone ?? 'UTC' }] : [],
  )
}

function timerOf({ runtime, ticks }: Parts, name: string): Timer {
  const timer = [...ticks.map(everyTimer), ...cronTimers(runtime.service)].find((each) => each.name === name)
  if (!timer) throw notFound('timer')
  return timer
}

/** What a service hears and its queued jobs; the queues of cron jobs are paused as timers. */
function pausableQueues({ contract, jobs }: Service): string[] {
  const queued = Object.values(jobs).flatMap((entry) => ('queue' in entry ? [entry.queue.name] : []))
  return [eventQueue(contract.name), ...queued.map((name) => jobQueue(contract.name, name))]
}

function queuesOf(service: Service): string[] {
  const crons = cronTimers(service).map(({ name }) => jobQueue(service.contract.name, name))
  return [...pausableQueues(service), ...crons]
}
