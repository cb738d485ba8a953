import { afterAll, expect, it } from 'vitest'
import { CallSheetError, readCallSheet } from '../index.ts'
import { draw, form, put } from '../testing/draw.ts'
import { mutated, seeded } from '../testing/mutate.ts'
import { paint, type ScanOptions, scanOf } from '../testing/scan.ts'
import { closeEngines } from './engines.ts'
import type { GreyImage } from './image.ts'

/** `CI_FULL=1` recognises all; `FUZZ_SEED=<number>` one, as a failed run names it, `FUZZ_SEED=20-39` a part of them. */
const all = 120
const always = 5
const only = process.env['FUZZ_SEED']
const [from = 0, to = from] = (only ?? '').split('-').map(Number)
const [first, last] = only ? [from, to + 1] : [0, process.env['CI_FULL'] === '1' ? all : always]

/** A picture that takes this long never ends: the slowest takes a few seconds on an idle machine. */
const hangMs = 60_000
const mayGrowBytes = 192 * 1024 * 1024
const [width, height] = [420, 160]

afterAll(closeEngines)

const sheet = (): Promise<Uint8Array> =>
  draw(
    (page) => {
      put(page, 30, 20, 'CALL SHEET', 16, 'bold')
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
    },
    { size: [width, height] },
  )

type Random = () => number

/** What happens to paper: bars of ink, holes, a negative of a part, torn lines, and sheets of one shade. */
const harms: readonly ((picture: GreyImage, random: Random) => void)[] = [
  (picture, random) => {
    for (let bar = 0; bar < 3; bar++)
      paint(picture, random() * width, random() * height, 4 + random() * 80, 2 + random() * 12, 0)
  },
  (picture, random) => {
    for (let hole = 0; hole < 6; hole++)
      paint(picture, random() * width, random() * height, 4 + random() * 40, 4 + random() * 20, 255)
  },
  ({ pixels }, random) => {
    const at = Math.floor(random() * pixels.length)
    for (let index = at; index < pixels.length; index++) pixels[index] = 255 - (pixels[index] ?? 0)
  },
  ({ pixels, width: wide }, random) => {
    for (let at = 0; at + 2 * wide < pixels.length; at += wide)
      if (random() < 0.1) pixels.copyWithin(at, at + wide, at + 2 * wide)
  },
  ({ pixels }, random) => pixels.fill(random() < 0.5 ? 0 : 255),
]

function damage(random: Random): ScanOptions {
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T
  const harm = pick(harms)
  return {
    dpi: pick([40, 100, 200, 300]),
    skew: (random() - 0.5) * pick([2, 20, 80]),
    turn: pick([0, 1, 2, 3]),
    grain: pick([0, 20, 90]),
    harm: (picture) => harm(picture, random),
  }
}

/** What became of the scan of a seed: the call that was read and its confidence, or why none was. */
async function recognised(pdf: Uint8Array, seed: number): Promise<string> {
  const scan = await scanOf(pdf, { ...damage(seeded(seed)), seed })
  try {
    const { crewCall } = await readCallSheet(seed % 4 === 3 ? mutated(scan, seed) : scan, {
      referenceDate: Temporal.PlainDate.from('2024-12-10'),
      signal: AbortSignal.timeout(hangMs),
    })
    const isSurelyWrong = crewCall !== null && crewCall.value !== '07:30' && crewCall.confidence > 0.9
    return isSurelyWrong ? `surely wrong: ${crewCall.value}` : 'read'
  } catch (error) {
    if (error instanceof CallSheetError) return error.code
    return `fault: ${error instanceof Error ? error.stack : String(error)}`
  }
}

it(
  `neither crashes, hangs, leaks nor is surely wrong over ${last - first} damaged pictures`,
  async () => {
    const pdf = await sheet()
    const outcomes: string[] = []
    let before = 0
    for (let seed = first; seed < last; seed++) {
      // The engines are loaded by the first.
      if (seed === first + 1) before = process.memoryUsage.rss()
      outcomes.push(`${seed}: ${await recognised(pdf, seed)}`)
    }
    const expected = /^\d+: (?:read|encrypted|damaged|too-many-pages|too-large|no-text)$/
    expect(outcomes.filter((outcome) => !expected.test(outcome))).toEqual([])
    if (outcomes.length > 1) expect(process.memoryUsage.rss() - before).toBeLessThan(mayGrowBytes)
    // Damage that nothing survives would test nothing.
    if (!only) expect(outcomes.filter((outcome) => outcome.endsWith(': read')).length).toBeGreaterThan(1)
  },
  20 * 60_000,
)
