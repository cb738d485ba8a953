import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import {
  drawCallSheet,
  type GeneratedSheet,
  makeContent,
  type SheetContent,
} from '../../sandbox/callsheets/index.ts'
import { asEmail } from '../../sandbox/callsheets/mail.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { connectEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { freePort } from '../harness/rabbitmq.ts'
import { type CrewMember, expectOk, joinCrew } from '../journeys/world.ts'
import { Steps, wireSteps } from './steps.ts'
import { type Evidence, judge } from './witness.ts'

const layout = 'polish-plan-dnia'
/** Long enough for a restart, the retries of a call whose outcome was unknown, and a busy machine. */
const settleMs = 60_000
/** What would be doubled comes late: look once more after this. */
const quietMs = 300

/** A house in a process of its own that can be killed, and a world around it that goes on. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly member: CrewMember
  readonly evidence: Evidence
  /** Of the process that runs now; another one after each restart. */
  steps(): Steps
  /** Mails a call sheet of a production of its own for a day of its own. @returns the date. */
  mailSheet(options?: { subject?: string }): Promise<Mailed>
  /** kill -9. The embedded database goes with its owner. */
  kill(): Promise<void>
  start(env?: Record<string, string>): Promise<void>
  /** Waits until the days are planned and told and nothing is on its way, then judges. @returns violations. */
  verdict(dates: readonly string[]): Promise<readonly string[]>
  output(): string
  stop(): Promise<void>
}

export interface Mailed {
  readonly date: string
  readonly content: SheetContent
}

/** Starts sandbox and house, and lets Ola join with her mailbox and her calendar. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const sandbox = await startSandbox()
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-faults-'))
  const port = await freePort()
  let house: KlapsProcess | undefined
  let witness: Client | undefined
  let steps: Steps | undefined
  let days = 3

  const kill = async () => {
    await house?.kill('SIGKILL')
    await Promise.allSettled([witness?.end(), steps?.close()])
    ;[house, witness, steps] = [undefined, undefined, undefined]
  }
  const start = async (more: Record<string, string> = {}) => {
    house = await startKlapsProcess(['--port', String(port), '--data', dataDir], {
      ...sandbox.env,
      KLAPS_SANDBOX: 'off',
      EMAIL_POLL_SECONDS: '5',
      IMAP_PRIVATE_HOSTS: 'true',
      ...env,
      ...more,
    })
    const url = connectEmbedded(dataDir)
    if (!url) throw new Error(`The house runs without a database:\n${house.output()}`)
    witness = new Client({ connectionString: url })
    witness.on('error', () => undefined)
    await witness.connect()
    await wireSteps(witness)
    steps = await Steps.open(url)
  }
  const rows = async <T>(_service: string, sql: string, values: unknown[] = []) =>
    (await witness!.query(sql, values)).rows as T[]

  try {
    await start()
    const world = { url: house!.url, sandbox, stop: async () => undefined }
    const member = await joinCrew(world)
    await expectOk(
      member.patch('/config/settings', {
        notifications: { channels: { 'schedule-ready': ['in-app', 'email'] }, quietHours: null },
      }),
    )
    const evidence: Evidence = { rows, sandbox, person: { id: member.id, email: member.email } }
    return {
      sandbox,
      member,
      evidence,
      steps: () => steps!,
      mailSheet: async () => await mailSheet(sandbox, member.email, days++),
      kill,
      start,
      verdict: (dates) => verdict(evidence, dates),
      output: () => house?.output() ?? '',
      stop: async () => {
        await kill()
        await sandbox.stop()
        await rm(dataDir, { recursive: true, force: true, maxRetries: 10 })
      },
    }
  } catch (error) {
    await kill()
    await sandbox.stop()
    throw error
  }
}

/** A sheet like any other, but for its production and its day. `days` counts from today and names both. */
export async function mailSheet(sandbox: Sandbox, to: string, days: number): Promise<Mailed> {
  const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days }).toString()
  const content = { ...makeContent(41, 'pl'), production: `Film ${roman(days)}`, date }
  await mailDrawn(sandbox, to, await drawCallSheet(content, layout))
  return { date, content }
}

export async function mailDrawn(sandbox: Sandbox, to: string, sheet: GeneratedSheet): Promise<Uint8Array> {
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to,
    subject: 'Plan dnia',
    text: 'W załączniku plan dnia.',
    attachments: [{ fileName: sheet.fileName, content: sheet.pdf, contentType: 'application/pdf' }],
  })
  await sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [to] })
  return raw
}

/** Titles of films are told apart by letters better than by digits. */
function roman(number: number): string {
  return [...String(number)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]!.repeat(3)).join('')
}

/** Nothing left to complain of, now and a moment later; else what the witness says when its patience ends. */
export async function verdict(
  evidence: Evidence,
  dates: readonly string[],
  patienceMs = settleMs,
): Promise<readonly string[]> {
  const end = performance.now() + patienceMs
  for (;;) {
    const complaints = await judge(evidence, dates)
    if (complaints.length === 0) {
      await sleep(quietMs)
      return await judge(evidence, dates)
    }
    if (performance.now() > end) return complaints
    await sleep(100)
  }
}
