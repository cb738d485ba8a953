import { rm } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { connectEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { unwrapPersonalKey } from '../../src/kernel/cipher.ts'
import { loadMasterKeys } from '../../src/kernel/master-key-file.ts'
import { Person } from '../../test/harness/person.ts'
import { scratchFolder } from '../../test/harness/scratch.ts'
import { type Processors, perEach, processorsOf } from '../boxoffice/processors.ts'
import { copyIn } from '../fill/copy-in.ts'
import { type KlapsProcess, startKlaps } from '../klaps-process.ts'
import { openQuiet } from '../quiet.ts'
import { rounded } from '../statistics.ts'

/** What is due in one minute, and of how many people. */
const usualReminders = 10_000
const PEOPLE = 20
const patienceMs = 600_000
const zone = 'Europe/Warsaw'

export interface ReminderNumbers extends Record<string, unknown> {
  /** From the first that rings until the last is told in the app and its mail has gone. The goal is 10,000. */
  readonly remindersPerMinute: number
  /** Until the last has rung, by the reminder service alone. */
  readonly remindersRungMs: number
  /** Until the last stands in the app. */
  readonly remindersInAppMs: number
  /** Processor time of Klaps for each, with the sandbox that takes the mails. */
  readonly reminderCpuMs: number
  /** The same of its PostgreSQL. */
  readonly reminderDatabaseCpuMs: number
}

/**
 * Ten thousand reminders that are due at once, told in the app and by e-mail, with everything that a house runs beside
 * it: outbox, bus, audit, analytics, the sandbox that takes the mails. They are put into the table as the service would
 * write them, sealed under their people's keys, and are due in the moment that they commit. `many`: fewer for a look at
 * what one costs.
 */
export async function reminders(
  say: (line: string) => unknown,
  many = usualReminders,
): Promise<ReminderNumbers> {
  const dataDir = await scratchFolder('klaps bench ')
  let klaps: KlapsProcess | undefined
  let client: Client | undefined
  try {
    klaps = await startKlaps(dataDir)
    const databaseUrl = connectEmbedded(dataDir)
    if (!databaseUrl) throw new Error('Klaps runs no database of its own')
    client = new Client({ connectionString: databaseUrl })
    await client.connect()
    const people: Person[] = []
    for (let index = 0; index < PEOPLE; index++) people.push(await join(klaps.url, index))
    const rows = await sealedRows(client, dataDir, people, many)
    const quiet = await openQuiet(databaseUrl)
    await quiet.wait()
    await quiet.close()
    say(`${many} reminders of ${PEOPLE} people are due`)
    const processors = await processorsOf(klaps.child.pid!, databaseUrl, [])
    return await measure(processors, client, rows, say)
  } finally {
    await client?.end()
    await klaps?.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Somebody with a first reminder, made as people make them: the service then has their key. */
async function join(url: string, index: number): Promise<Person> {
  const account = { email: `reminded${index}@klaps.example`, password: 'a long password', name: 'Bench' }
  const { status, body } = await new Person(url, undefined, 'stranger').post('/auth/sign-up', account)
  if (status !== 201) throw new Error(`Sign-up: ${status} ${JSON.stringify(body)}`)
  const person = new Person(url, body.accessToken, body.user.id)
  const startsAt = Temporal.Now.plainDateTimeISO(zone).add({ days: 2 }).round('minute').toString()
  const made = await person.post('/reminders', { text: 'Pierwsze', startsAt, timeZone: zone })
  if (made.status !== 201) throw new Error(`Reminder: ${made.status} ${JSON.stringify(made.body)}`)
  return person
}

async function sealedRows(client: Client, dataDir: string, people: readonly Person[], many: number) {
  const keys = await loadMasterKeys({ env: {}, file: joinPath(dataDir, 'master.key') })
  const ciphers = new Map(
    (
      await client.query<{ person_id: string; wrapped: string }>(
        'select person_id, wrapped from reminder.personal_keys',
      )
    ).rows.map((row) => [row.person_id, unwrapPersonalKey(keys, row.person_id, row.wrapped)]),
  )
  const now = Temporal.Now.instant().toString()
  const startsAt = Temporal.Now.plainDateTimeISO(zone).toString({ smallestUnit: 'second' })
  return Array.from({ length: many }, (_, number) => {
    const id = crypto.randomUUID()
    const userId = people[number % PEOPLE]!.id
    const text = ciphers.get(userId)!.seal(`Zadanie ${number}`, `reminder:reminders.text:${id}`)
    const times = { zone, starts_at: startsAt, next_at: now, created_at: now, updated_at: now }
    return { id, user_id: userId, text, ...times }
  })
}

async function measure(
  processors: () => Promise<Processors>,
  client: Client,
  rows: Awaited<ReturnType<typeof sealedRows>>,
  say: (line: string) => unknown,
): Promise<ReminderNumbers> {
  const before = await processors()
  await copyIn(client, 'reminder.reminders', rows)
  const began = performance.now()
  const reached = async (what: string, sql: string) => {
    for (; performance.now() - began < patienceMs; await sleep(250)) {
      const { rows: counted } = await client.query<{ count: string }>(sql)
      if (Number(counted[0]!.count) >= rows.length) return performance.now() - began
    }
    throw new Error(`Not all are ${what} within ${patienceMs} ms`)
  }
  const rungMs = await reached('rung', 'select count(*) from reminder.occurrences')
  const inAppMs = await reached(
    'in the app',
    `select count(*) from notification.notifications where kind = 'reminder'`,
  )
  const outMs = await reached(
    'mailed',
    `select count(*) from notification.deliveries where channel = 'email' and state = 'sent'`,
  )
  const used = perEach(before, await processors(), rows.length)
  const result = {
    remindersPerMinute: Math.round((rows.length / outMs) * 60_000),
    remindersRungMs: Math.round(rungMs),
    remindersInAppMs: Math.round(inAppMs),
    reminderCpuMs: rounded(used.klaps),
    reminderDatabaseCpuMs: rounded(used.database),
  }
  for (const [name, value] of Object.entries(result)) say(`${name.padEnd(22)} ${value}`)
  return result
}
