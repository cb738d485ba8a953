import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { closeReader, readCallSheet, readCallSheetInWorker, UNSURE } from '../index.ts'
import { readPages } from '../pdf/document.ts'
import { understand } from '../read.ts'
import { draw, form, put, table } from '../testing/draw.ts'
import { paint, type ScanOptions, scanOf } from '../testing/scan.ts'
import type { ReadProgress } from '../types.ts'
import { type Engine, EngineError } from './engine.ts'
import { closeEngines } from './engines.ts'
import { javascriptEngine } from './javascript.ts'
import { nativeEngine } from './native.ts'
import { recognisePages } from './recognise.ts'

const FULL = process.env['CI_FULL'] === '1'
const referenceDate = Temporal.PlainDate.from('2024-12-10')
const native = await nativeEngine()
const javascript = javascriptEngine()
const folder = await mkdtemp(join(tmpdir(), 'klaps-ocr-'))

afterAll(async () => {
  await javascript.close()
  await closeEngines()
  await closeReader()
  await rm(folder, { recursive: true })
})

/** A small sheet: the crew call stands at (130, 76), 11 points high. */
const sheet = (call = '07:30'): Promise<Uint8Array> =>
  draw(
    (page) => {
      put(page, 30, 30, 'CALL SHEET', 16, 'bold')
      put(page, 30, 76, 'Crew call:', 11)
      put(page, 130, 76, call, 11)
      form(
        page,
        100,
        [
          ['Date:', 'Monday, December 16, 2024'],
          ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
          ['Production call:', '06:15'],
          ['Lunch:', '12:30'],
        ],
        30,
      )
    },
    { size: [420, 200] },
  )

async function recognisedBy(engines: readonly Engine[], pdf: Uint8Array) {
  const pages = await readPages(pdf, { maxPages: 5 })
  const signal = new AbortController().signal
  return understand(await recognisePages(pdf, pages, { engines, signal }), { referenceDate })
}

/** A program that stands where the machine's Tesseract would. */
async function engineThat(does: string): Promise<Engine> {
  const bin = await mkdtemp(join(folder, 'bin-'))
  const program = join(bin, 'tesseract')
  await writeFile(
    program,
    `#!/bin/sh\nif [ "$1" = --list-langs ]; then echo List; echo pol; echo eng; exit; fi\n${does}\n`,
  )
  await chmod(program, 0o755)
  const engine = await nativeEngine(`${bin}:/usr/bin:/bin`)
  if (engine === null) throw new Error('not found')
  return engine
}

describe.each([
  ['tesseract.js', javascript],
  ['tesseract', native],
] as const)('%s', (_name, engine) => {
  it.skipIf(engine === null)('reads a scan that lay askew, with its values where they stand', async () => {
    const scan = await scanOf(await sheet(), { skew: 1.5 })
    const found = await recognisedBy([engine!], scan)
    expect(found).toMatchObject({
      kind: 'call-sheet',
      language: 'en',
      shootingDate: { value: '2024-12-16' },
      crewCall: { value: '07:30' },
      productionCall: { value: '06:15' },
      locations: [{ value: { address: '12 River Road, York YO1 7HH' } }],
    })
    expect(found.crewCall!.confidence).toBeGreaterThanOrEqual(UNSURE)
    expect(found.crewCall!.confidence).toBeLessThanOrEqual(0.9)
    expect(found.problems.map(({ code }) => code)).toContain('recognised-pages')
    // On the larger, leaning page, the call has moved by some points.
    const { box } = found.crewCall!.evidence.at(-1)!
    expect(Math.abs(box.x + box.width / 2 - 150)).toBeLessThan(15)
    expect(Math.abs(box.y + box.height / 2 - 82)).toBeLessThan(15)
  })

  it.skipIf(engine === null || !FULL)('reads a scan that lay on its side, and one on its head', async () => {
    for (const turn of [1, 2, 3] as const) {
      const found = await recognisedBy([engine!], await scanOf(await sheet(), { turn, skew: -0.7 }))
      expect(found.crewCall?.value, `turn ${turn}`).toBe('07:30')
      expect(found.shootingDate?.value).toBe('2024-12-16')
    }
  })

  it.skipIf(engine === null || !FULL)('reads coarse scans, or leaves them to a person', async () => {
    for (const dpi of [200, 150]) {
      const found = await recognisedBy([engine!], await scanOf(await sheet(), { dpi }))
      for (const [field, value] of [
        [found.crewCall, '07:30'],
        [found.shootingDate, '2024-12-16'],
      ] as const)
        if (field !== null && field.confidence >= UNSURE) expect(field.value, `${dpi} dpi`).toBe(value)
    }
  })

  it.skipIf(engine === null || !FULL)('is stopped in the middle of a page, and sees the next', async () => {
    const scan = await scanOf(await sheet())
    const pages = await readPages(scan, { maxPages: 5 })
    const stopped = recognisePages(scan, pages, { engines: [engine!], signal: AbortSignal.timeout(150) })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect((await recognisedBy([engine!], scan)).crewCall?.value).toBe('07:30')
  })
})

describe('a figure that is harmed', () => {
  const harms: Record<string, NonNullable<ScanOptions['harm']>> = {
    'has its first figure punched out': (page) => paint(page, 128, 72, 8.5, 20, 255),
    'is cut in half': (page) => paint(page, 128, 74, 40, 7, 255),
    'has a stamp over it': (page) => {
      for (let step = 0; step < 60; step++) paint(page, 124 + step * 0.7, 92 - step * 0.3, 2, 1.2, 40)
    },
    'has a blot on it': (page) => paint(page, 136, 80, 7, 9, 50),
  }
  const some = FULL ? Object.keys(harms) : Object.keys(harms).slice(0, 2)
  it.each(some)('never gives another time that nobody looks at: it %s', async (name) => {
    for (const time of FULL ? ['17:00', '16:05', '08:30', '10:35'] : ['16:05']) {
      const scan = await scanOf(await sheet(time), { harm: harms[name]! })
      const { crewCall } = await readCallSheet(scan, { referenceDate })
      const isLookedAt = crewCall === null || crewCall.confidence < UNSURE
      expect(isLookedAt || crewCall.value === time, `${time} read as ${JSON.stringify(crewCall)}`).toBe(true)
    }
  })
})

describe('an hour that was torn off', () => {
  it('leaves no call of somebody else’s for whose it was', async () => {
    const listed = await draw(
      (page) => {
        put(page, 30, 30, 'CALL SHEET', 16, 'bold')
        form(
          page,
          60,
          [
            ['Date:', 'Monday, December 16, 2024'],
            ['Crew call:', '07:30'],
            ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
          ],
          30,
        )
        table(
          page,
          130,
          [30, 150, 300],
          [
            ['ROLE', 'NAME', 'CALL'],
            ['Gaffer', 'Thomas Reed', '06:45'],
            ['Focus puller', 'Anna Nowak', '06:15'],
          ],
        )
      },
      { size: [420, 200] },
    )
    const options = { referenceDate, me: { name: 'Anna Nowak', role: 'Focus puller' } }
    const whole = await readCallSheet(await scanOf(listed), options)
    expect(whole.personalCall?.value).toBe('06:15')
    const torn = await scanOf(listed, { harm: (page) => paint(page, 280, 155, 130, 40, 255) })
    const { personalCall, problems } = await readCallSheet(torn, options)
    expect(personalCall).toBeNull()
    expect(problems.map(({ code }) => code)).toContain('own-call-looks-wrong')
  })
})

describe('an engine that fails', () => {
  it('is followed by the next, and its pages are named when there is none', async () => {
    const crashing = await engineThat('kill -SEGV $$')
    const chattering = await engineThat('cat >/dev/null; head -c 9000000 /dev/zero')
    const scan = await scanOf(await sheet())
    await expect(recognisedBy([crashing], scan)).rejects.toThrow(EngineError)
    await expect(recognisedBy([chattering], scan)).rejects.toThrow(EngineError)
    const after: Engine = native ?? javascript
    expect((await recognisedBy([crashing, after], scan)).crewCall?.value).toBe('07:30')
  })

  it('that says nothing leaves the document without text', async () => {
    const blind = await engineThat('cat >/dev/null')
    const found = await recognisedBy([blind], await scanOf(await sheet()))
    expect(found.crewCall).toBeNull()
    expect(found.problems.map(({ code }) => code)).toContain('unreadable-pages')
  })

  it('is ended with the reading that it is for', async () => {
    const marker = join(folder, 'pid')
    const sleeping = await engineThat(`echo $$ > ${marker}; exec sleep 60`)
    const scan = await scanOf(await sheet())
    const pages = await readPages(scan, { maxPages: 5 })
    const stop = new AbortController()
    const reading = recognisePages(scan, pages, { engines: [sleeping], signal: stop.signal })
    const ended = expect(reading).rejects.toMatchObject({ code: 'aborted' })
    const pid = await pidIn(marker)
    stop.abort()
    await ended
    await expect.poll(() => isRunning(pid)).toBe(false)
  })
})

describe('scans in the worker', () => {
  it('are recognised with progress, beside texts that do not wait for them, and can be stopped', async () => {
    const scan = await scanOf(await sheet())
    const told: ReadProgress[] = []
    const order: string[] = []
    const scanned = readCallSheetInWorker(scan, { referenceDate, onProgress: (at) => told.push(at) })
    const printed = readCallSheetInWorker(await sheet(), { referenceDate })
    await Promise.all([scanned.then(() => order.push('scan')), printed.then(() => order.push('text'))])
    expect(order).toEqual(['text', 'scan'])
    expect((await scanned).crewCall?.value).toBe('07:30')
    expect(told).toEqual([{ page: 1, of: 1 }])
    const stop = new AbortController()
    const stopped = readCallSheetInWorker(scan, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  })

  it('of too many pages are refused, and left alone when nobody wants them', async () => {
    const scan = await scanOf(
      await draw(
        (page) => {
          for (let number = 0; number < 3; number++) {
            if (number > 0) page.addPage()
            put(page, 10, 20, 'page')
          }
        },
        { size: [100, 60] },
      ),
    )
    await expect(readCallSheet(scan, { maxScanPages: 2 })).rejects.toMatchObject({ code: 'too-many-pages' })
    await expect(readCallSheetInWorker(scan, { scans: 'leave' })).rejects.toMatchObject({ code: 'no-text' })
  })

  it('that are annexes of a whole sheet are left alone', async () => {
    const pdf = await draw((page) => {
      put(page, 30, 30, 'CALL SHEET', 16, 'bold')
      form(page, 60, [
        ['Date:', 'Monday, December 16, 2024'],
        ['Crew call:', '07:30'],
        ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
      ])
      page.addPage().path('M 10 10 L 100 100 L 10 100 Z').fill('black')
      page.image(dot, 10, 10, { width: 300 })
    })
    const told: ReadProgress[] = []
    const found = await readCallSheet(pdf, { referenceDate, onProgress: (at) => told.push(at) })
    expect(found.problems.map(({ code }) => code)).toContain('unreadable-pages')
    expect(told).toEqual([])
  })
})

/** A black pixel as a PNG. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

async function pidIn(file: string): Promise<number> {
  await expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 20_000 }).toMatch(/^\d+\n$/)
  return Number(await readFile(file, 'utf8'))
}

/** Whether a process runs; one that ended and was not yet waited for does not. */
async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}
