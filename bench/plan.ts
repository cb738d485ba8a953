import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { readCallSheet } from '#callsheet'
import { generateCallSheet, layouts } from '../sandbox/callsheets/index.ts'
import { asEmail } from '../sandbox/callsheets/mail.ts'
import { scratchFolder } from '../test/harness/scratch.ts'
import { type KlapsProcess, processorSeconds, residentMb, startKlaps } from './klaps-process.ts'
import { percentile, rounded } from './statistics.ts'

const mails = 40
const idleSeconds = 20
/** After this the reader's thread has ended for want of work: that is what idle means. */
const settleMs = 65_000

/**
 * From the moment a mail is handed to the mailbox until its day stands in the calendar with three alarms and the
 * notification has arrived by e-mail. Beside it the floor: reading the same PDF and nothing else.
 */
export async function plan({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const dataDir = await scratchFolder('klaps bench ')
  const say = (line: string) => !json && console.log(line)
  try {
    const first = await startKlaps(dataDir)
    await settled(first)
    await first.stop()
    const klaps = await startKlaps(dataDir)
    try {
      const { times, floor } = await measureMails(klaps, say)
      const idle = await measureIdle(klaps)
      const result = {
        mailToPlanP50Ms: rounded(percentile(times, 0.5)),
        mailToPlanP95Ms: rounded(percentile(times, 0.95)),
        mailToPlanP99Ms: rounded(percentile(times, 0.99)),
        readOnlyP50Ms: rounded(percentile(floor, 0.5)),
        planVsReadOnly: rounded(percentile(times, 0.5) / percentile(floor, 0.5)),
        firstStartMs: Math.round(first.startMs),
        startMs: Math.round(klaps.startMs),
        idleRssMb: rounded(idle.rssMb),
        idleCpuPercent: rounded(idle.cpuPercent, 2),
      }
      for (const [name, value] of Object.entries(result)) say(`${name.padEnd(18)} ${value}`)
      return result
    } finally {
      await klaps.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The demo mails of the first start are through. */
async function settled(klaps: KlapsProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await alarms(klaps)).size >= 2) return
    await sleep(100)
  }
  throw new Error('The demo mails were not planned within 30 s')
}

async function measureMails(
  klaps: KlapsProcess,
  say: (line: string) => unknown,
): Promise<{ times: number[]; floor: number[] }> {
  const times: number[] = []
  const floor: number[] = []
  const today = Temporal.Now.plainDateISO('Europe/Warsaw')
  for (let index = 0; index < mails; index++) {
    const layout = layouts[index % layouts.length]!
    const sheet = await generateCallSheet({
      seed: 1000 + index,
      language: index % 2 ? 'en' : 'pl',
      layout,
      overrides: { date: today.add({ days: 3 + index }).toString() },
    })
    const began = performance.now()
    await readCallSheet(sheet.pdf, { fileName: sheet.fileName })
    floor.push(performance.now() - began)
    times.push(await mailToPlan(klaps, sheet.pdf, sheet.fileName, index))
    if ((index + 1) % 10 === 0) say(`${index + 1} of ${mails} mails planned`)
  }
  return { times, floor }
}

async function mailToPlan(
  klaps: KlapsProcess,
  pdf: Uint8Array,
  fileName: string,
  index: number,
): Promise<number> {
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to: 'ola.wrona@klaps.test',
    subject: `Plan dnia ${index}`,
    text: 'W załączniku.',
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
  })
  const [before, mailsBefore] = [(await alarms(klaps)).size, await sentMails(klaps)]
  const began = performance.now()
  await fetch(`${klaps.sandboxUrl}/_sandbox/mail/inbox`, {
    method: 'POST',
    body: raw as BodyInit,
    headers: { 'content-type': 'message/rfc822' },
  })
  for (let tries = 0; tries < 600; tries++) {
    const [complete, sent] = await Promise.all([alarms(klaps), sentMails(klaps)])
    if (complete.size > before && sent > mailsBefore) return performance.now() - began
    await sleep(20)
  }
  throw new Error(`Mail ${index} (${fileName}) was not planned within 12 s`)
}

/** Days in the calendar stand-in that have their event and three alarms, by the plan they belong to. */
async function alarms(klaps: KlapsProcess): Promise<Set<string>> {
  const response = await fetch(`${klaps.sandboxUrl}/_sandbox/calendar/events`)
  const calendars = (await response.json()) as {
    events: { status?: string; extendedProperties?: { private?: Record<string, string> } }[]
  }[]
  const parts = new Map<string, number>()
  for (const event of calendars.flatMap((calendar) => calendar.events)) {
    const planId = event.extendedProperties?.private?.klapsPlan
    if (planId && event.status !== 'cancelled') parts.set(planId, (parts.get(planId) ?? 0) + 1)
  }
  return new Set([...parts].filter(([, count]) => count >= 4).map(([planId]) => planId))
}

async function sentMails(klaps: KlapsProcess): Promise<number> {
  const response = await fetch(`${klaps.sandboxUrl}/_sandbox/sent/smtp`)
  return ((await response.json()) as unknown[]).length
}

async function measureIdle(klaps: KlapsProcess): Promise<{ rssMb: number; cpuPercent: number }> {
  const pid = klaps.child.pid!
  await sleep(settleMs)
  const before = await processorSeconds(pid)
  await sleep(idleSeconds * 1000)
  const used = (await processorSeconds(pid)) - before
  return { rssMb: await residentMb(pid), cpuPercent: (used / idleSeconds) * 100 }
}
