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
import { freePort } from '../harness/ports.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { type CrewMember, expectOk, joinCrew } from '../journeys/world.ts'
import { Steps, wireSteps } from './steps.ts'
import { type Evidence, judge } from './witness.ts'

const layout = 'polish-plan-dnia'
/** Long enough for a restart, the retries of a call whose outcome was unknown, and a busy machine. */
const settleMs = 60_000
const stepMs = 30_000
/** The house means the world it is given; a mailbox that a dead process held is looked at again after five seconds. */
const own = { KLAPS_SANDBOX: 'off', EMAIL_POLL_SECONDS: '5', IMAP_PRIVATE_HOSTS: 'true' }
/** Longer than any periodic job takes. */
const secondLookMs = 5_000
/** What would be doubled comes late: look once more after this. */
const quietMs = 300

/** A house in a process of its own that can be killed, and a world around it that goes on. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly member: CrewMember
  readonly evidence: Evidence
  /** Of the process that runs now; another one after each restart. */
  steps(): Steps
  /** Mails a call sheet of a production of its own, for a day of its own unless it says in how many days. */
  mailSheet(inDays?: number): Promise<Mailed>
  /** kill -9. The embedded database goes with its owner. */
  kill(): Promise<void>
  /** Starts again after a kill. Settings that are undefined are taken away. */
  start(env?: Env): Promise<void>
  /** The product commits this step and is killed in the same moment. */
  killAt(step: string): Promise<void>
  /** Waits until the days are planned and told and nothing is on its way, then judges. @returns violations. */
  verdict(dates: readonly string[]): Promise<readonly string[]>
  output(): string
  stop(): Promise<void>
}

export type Env = Record<string, string | undefined>

export interface Mailed {
  readonly date: string
  readonly content: SheetContent
  readonly raw: Uint8Array
}

/** Starts sandbox and house, and lets Ola join with her mailbox and her calendar. */
export async function openStage(env: Env = {}): Promise<Stage> {
  const sandbox = await startSandbox()
  const dataDir = await scratchFolder('klaps-faults-')
  const port = await freePort()
  let house: KlapsProcess | undefined
  let witness: Client | undefined
  let steps: Steps | undefined
  let sheets = 0

  const kill = async () => {
    await house?.kill('SIGKILL')
    await Promise.allSettled([witness?.end(), steps?.close()])
    ;[house, witness, steps] = [undefined, undefined, undefined]
  }
  const start = async (more: Env = {}) => {
    const settings = { ...sandbox.env, ...own, ...env, ...more }
    const given = Object.entries(settings).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    house = await startKlapsProcess(['--port', String(port), '--data', dataDir], Object.fromEntries(given))
    const url = connectEmbedded(dataDir)
    if (!url) throw new Error(`The house runs without a database:\n${house.output()}`)
    witness = new Client({ connectionString: url })
    witness.on('error', () => undefined)
    await witness.connect()
    steps = await Steps.open(url)
  }
  const killAt = async (step: string) => {
    const reached = Promise.withResolvers<void>()
    const before: string[] = []
    const forget = steps!.on((seen) => {
      before.push(seen)
      if (seen !== step) return
      forget()
      // Sent within this call: nothing of the test runs between the news and the signal.
      reached.resolve(kill())
    })
    const late = setTimeout(
      () =>
        reached.reject(new Error(`Not within ${stepMs} ms: ${step}, but\n${before.slice(-20).join('\n')}`)),
      stepMs,
    )
    await reached.promise.finally(() => clearTimeout(late))
  }
  const rows = async <T>(_service: string, sql: string, values: unknown[] = []) =>
    (await witness!.query(sql, values)).rows as T[]

  try {
    await start()
    await wireSteps(witness!)
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
      mailSheet: async (inDays) => {
        sheets += 1
        return await mailSheet(sandbox, member.email, sheets, inDays ?? sheets + 2)
      },
      kill,
      start,
      killAt,
      verdict: (dates) => verdict(evidence, dates),
      output: () => house?.output() ?? '',
      stop: async () => {
        await kill()
        await sandbox.stop()
        await throwAway(dataDir)
      },
    }
  } catch (error) {
    await kill()
    await sandbox.stop()
    throw error
  }
}

/** A sheet like any other, but for its production, which the number names, and its day. */
export async function mailSheet(
  sandbox: Sandbox,
  to: string,
  number: number,
  inDays: number,
): Promise<Mailed> {
  const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: inDays }).toString()
  const content = { ...makeContent(41, 'warsaw-pl'), production: `Film ${lettered(number)}`, date }
  const raw = await mailDrawn(sandbox, to, await drawCallSheet(content, layout))
  return { date, content, raw }
}

export async function mailDrawn(sandbox: Sandbox, to: string, sheet: GeneratedSheet): Promise<Uint8Array> {
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to,
    subject: 'Plan dnia',
    text: 'W załączniku plan dnia.',
    attachments: [{ fileName: sheet.fileName, content: sheet.pdf, contentType: 'application/pdf' }],
  })
  await sandbox.mailbox.deliver(Buffer.from(raw), { into: 'both', recipients: [to] })
  return raw
}

/** Titles of films are told apart by letters better than by digits. */
function lettered(number: number): string {
  return [...String(number)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]!.repeat(3)).join('')
}

/**
 * Nothing left to complain of, now and a moment later; else what the witness says when its patience ends. What is
 * doubled stays doubled, while a periodic job that happens to run is done in a moment: so each look has patience.
 */
export async function verdict(
  evidence: Evidence,
  dates: readonly string[],
  patienceMs = settleMs,
): Promise<readonly string[]> {
  const complaints = await untilNothing(evidence, dates, patienceMs)
  if (complaints.length > 0) return complaints
  await sleep(quietMs)
  return await untilNothing(evidence, dates, secondLookMs)
}

async function untilNothing(
  evidence: Evidence,
  dates: readonly string[],
  patienceMs: number,
): Promise<readonly string[]> {
  const end = performance.now() + patienceMs
  for (;;) {
    const complaints = await judge(evidence, dates)
    if (complaints.length === 0 || performance.now() > end) return complaints
    await sleep(100)
  }
}
