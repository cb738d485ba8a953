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

export interface Rest {
  readonly purchases: Purchases
  /** Purchases by many more buyers at a time, who share more with each other. */
  readonly crowd: Count
  readonly seatMaps: Count
  readonly lists: Count
}

interface Measured {
  readonly floorName: string
  readonly connections: readonly number[]
  /** Connections at the point that the goals are about. */
  readonly goalAt: number
  readonly holds: Holds
  readonly rest: Rest
  /** MiB. */
  readonly memory: { readonly readyRssMb: number; readonly rssMb: number }
  readonly say: (line: string) => unknown
}

const median = (samples: readonly number[]) => percentile(samples, 0.5)

/** Tells all of it to people. @returns what `--json` prints */
export function report(measured: Measured): Record<string, unknown> {
  const result = resultOf(measured)
  tell(measured)
  for (const [name, value] of Object.entries(result)) measured.say(`${name.padEnd(22)} ${value}`)
  return result
}

type Part = keyof Omit<Count, 'statuses'>

function tell({ floorName, holds: { counts, floors }, rest, say }: Measured): void {
  const sql = [...floors].map(([clients, each]) => `${Math.round(median(each))}/s at ${clients}`)
  say(`\n${floorName}, one hold a call: ${sql.join(', ')}`)
  const { purchases, ...reads } = rest
  const all = [
    ...counts,
    ...Object.entries({ purchases: purchases.count, ...reads }).map(
      ([name, count]) => [name, [count]] as const,
    ),
  ]
  for (const [name, taken] of all) {
    const of = (part: Part) => median(taken.map((count) => count[part]))
    const refused = of('refusedPerSecond')
    const besides =
      refused > 0 ? `  refused ${refused.toFixed(0)}/s, p99 ${of('refusedP99Ms').toFixed(1)} ms` : ''
    say(
      `${name.padEnd(14)} ${of('perSecond').toFixed(0).padStart(6)}/s  p50 ${of('p50Ms').toFixed(1).padStart(6)} ms  p99 ${of('p99Ms').toFixed(1).padStart(6)} ms${besides}`,
    )
  }
}

function resultOf({ floorName, connections, goalAt, holds, rest, memory }: Measured) {
  const { counts, floors, followUpMs, processors } = holds
  const { purchases } = rest
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
    purchasesPerSecond: rounded(purchases.count.perSecond, 0),
    purchaseP99Ms: rounded(purchases.count.p99Ms),
    purchases256PerSecond: rounded(rest.crowd.perSecond, 0),
    purchase256P99Ms: rounded(rest.crowd.p99Ms),
    klapsCpuMsPerPurchase: rounded(purchases.processors.klaps, 2),
    databaseCpuMsPerPurchase: rounded(purchases.processors.database, 2),
    outsideCpuMsPerPurchase: rounded(purchases.processors.outside, 2),
    klapsCpuMsWithMessages: rounded(purchases.inAll.klaps, 2),
    databaseCpuMsWithMessages: rounded(purchases.inAll.database, 2),
    messagesOutMs: rounded(purchases.messagesOutMs, 0),
    seatMapPerSecond: rounded(rest.seatMaps.perSecond, 0),
    seatMapP99Ms: rounded(rest.seatMaps.p99Ms),
    showtimeListPerSecond: rounded(rest.lists.perSecond, 0),
    showtimeListP99Ms: rounded(rest.lists.p99Ms),
    ...memory,
  }
}
