import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { connectEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { Person } from '../../test/harness/person.ts'
import { scratchFolder } from '../../test/harness/scratch.ts'
import { type KlapsProcess, processorSeconds, startKlaps } from '../klaps-process.ts'
import { openQuiet } from '../quiet.ts'
import { rounded } from '../statistics.ts'

/** What is due in one minute, and of how many people. */
const REMINDERS = 10_000
const PEOPLE = 50
const MAKERS = 16
const patienceMs = 300_000

export interface ReminderNumbers extends Record<string, unknown> {
  /** From the first that rings until the last is told in the app and its mail has gone. The goal is 10,000. */
  readonly remindersPerMinute: number
  /** Until the last has rung, by the reminder service alone. */
  readonly remindersRungMs: number
  /** Until the last stands in the app. */
  readonly remindersInAppMs: number
  /** Processor time of Klaps for each, sandbox and database server left out. */
  readonly reminderCpuMs: number
}

/**
 * Ten thousand reminders that are due at once, made over HTTP and told in the app and by e-mail, with everything that a
 * house runs beside it: outbox, bus, audit, analytics, the sandbox that takes the mails. Their time is brought forward
 * in one statement when nothing else goes on any more.
 */
export async function reminders(say: (line: string) => unknown): Promise<ReminderNumbers> {
  const dataDir = await scratchFolder('klaps bench ')
  let klaps: KlapsProcess | undefined
  let client: Client | undefined
  try {
    klaps = await startKlaps(dataDir, { SMTP_DAILY_CALLS: '1000000' })
    const databaseUrl = connectEmbedded(dataDir)
    if (!databaseUrl) throw new Error('Klaps runs no database of its own')
    client = new Client({ connectionString: databaseUrl })
    await client.connect()
    await makeAll(klaps.url)
    say(`${REMINDERS} reminders of ${PEOPLE} people made`)
    const quiet = await openQuiet(databaseUrl)
    await quiet.wait()
    await quiet.close()
    return await measure(klaps, client, say)
  } finally {
    await client?.end()
    await klaps?.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function makeAll(url: string): Promise<void> {
  const startsAt = Temporal.Now.plainDateTimeISO('Europe/Warsaw').add({ days: 2 }).round('minute').toString()
  const people: Person[] = []
  for (let index = 0; index < PEOPLE; index++) people.push(await join(url, index))
  let next = 0
  const maker = async () => {
    for (let number = next++; number < REMINDERS; number = next++) {
      const input = { text: `Zadanie ${number}`, startsAt, timeZone: 'Europe/Warsaw' }
      const { status, body } = await people[number % PEOPLE]!.post('/reminders', input)
      if (status !== 201) throw new Error(`Reminder ${number}: ${status} ${JSON.stringify(body)}`)
    }
  }
  await Promise.all(Array.from({ length: MAKERS }, maker))
}

async function join(url: string, index: number): Promise<Person> {
  const account = { email: `reminded${index}@klaps.example`, password: 'a long password', name: 'Bench' }
  const { status, body } = await new Person(url, undefined, 'stranger').post('/auth/sign-up', account)
  if (status !== 201) throw new Error(`Sign-up: ${status} ${JSON.stringify(body)}`)
  return new Person(url, body.accessToken, body.user.id)
}

async function measure(
  { child }: KlapsProcess,
  client: Client,
  say: (line: string) => unknown,
): Promise<ReminderNumbers> {
  const count = async (sql: string) => Number((await client.query<{ count: string }>(sql)).rows[0]!.count)
  const cpu = await processorSeconds(child.pid!)
  const began = performance.now()
  await client.query(`update reminder.reminders set next_at = reminder.now() where state = 'active'`)
  const reached = async (sql: string) => {
    for (; performance.now() - began < patienceMs; await sleep(250))
      if ((await count(sql)) >= REMINDERS) return performance.now() - began
    throw new Error(`Not within ${patienceMs} ms: ${sql}`)
  }
  const rungMs = await reached('select count(*) from reminder.occurrences')
  const inAppMs = await reached(`select count(*) from notification.notifications where kind = 'reminder'`)
  const outMs = await reached(
    `select count(*) from notification.deliveries where channel = 'email' and state = 'sent'`,
  )
  const result = {
    remindersPerMinute: Math.round((REMINDERS / outMs) * 60_000),
    remindersRungMs: Math.round(rungMs),
    remindersInAppMs: Math.round(inAppMs),
    reminderCpuMs: rounded((((await processorSeconds(child.pid!)) - cpu) * 1000) / REMINDERS),
  }
  for (const [name, value] of Object.entries(result)) say(`${name.padEnd(20)} ${value}`)
  return result
}
