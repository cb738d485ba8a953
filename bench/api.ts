import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { connectEmbedded } from '../src/adapters/postgres/embedded.ts'
import { catalogue } from '../src/catalogue.ts'
import { generateMasterKey, parseMasterKeys } from '../src/kernel/cipher.ts'
import type { Route } from '../src/kernel/contract.ts'
import { placeInput } from '../src/kernel/http/wire.ts'
import type { Person } from '../test/harness/person.ts'
import { scratchFolder } from '../test/harness/scratch.ts'
import { type Call, calls, leftOut, type Measured, type Scene } from './calls/index.ts'
import { fillFromModel } from './fill/fill.ts'
import { measureFloor } from './floor.ts'
import { type KlapsProcess, processorSeconds, startKlaps } from './klaps-process.ts'
import { openQuiet } from './quiet.ts'
import { administrator, makeModel, sceneOf } from './scene.ts'
import { percentile, rounded } from './statistics.ts'

const volume = { users: 200, daysEach: 50, noticesPerDay: 10, loggedDays: 7_500, countedDays: 365 }
const cinema = { showtimesEach: 20, purchases: 200, programme: true }
const requestsPerRoute = 100
/** As many as there are processors, and two at least: with more, a route that computes is measured by the line before it. */
const inHand = Math.max(2, availableParallelism())
/** The first of each route are not counted. */
const warmUps = inHand
const goalMs = 100

interface Row {
  readonly label: string
  readonly requests: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Processor time of the Klaps process for one request, milliseconds, with what it set going. */
  readonly cpu: number
  readonly atOnce: number
  /** Answers other than success, by status. */
  readonly refused: Readonly<Record<string, number>>
}

/**
 * p50, p95 and p99 in milliseconds of every route, over HTTP, a request at a time for each processor, on a filled database. Beside
 * them the floor: a bare node:http server that answers a small JSON document, in the same run.
 *
 * @param flags names of routes, or how they begin, where not all are to be measured
 */
export async function api({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const only = flags.filter((each) => !each.startsWith('--'))
  const measured = Object.entries(calls).filter(
    ([label]) => only.length === 0 || only.some((each) => label.startsWith(each)),
  )
  const dataDir = await scratchFolder('klaps-bench-')
  const say = (line: string) => !json && console.log(line)
  const masterKey = generateMasterKey('bench')
  const klaps = await startKlaps(dataDir, { KLAPS_MASTER_KEYS: masterKey })
  const quiet = await openQuiet(connectEmbedded(dataDir)!)
  try {
    const began = performance.now()
    const model = await makeModel(klaps.url, await administrator(klaps.url, dataDir))
    await quiet.wait()
    const filled = await fillFromModel(
      connectEmbedded(dataDir)!,
      parseMasterKeys(masterKey),
      model.owner.id,
      volume,
    )
    const fillSeconds = rounded((performance.now() - began) / 1000)
    say(`filled in ${fillSeconds} s: ${[...filled].map(([name, rows]) => `${name} ${rows}`).join(', ')}\n`)
    const scene = await sceneOf(klaps.url, model, cinema)
    await quiet.countScans()
    const rows = await measureAll(klaps, scene, measured, { quiet: quiet.wait, say })
    for (const [label, reason] of unmeasured()) say(`${label.padEnd(32)} not measured: ${reason}`)
    const scans = await quiet.scans()
    for (const [table, count] of Object.entries(scans))
      say(`${table.padEnd(32)} read from end to end ${count} x`)
    const floor = await measureFloor()
    const result = {
      ...summary(rows),
      bareNodeP50Ms: rounded(floor, 2),
      fillSeconds,
      loadAverage: rounded(loadavg()[0]!),
      scans,
    }
    for (const [name, value] of Object.entries(result))
      if (typeof value !== 'object' || Array.isArray(value)) say(`${name.padEnd(18)} ${value}`)
    return result
  } finally {
    await quiet.close()
    await klaps.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const routes: ReadonlyMap<string, Route> = new Map(
  catalogue.flatMap(({ contract }) =>
    Object.entries(contract.routes).map(([name, route]) => [`${contract.name}.${name}`, route] as const),
  ),
)

/**
 * The routes that no measurement is made of, with the reason.
 *
 * @throws Error for a route that is neither measured nor left out, and for a name that no route has.
 */
export function unmeasured(): ReadonlyMap<string, string> {
  for (const label of [...Object.keys(calls), ...Object.keys(leftOut)])
    if (!routes.has(label)) throw new Error(`bench/calls names ${label}, which is no route`)
  const reasons = new Map<string, string>()
  for (const [label, route] of routes) {
    if (label in calls) continue
    const reason =
      route.allow === 'service'
        ? 'only services may call it'
        : route.kind === 'stream'
          ? 'a stream does not end'
          : leftOut[label]
    if (!reason) throw new Error(`bench/calls says nothing about ${label}`)
    reasons.set(label, reason)
  }
  return reasons
}

async function measureAll(
  klaps: KlapsProcess,
  scene: Scene,
  measured: readonly (readonly [string, Measured])[],
  { quiet, say }: { quiet: () => Promise<void>; say: (line: string) => unknown },
): Promise<readonly Row[]> {
  unmeasured()
  const rows: Row[] = []
  const head = ['p50', 'p95', 'p99', 'cpu', 'requests', 'at once'].map((each) => each.padStart(9)).join('')
  say(`${'ms'.padEnd(32)}${head}`)
  for (const [label, how] of measured) {
    const row = await measureRoute(klaps, label, how, { ...scene, owner: await scene.signedIn() }, quiet)
    rows.push(row)
    const times = [row.p50, row.p95, row.p99, row.cpu].map((each) => each.toFixed(1).padStart(9)).join('')
    const counts = [row.requests, row.atOnce].map((each) => String(each).padStart(9)).join('')
    const refused = Object.entries(row.refused).map(([status, count]) => `  ${status} x ${count}`)
    say(`${label.padEnd(32)}${times}${counts}${how.setsToWork ? '  then quiet' : ''}${refused.join('')}`)
  }
  return rows
}

async function measureRoute(
  { url, child }: KlapsProcess,
  label: string,
  measured: Measured,
  scene: Scene,
  quiet: () => Promise<void>,
): Promise<Row> {
  const { requests = requestsPerRoute, atOnce = inHand, setsToWork = false } = measured
  const all = Array.from({ length: warmUps + requests }, (_, index) => index)
  const ready: Call[] = []
  const make = async (index: number) => (ready[index] ??= await measured.call(scene, index))
  if (atOnce > 1) await inTurn(all, inHand, make)
  const times: number[] = []
  const refused: Record<string, number> = {}
  const ask = async (index: number) => {
    const answer = await timed(url, routes.get(label)!, await make(index), scene.owner)
    if (index < warmUps) return
    times.push(answer.ms)
    if (answer.status >= 400) refused[answer.status] = (refused[answer.status] ?? 0) + 1
  }
  await quiet()
  const cpuBefore = await processorSeconds(child.pid!)
  for (let at = 0; at < all.length; at += setsToWork ? atOnce : all.length) {
    if (at > 0) await quiet()
    await inTurn(setsToWork ? all.slice(at, at + atOnce) : all, atOnce, ask)
  }
  if (setsToWork) await quiet()
  const cpuSeconds = (await processorSeconds(child.pid!)) - cpuBefore
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share))
  const cpu = (cpuSeconds * 1000) / all.length
  return { label, requests, p50: p50!, p95: p95!, p99: p99!, cpu, atOnce, refused }
}

/** Does the work of each index, in order, so many at a time. */
async function inTurn(indices: readonly number[], atOnce: number, work: (index: number) => Promise<unknown>) {
  const left = indices.values()
  const hand = async () => {
    for (const index of left) await work(index)
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
}

/** From the first byte sent to the last received, milliseconds. */
async function timed(url: string, route: Route, call: Call, owner: Person) {
  const { input = {}, as = owner, body } = call
  const placed = placeInput(route, input)
  const content = body ?? placed.body
  const type = body ? (route.consumes ?? 'application/octet-stream') : 'application/json'
  const began = performance.now()
  const response = await fetch(`${url}${placed.path}`, {
    method: route.method,
    headers: {
      ...(as.token ? { authorization: `Bearer ${as.token}` } : {}),
      ...(content === undefined ? {} : { 'content-type': type }),
      ...call.headers,
    },
    signal: AbortSignal.timeout(60_000),
    ...(content === undefined ? {} : { body: content as BodyInit }),
  })
  await response.arrayBuffer()
  return { ms: performance.now() - began, status: response.status }
}

function summary(rows: readonly Row[]) {
  const slowest = rows.toSorted((a, b) => b.p95 - a.p95)
  const median = (values: readonly number[]) => rounded(percentile(values, 0.5), 2)
  return {
    routes: rows.length,
    notMeasured: unmeasured().size,
    concurrency: inHand,
    withAnother: Object.fromEntries(
      rows.filter((row) => row.atOnce !== inHand).map((row) => [row.label, row.atOnce]),
    ),
    medianP50Ms: median(rows.map((row) => row.p50)),
    medianP95Ms: median(rows.map((row) => row.p95)),
    slowestP95Ms: rounded(slowest[0]!.p95),
    slowestRoute: slowest[0]!.label,
    overGoal: slowest.filter((row) => row.p95 > goalMs).map((row) => row.label),
    withRefusals: rows.filter((row) => Object.keys(row.refused).length > 0).map((row) => row.label),
    p95Ms: Object.fromEntries(rows.map((row) => [row.label, rounded(row.p95)])),
    cpuMs: Object.fromEntries(rows.map((row) => [row.label, rounded(row.cpu)])),
  }
}
