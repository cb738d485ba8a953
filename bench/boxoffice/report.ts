import { percentile, rounded } from '../statistics.ts'
import type { Count } from './buyers.ts'
import type { Processors } from './processors.ts'
import type { Purchases } from './purchases.ts'

export interface Holds {
  /** Of the rounds, by what was measured, as `spread 32`. */
  readonly counts: Map<string, Count[]>
  /** Holds a second straight at PostgreSQL, by clients. */
  readonly floors: Map<number, number[]>
  /** After the goal's point: how long until payment, audit and analytics had done their part of it, milliseconds. */
  readonly followUpMs: number[]
  /** At the goal's point: milliseconds of processor for each hold, with what runs beside it. */
  readonly processors: Processors[]
}

export interface Reads {
  readonly seatMaps: Count
  readonly lists: Count
}

/** The parts that were asked for. */
export interface Measured {
  readonly holds?: Holds
  readonly purchases?: readonly Purchases[]
  readonly reads?: Reads
}

interface Frame {
  readonly floorName: string
  readonly connections: readonly number[]
  /** Connections at the point that the goals are about. */
  readonly goalAt: number
  /** MiB. */
  readonly memory: { readonly readyRssMb: number; readonly rssMb: number }
  readonly say: (line: string) => unknown
}

const median = (samples: readonly number[]) => percentile(samples, 0.5)

/** Tells all of it to people. @returns what `--json` prints */
export function report({ holds, purchases, reads }: Measured, frame: Frame): Record<string, unknown> {
  const result = {
    ...(holds && resultOfHolds(holds, frame)),
    ...(purchases && resultOfPurchases(purchases)),
    ...(reads && resultOfReads(reads)),
    ...frame.memory,
  }
  const { floorName, say } = frame
  if (holds) {
    const sql = [...holds.floors].map(([clients, each]) => `${Math.round(median(each))}/s at ${clients}`)
    say(`\n${floorName}, one hold a call: ${sql.join(', ')}`)
    for (const [name, taken] of holds.counts) tell(name, taken, say)
  }
  for (const [buyers, taken] of byBuyers(purchases ?? []))
    tell(
      `buy ${buyers}`,
      taken.map(({ count }) => count),
      say,
      costOf(taken),
    )
  for (const [name, count] of Object.entries(reads ?? {})) tell(name, [count], say)
  for (const [name, value] of Object.entries(result)) say(`${name.padEnd(24)} ${value}`)
  return result
}

type Part = keyof Omit<Count, 'statuses'>

function tell(name: string, taken: readonly Count[], say: Frame['say'], besides = ''): void {
  const of = (part: Part) => median(taken.map((count) => count[part]))
  const refused = of('refusedPerSecond')
  const turnedAway =
    refused > 0 ? `  refused ${refused.toFixed(0)}/s, p99 ${of('refusedP99Ms').toFixed(1)} ms` : ''
  say(
    `${name.padEnd(14)} ${of('perSecond').toFixed(0).padStart(6)}/s  p50 ${of('p50Ms').toFixed(1).padStart(6)} ms  p99 ${of('p99Ms').toFixed(1).padStart(6)} ms${turnedAway}${besides}`,
  )
}

const byBuyers = (purchases: readonly Purchases[]) => Map.groupBy(purchases, ({ buyers }) => buyers)

/** Milliseconds of processor for a purchase, until its tickets. */
function costOf(taken: readonly Purchases[]): string {
  const of = (name: keyof Processors) => median(taken.map(({ processors }) => processors[name])).toFixed(2)
  return `  processor ms: Klaps ${of('klaps')}, database ${of('database')}, outside ${of('outside')}`
}

function resultOfHolds({ counts, floors, followUpMs, processors }: Holds, { floorName, ...frame }: Frame) {
  const { connections, goalAt } = frame
  const of = (name: string, part: Part) => median(counts.get(name)!.map((count) => count[part]))
  const at = (name: string) => of(`${name} ${goalAt}`, 'perSecond')
  const peak = Math.max(...connections.map((each) => of(`spread ${each}`, 'perSecond')))
  const floor = median(floors.get(goalAt)!)
  return {
    holdsPerSecond: rounded(at('spread'), 0),
    floorPerSecond: rounded(floor, 0),
    floor: floorName,
    holdsVsFloor: rounded(at('spread') / floor, 2),
    holdsVsBareNode: rounded(at('spread') / at('bare node'), 2),
    hotVsSpread: rounded(at('hot') / at('spread'), 2),
    p99At32Ms: rounded(of(`spread ${goalAt}`, 'p99Ms')),
    goodput256VsPeak: rounded(of('spread 256', 'perSecond') / peak, 2),
    refused256PerSecond: rounded(of('spread 256', 'refusedPerSecond'), 0),
    klapsCpuMsPerHold: rounded(median(processors.map(({ klaps }) => klaps)), 2),
    databaseCpuMsPerHold: rounded(median(processors.map(({ database }) => database)), 2),
    followUpMs: rounded(median(followUpMs), 0),
  }
}

/** `purchasesPerSecond` is of as many buyers as buy most; the others stand beside it. */
function resultOfPurchases(purchases: readonly Purchases[]) {
  const points = [...byBuyers(purchases)].map(([buyers, taken]) => {
    const of = (read: (each: Purchases) => number) => median(taken.map(read))
    return {
      buyers,
      of,
      perSecond: of(({ count }) => count.perSecond),
      p99Ms: of(({ count }) => count.p99Ms),
    }
  })
  const best = points.toSorted((a, b) => b.perSecond - a.perSecond)[0]!
  const beside = points.flatMap(({ buyers, perSecond, p99Ms }) => [
    [`purchases${buyers}PerSecond`, rounded(perSecond, 0)],
    [`purchase${buyers}P99Ms`, rounded(p99Ms)],
  ])
  return {
    purchasesPerSecond: rounded(best.perSecond, 0),
    purchaseBuyers: best.buyers,
    purchaseP99Ms: rounded(best.p99Ms),
    ...(Object.fromEntries(beside) as Record<string, number>),
    klapsCpuMsPerPurchase: rounded(
      best.of(({ processors }) => processors.klaps),
      2,
    ),
    databaseCpuMsPerPurchase: rounded(
      best.of(({ processors }) => processors.database),
      2,
    ),
    outsideCpuMsPerPurchase: rounded(
      best.of(({ processors }) => processors.outside),
      2,
    ),
    klapsCpuMsWithMessages: rounded(
      best.of(({ inAll }) => inAll.klaps),
      2,
    ),
    databaseCpuMsWithMessages: rounded(
      best.of(({ inAll }) => inAll.database),
      2,
    ),
    messagesOutMs: rounded(
      best.of(({ messagesOutMs }) => messagesOutMs),
      0,
    ),
  }
}

const resultOfReads = ({ seatMaps, lists }: Reads) => ({
  seatMapPerSecond: rounded(seatMaps.perSecond, 0),
  seatMapP99Ms: rounded(seatMaps.p99Ms),
  showtimeListPerSecond: rounded(lists.perSecond, 0),
  showtimeListP99Ms: rounded(lists.p99Ms),
})
