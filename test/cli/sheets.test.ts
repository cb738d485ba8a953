import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { encryptedPdf, notACallSheet, truncated } from '../../sandbox/callsheets/damage.ts'
import { type GeneratedSheet, generateCallSheet, scanned } from '../../sandbox/callsheets/index.ts'
import { places } from '../../sandbox/places.ts'
import { type Ended, runKlaps } from '../harness/command.ts'

const address = (id: string) => places.find((place) => place.id === id)!.address
const home = address('home-domaniewska')
const stop = address('panavision')

let dir: string
let sheet: GeneratedSheet
let file: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'klaps-sheets-'))
  sheet = await generateCallSheet({ seed: 12, language: 'pl', layout: 'polish-plan-dnia' })
  file = await save('plan dnia.pdf', sheet.pdf)
})
afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
})

async function save(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, content)
  return path
}

const Box = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const Evidence = z.strictObject({ page: z.int().min(1), box: Box, text: z.string().min(1) })
const field = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, confidence: z.number().min(0).max(1), evidence: z.array(Evidence).min(1) })
const text = z.string().nullable()
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const clock = field(Clock).nullable()
const Place = z.strictObject({ name: text, address: text })
const DayNumber = z.strictObject({ number: z.int(), of: z.int().nullable() })
const Lines = z.array(field(z.string()))

/** The object of the specification, written down a second time: whoever renames a key breaks a script. */
const Sheet = z.strictObject({
  kind: z.enum(['call-sheet', 'schedule', 'other']),
  subkind: text,
  language: z.enum(['pl', 'en', 'de', 'fr', 'es']).nullable(),
  productionTitle: field(z.string()).nullable(),
  shootingDate: field(z.iso.date()).nullable(),
  day: field(DayNumber).nullable(),
  revision: field(z.strictObject({ number: z.int().nullable(), colour: text, issuedAt: text })).nullable(),
  crewCall: clock,
  productionCall: clock,
  personalCall: clock,
  estimatedWrap: clock,
  sunrise: clock,
  sunset: clock,
  calls: z.array(field(z.strictObject({ name: text, role: text, department: text, time: Clock }))),
  locations: z.array(field(Place)),
  unitBase: field(Place).nullable(),
  parking: field(Place).nullable(),
  vendorStops: z.array(field(Place.extend({ time: Clock.nullable() }))),
  hospital: field(Place).nullable(),
  meals: z.array(field(z.strictObject({ name: z.string(), time: Clock.nullable() }))),
  scenes: z.array(field(z.looseObject({ number: z.string() }))),
  cast: z.array(field(z.looseObject({ character: text, actor: text }))),
  background: Lines,
  contacts: z.array(field(z.strictObject({ role: text, name: text, phone: text, email: text }))),
  equipment: Lines,
  safetyNotes: Lines,
  notes: Lines,
  weather: field(z.string()).nullable(),
  advanceSchedule: Lines,
  scheduleDays: z.array(field(z.strictObject({ date: z.iso.date(), day: DayNumber }))),
  cancelled: field(z.boolean()).nullable(),
  problems: z.array(z.strictObject({ code: z.string(), message: z.string(), field: text })),
  sheets: z.array(z.looseObject({ from: z.int(), to: z.int() })),
  pages: z.array(z.strictObject({ number: z.int(), width: z.number(), height: z.number() })),
})

/** One object on one line, and nothing else. */
function onlyObject<S extends z.ZodType>({ stdout, stderr }: Ended, schema: S): z.output<S> {
  expect(stderr).toBe('')
  expect(stdout.trimEnd()).not.toContain('\n')
  return schema.parse(JSON.parse(stdout))
}

describe('klaps read', () => {
  test('--json prints exactly the object that scripts are promised, with what the sheet says', async () => {
    const ended = await runKlaps(['read', file, '--json'])
    expect(ended.code).toBe(0)
    const read = onlyObject(ended, Sheet)
    expect(Object.keys(JSON.parse(ended.stdout)).toSorted()).toEqual(Object.keys(Sheet.shape).toSorted())
    const { truth } = sheet
    expect(read).toMatchObject({
      kind: 'call-sheet',
      subkind: 'call-sheet',
      language: 'pl',
      personalCall: null,
    })
    expect(read.shootingDate?.value).toBe(truth.shootingDate)
    expect(read.day?.value).toEqual(truth.day)
    expect(read.crewCall?.value).toBe(truth.crewCall)
    expect(read.locations.map(({ value }) => value.address)).toEqual(
      truth.locations.map((each) => each.address),
    )
  })

  test('--me finds the call of a person', async () => {
    const mine = sheet.truth.calls.find(({ name, time }) => name && time && time !== sheet.truth.crewCall)!
    const read = onlyObject(await runKlaps(['read', file, '--json', '--me', mine.name!]), Sheet)
    expect(read.personalCall?.value).toBe(mine.time)
    expect(read.personalCall?.evidence.map((each) => each.text).join(' ')).toContain(mine.name)
  })

  test('--me that nobody is called leaves the personal call out rather than guess', async () => {
    const read = onlyObject(await runKlaps(['read', file, '--json', '--me', 'Zbigniew Nieobecny']), Sheet)
    expect(read.personalCall).toBeNull()
  })

  test('without --json it is a table for people', async () => {
    const { code, stdout } = await runKlaps(['read', file])
    expect(code).toBe(0)
    expect(stdout).toContain(sheet.truth.crewCall)
    expect(stdout).toContain(sheet.truth.locations[0]!.address)
    expect(stdout).not.toContain('undefined')
  })

  test('--sheet picks one of the sheets of a file; without it the first is read, and the others are told of', async () => {
    const { pdf, truth, others } = await generateCallSheet({
      seed: 12,
      language: 'pl',
      layout: 'polish-plan-dnia',
      traps: ['several-sheets'],
    })
    const both = await save('dwa dni.pdf', pdf)
    const [first, second] = [
      onlyObject(await runKlaps(['read', both, '--json']), Sheet),
      onlyObject(await runKlaps(['read', both, '--json', '--sheet', '2']), Sheet),
    ]
    expect(first.shootingDate?.value).toBe(truth.shootingDate)
    expect(second.shootingDate?.value).toBe(others[0]!.shootingDate)
    expect((await runKlaps(['read', both])).stdout).toContain('sheet 1 of 2')
    const third = await runKlaps(['read', both, '--sheet', '3'])
    expect(third).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'klaps: dwa dni.pdf holds 2 sheets; there is no sheet 3\n',
    })
  })

  test.each([
    ['--sheet', '0'],
    ['--sheet', 'two'],
    ['--timeout', '-1'],
    ['--timeout', '1e9'],
  ])('%s %s is a wrong call', async (option, value) => {
    const ended = await runKlaps(['read', file, `${option}=${value}`])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/^klaps: --\w+ takes a whole number from 1 to \d+\n$/)
  })

  test('what takes longer than --timeout is given up', async () => {
    const scan = await save('skan.pdf', await scanned(sheet.pdf, { seed: 1, dpi: 300 }))
    const ended = await runKlaps(['read', scan, '--json', '--timeout', '1'])
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/klaps: skan\.pdf could not be read in 1 s \(--timeout\).*\n$/)
  })

  test('a document that is no call sheet is told as such, with nulls', async () => {
    const invoice = await save('faktura.pdf', await notACallSheet('invoice'))
    const read = onlyObject(await runKlaps(['read', invoice, '--json']), Sheet)
    expect(read).toMatchObject({ kind: 'other', subkind: 'invoice', crewCall: null, locations: [] })
  })

  test.each([
    ['a file that is not there', async () => join(dir, 'gone.pdf'), 'does not exist'],
    ['a folder', async () => dir, 'is a folder'],
    ['a text that calls itself a PDF', async () => await save('text.pdf', 'zbiórka 7.00'), 'damaged'],
    ['an empty file', async () => await save('empty.pdf', ''), 'damaged'],
    ['a broken download', async () => await save('half.pdf', truncated(sheet.pdf).slice(0, 400)), 'damaged'],
    ['a PDF with a password', async () => await save('secret.pdf', await encryptedPdf()), 'encrypted'],
  ])('%s ends with 1 and one line', async (_, make, says) => {
    const ended = await runKlaps(['read', await make(), '--json'])
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^klaps: [^\n]+\n$/)
    expect(ended.stderr).toContain(says)
  })
})

const Zoned = z.string().transform((value) => Temporal.ZonedDateTime.from(value))
const Plan = Sheet.extend({
  wakeUp: Zoned.nullable(),
  leaveHome: Zoned.nullable(),
  arriveStop: Zoned.nullable(),
  leaveStop: Zoned.nullable(),
  arriveLocation: Zoned.nullable(),
  onSet: Zoned.nullable(),
  call: Zoned.nullable(),
  legs: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      departAt: Zoned,
      arriveAt: Zoned,
      driveMinutes: z.number().positive(),
      distanceMeters: z.number().positive(),
      provider: z.string(),
      trafficAware: z.boolean(),
      estimated: z.boolean(),
    }),
  ),
  buffers: z.looseObject({ morningRoutineMinutes: z.number(), carChangeMinutes: z.number() }).nullable(),
  weather: z.looseObject({ provider: z.string(), kind: z.string() }).nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  sandbox: z.boolean(),
})

const codes = (plan: z.output<typeof Plan>) => plan.warnings.map(({ code }) => code)

describe('klaps plan', () => {
  test('plans the day from bed to set: zoned times in order, legs that meet, buffers and weather', async () => {
    const ended = await runKlaps(['plan', file, '--home', home, '--stop', stop, '--json'])
    expect(ended.code).toBe(0)
    const plan = onlyObject(ended, Plan)
    const times = [
      plan.wakeUp,
      plan.leaveHome,
      plan.arriveStop,
      plan.leaveStop,
      plan.arriveLocation,
      plan.onSet,
      plan.call,
    ]
    for (const [index, time] of times.entries()) {
      expect(time?.timeZoneId).toBe('Europe/Warsaw')
      if (index > 0) expect(Temporal.ZonedDateTime.compare(times[index - 1]!, time!)).toBeLessThanOrEqual(0)
    }
    expect(plan.call?.toPlainDate().toString()).toBe(sheet.truth.shootingDate)
    expect(plan.call?.toPlainTime().toString({ smallestUnit: 'minute' })).toBe(sheet.truth.crewCall)
    expect(plan.legs.map(({ from, to }) => [from, to])).toEqual([
      [home, stop],
      [stop, sheet.truth.locations[0]!.address],
    ])
    expect(plan.legs[0]?.departAt).toEqual(plan.leaveHome)
    expect(plan.legs[1]?.departAt).toEqual(plan.leaveStop)
    expect(plan.leaveHome!.since(plan.wakeUp!).total('minutes')).toBe(plan.buffers?.morningRoutineMinutes)
    expect(plan.leaveStop!.since(plan.arriveStop!).total('minutes')).toBe(plan.buffers?.carChangeMinutes)
    expect(plan.weather?.kind).toBeTypeOf('string')
    expect(plan.sandbox).toBe(true)
  })

  test('a home given as coordinates needs no map', async () => {
    const { code, stdout } = await runKlaps(['plan', file, '--home', '52.1805,21.0042'])
    expect(code).toBe(0)
    expect(stdout).toContain('SANDBOX')
    expect(stdout).toMatch(/Wake up +\d\d:\d\d/)
    expect(stdout).toContain('52.1805,21.0042 to')
  })

  test.each([
    ['a home that no map knows', ['--home', 'ul. Zmyślona 999, Atlantyda'], 'home-not-found'],
    ['a stop that no map knows', ['--home', home, '--stop', 'ul. Zmyślona 999, Atlantyda'], 'stop-not-found'],
    ['no home', [], 'no-home'],
  ])('%s: what can be planned, a warning, and exit code 3', async (_, argv, warning) => {
    const ended = await runKlaps(['plan', file, ...argv, '--json'])
    const plan = onlyObject(ended, Plan)
    expect(ended.code).toBe(3)
    expect(codes(plan)).toContain(warning)
    expect(plan.call).not.toBeNull()
    expect(plan.weather).not.toBeNull()
  })

  test('--date overrides the date of the sheet, the night the clocks change included', async () => {
    const argv = ['plan', file, '--home', home, '--date', '2027-03-28', '--json']
    const plan = onlyObject(await runKlaps(argv), Plan)
    expect(plan.call?.toString()).toBe(`2027-03-28T${sheet.truth.crewCall}:00+02:00[Europe/Warsaw]`)
    expect(plan.wakeUp?.toPlainDate().toString()).toBe('2027-03-28')
    expect(plan.shootingDate?.value).toBe(sheet.truth.shootingDate)
  })

  test('a day that is over and an early wake-up are warned of, and no weather is made up', async () => {
    const past = await runKlaps(['plan', file, '--home', home, '--date', '2026-02-21', '--json'])
    const plan = onlyObject(past, Plan)
    expect(codes(plan)).toEqual(expect.arrayContaining(['date-in-past', 'no-weather']))
    expect(plan.weather).toBeNull()
    const far = onlyObject(await runKlaps(['plan', file, '--home', '50.0614,19.9366', '--json']), Plan)
    expect(codes(far)).toEqual(expect.arrayContaining(['long-travel', 'very-early-wake-up']))
  })

  test('a sheet without a date or call plans nothing and says so', async () => {
    const list = await save('cennik.pdf', await notACallSheet('price-list'))
    const ended = await runKlaps(['plan', list, '--home', home, '--json'])
    const plan = onlyObject(ended, Plan)
    expect(ended.code).toBe(3)
    expect(plan).toMatchObject({ wakeUp: null, call: null, legs: [], buffers: null, weather: null })
    expect(codes(plan)).toContain('no-call')
  })
})
