import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss, type QueueOptions } from 'pg-boss'
import { deadQueue, type QueueSpec } from '../../kernel/queue.ts'

/** Where pg-boss keeps its tables. */
export const queueSchema = 'pgboss'

export const heartbeatSeconds = 10

/** How long a new version's indices may take to be built beside the running system. */
const indexPatienceMs = 600_000

const deadLetterOptions: QueueOptions = { retentionSeconds: 90 * 86_400 }

function optionsOf(spec: QueueSpec) {
  return {
    retryLimit: spec.retryLimit,
    retryDelay: spec.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: spec.retryDelayMaxSeconds,
    expireInSeconds: spec.timeoutSeconds,
    deleteAfterSeconds: 86_400,
    heartbeatSeconds,
    notify: true,
    deadLetter: deadQueue(spec.name),
  }
}

/** Brings pg-boss's schema up to date by its own migrations, and makes or updates the queues. Idempotent. */
export async function migrateQueues(url: string, specs: readonly QueueSpec[]): Promise<void> {
  await withBoss(url, true, async (boss) => {
    const known = await knownQueues(boss)
    for (const spec of specs) {
      const dead = deadQueue(spec.name)
      if (!known.has(dead)) await boss.createQueue(dead, deadLetterOptions)
      const options = optionsOf(spec)
      const have = known.get(spec.name)
      if (!have) await boss.createQueue(spec.name, options)
      else if (differs(have, options)) await boss.updateQueue(spec.name, options)
    }
    await untilIndicesAreBuilt(boss)
  })
}

/** What `migrateQueues` would make or change, in words; nothing is changed. */
export async function missingQueues(url: string, specs: readonly QueueSpec[]): Promise<string[]> {
  try {
    return await withBoss(url, false, async (boss) => {
      const known = await knownQueues(boss)
      const missing = specs.flatMap((spec) => {
        const have = known.get(spec.name)
        return have && known.has(deadQueue(spec.name)) && !differs(have, optionsOf(spec)) ? [] : [spec.name]
      })
      return missing.length > 0 ? [`queues ${missing.join(', ')}`] : []
    })
  } catch (error) {
    // How pg-boss says that its schema is not there or is of an older version.
    if (
      error instanceof Error &&
      /^pg-boss (is not installed|database requires migrations)$/.test(error.message)
    )
      return ['the schema of the job queue']
    throw error
  }
}

async function knownQueues(boss: PgBoss) {
  return new Map((await boss.getQueues()).map((queue) => [queue.name, queue as object]))
}

function differs(have: object, wanted: object): boolean {
  return Object.entries(wanted).some(([name, value]) => Reflect.get(have, name) !== value)
}

/** pg-boss without its clockwork: no worker, no cron, no supervision. */
async function withBoss<R>(url: string, migrate: boolean, work: (boss: PgBoss) => Promise<R>): Promise<R> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'klaps migrate',
    schema: queueSchema,
    max: 2,
    migrate,
    supervise: false,
    schedule: false,
  })
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  boss.on('error', failed.reject)
  try {
    await boss.start()
    return await Promise.race([work(boss), failed.promise])
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
}

/** A new version of pg-boss builds some of its indices after its migration, without blocking who works. */
async function untilIndicesAreBuilt(boss: PgBoss): Promise<void> {
  const giveUpAt = performance.now() + indexPatienceMs
  for (;;) {
    const open = (await boss.getBamStatus()).filter((each) => each.status !== 'completed')
    if (open.length === 0) return
    if (open.some((each) => each.status === 'failed'))
      throw new Error('An index of the job queue could not be built: see pgboss.bam')
    if (performance.now() > giveUpAt) throw new Error('The indices of the job queue are still being built')
    await sleep(500)
  }
}
