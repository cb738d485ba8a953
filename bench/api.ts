import { rm } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { connectEmbedded } from '../src/adapters/postgres/embedded.ts'
import { catalogue } from '../src/catalogue.ts'
import { generateMasterKey, parseMasterKeys } from '../src/kernel/cipher.ts'
import type { Route } from '../src/kernel/contract.ts'
import { placeInput } from '../src/kernel/http/wire.ts'
import { scratchFolder } from '../test/harness/scratch.ts'
import { benchesOfTheirOwn, leftOut, type Measured, reads, type Scene, writes } from './calls.ts'
import { fillFromModel } from './fill/fill.ts'
import { measureFloor } from './floor.ts'
import { type KlapsProcess, processorSeconds, startKlaps } from './klaps-process.ts'
import { openQuiet } from './quiet.ts'
import { adminEmail, makeModel, sceneOf } from './scene.ts'
import { percentile, rounded } from './statistics.ts'

const volume = { users: 200, daysEach: 50, noticesPerDay: 10, loggedDays: 7_500, countedDays: 365 }
const requestsPerRoute = 100
const warmUps = 5
const atOnce = 4
const goalMs = 100

interface Row {
  readonly label: string
  readonly requests: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Processor time of the Klaps process for one request, milliseconds. */
  readonly cpu: number
  /** Answers other than success, by status. */
  readonly refused: Readonly<Record<string, number>>
}

/**
 * p50, p95 and p99 in milliseconds of every route, over HTTP, four requests at a time, on a filled database. Beside
 * them the floor: a bare node:http server that answers a small JSON document, in the same run.
 */
export async function api({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const dataDir = await scratchFolder('klaps-bench-')
  const say = (line: string) => !json && console.log(line)
  const masterKey = generateMasterKey('bench')
  const klaps = await startKlaps(dataDir, { KLAPS_ADMIN_EMAIL: adminEmail, KLAPS_MASTER_KEYS: masterKey })
  const quiet = await openQuiet(connectEmbedded(dataDir)!)
  try {
    const began = performance.now()
    const model = await makeModel(klaps.url)
    await quiet.wait()
    const filled = await fillFromModel(
      connectEmbedded(dataDir)!,
      parseMasterKeys(masterKey),
      model.owner.id,
      volume,
    )
    const fillSeconds = rounded((performance.now() - began) / 1000)
    say(`filled in ${fillSeconds} s: ${[...filled].map(([name, rows]) => `${name} ${rows}`).join(', ')}\n`)
    const scene = await sceneOf(klaps.url, model)
    await quiet.countScans()
    const rows = await measureAll(klaps, scene, quiet.wait, say)
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
  const measured = { ...reads, ...writes }
  for (const label of [...Object.keys(measured), ...Object.keys(leftOut)])
    if (!routes.has(label)) throw new Error(`bench/calls.ts names ${label}, which is no route`)
  const reasons = new Map<string, string>()
  for (const [label, route] of routes) {
    if (label in measured) continue
    const reason =
      route.allow === 'service'
        ? 'only services may call it'
        : route.kind === 'stream'
          ? 'a stream does not end'
          : (leftOut[label] ?? benchesOfTheirOwn[label.split('.')[0]!])
    if (!reason) throw new Error(`bench/calls.ts says nothing about ${label}`)
    reasons.set(label, reason)
  }
  return reasons
}

async function measureAll(
  klaps: KlapsProcess,
  scene: Scene,
  quiet: () => Promise<void>,
  say: (line: string) => unknown,
): Promise<readonly Row[]> {
  unmeasured()
  const rows: Row[] = []
  const head = ['p50', 'p95', 'p99', 'cpu', 'requests'].map((each) => each.padStart(9)).join('')
  say(`${'ms'.padEnd(32)}${head}`)
  for (const [label, measured] of Object.entries({ ...reads, ...writes })) {
    await quiet()
    const row = await measureRoute(klaps, label, measured, {
      ...scene,
      owner: await scene.signedIn(),
    })
    rows.push(row)
    const times = [row.p50, row.p95, row.p99, row.cpu].map((each) => each.toFixed(1).padStart(9)).join('')
    const refused = Object.entries(row.refused).map(([status, count]) => `  ${status} x ${count}`)
    say(`${label.padEnd(32)}${times}${String(row.requests).padStart(9)}${refused.join('')}`)
  }
  return rows
}

async function measureRoute(
  { url, child }: KlapsProcess,
  label: string,
  measured: Measured,
  scene: Scene,
): Promise<Row> {
  const route = routes.get(label)!
  const requests = measured.requests ?? requestsPerRoute
  const times: number[] = []
  const refused: Record<string, number> = {}
  const indices = Array.from({ length: warmUps + requests }, (_, index) => index).values()
  const work = async () => {
    for (const index of indices) {
      const { input = {}, as = scene.owner, body } = await measured.call(scene, index)
      const placed = placeInput(route, input)
      const content = body ?? placed.body
      const headers = {
        ...(route.allow === 'public' ? {} : { authorization: `Bearer ${as.token}` }),
        ...(content === undefined
          ? {}
          : { 'content-type': body ? (route.consumes ?? 'application/octet-stream') : 'application/json' }),
      }
      const began = performance.now()
      const response = await fetch(`${url}${placed.path}`, {
        method: route.method,
        headers,
        signal: AbortSignal.timeout(60_000),
        ...(content === undefined ? {} : { body: content as BodyInit }),
      })
      await response.arrayBuffer()
      if (index < warmUps) continue
      times.push(performance.now() - began)
      if (!response.ok) refused[response.status] = (refused[response.status] ?? 0) + 1
    }
  }
  const cpuBefore = await processorSeconds(child.pid!)
  await Promise.all(Array.from({ length: atOnce }, work))
  const cpuSeconds = (await processorSeconds(child.pid!)) - cpuBefore
  return {
    label,
    requests,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    cpu: (cpuSeconds * 1000) / (warmUps + requests),
    refused,
  }
}

function summary(rows: readonly Row[]) {
  const slowest = rows.toSorted((a, b) => b.p95 - a.p95)
  const median = (values: readonly number[]) => rounded(percentile(values, 0.5), 2)
  return {
    routes: rows.length,
    notMeasured: unmeasured().size,
    concurrency: atOnce,
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
