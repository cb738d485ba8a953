import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type LoadRequest, load } from './measured/load.ts'
import type { Listening } from './measured/server.ts'
import { percentile, rounded } from './statistics.ts'

const connections = 16
const warmUpSeconds = 2
const seconds = 2
const rounds = 5

type Server = 'node' | 'hono' | 'klaps'

interface Case {
  readonly server: Server
  readonly request: LoadRequest
  readonly signedIn?: boolean
  readonly status: string
}

const open: LoadRequest = { method: 'GET', path: '/api/v1/measured/open' }
const hold = { showtimeId: '018f0000-0000-7000-8000-000000000000', seats: ['A1', 'A2'] }

const cases: Readonly<Record<string, Case>> = {
  bareNode: { server: 'node', request: open, status: '200' },
  bareHono: { server: 'hono', request: open, status: '200' },
  publicGet: { server: 'klaps', request: open, status: '200' },
  signedInGet: {
    server: 'klaps',
    request: { method: 'GET', path: '/api/v1/measured/mine' },
    signedIn: true,
    status: '200',
  },
  rawGet: { server: 'klaps', request: { method: 'GET', path: '/api/v1/measured/bytes' }, status: '200' },
  smallPost: {
    server: 'klaps',
    request: { method: 'POST', path: '/api/v1/measured/holds', body: JSON.stringify(hold) },
    signedIn: true,
    status: '201',
  },
}

/**
 * What the kernel costs a request whose handler does nothing: requests a second and microseconds of processor time,
 * beside a bare node:http server and bare Hono that answer the same document. Each server is a process of its own; the
 * cases take turns, round after round, and the median counts. On a busy machine believe the processor time, not the
 * requests a second.
 */
export async function http({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const say = (line: string) => !json && console.log(line)
  const servers = await startServers()
  try {
    const samples = new Map(Object.keys(cases).map((name) => [name, [] as Sample[]]))
    for (const each of Object.values(cases)) await measure(servers[each.server], each, warmUpSeconds)
    for (let round = 0; round < rounds; round++)
      for (const [name, each] of Object.entries(cases))
        samples.get(name)!.push(await measure(servers[each.server], each, seconds))
    const rows = [...samples].map(([name, taken]) => [name, middle(taken)] as const)
    const bare = rows[0]![1]
    for (const [name, { perSecond, cpuUs }] of rows)
      say(
        `${name.padEnd(12)} ${perSecond.toFixed(0).padStart(7)} requests/s ${cpuUs.toFixed(1).padStart(7)} us processor  ${(cpuUs / bare.cpuUs).toFixed(2)} x bare node:http`,
      )
    return Object.fromEntries(
      rows.flatMap(([name, { perSecond, cpuUs }]) => [
        [`${name}PerSecond`, Math.round(perSecond)],
        [`${name}CpuUs`, rounded(cpuUs)],
        [`${name}VsBareNode`, rounded(cpuUs / bare.cpuUs, 2)],
      ]),
    )
  } finally {
    for (const { child } of Object.values(servers)) child.send('stop')
    await Promise.all(Object.values(servers).map(({ exited }) => exited))
  }
}

interface Started extends Listening {
  readonly child: ChildProcess
  readonly exited: Promise<unknown>
}

async function startServers(): Promise<Record<Server, Started>> {
  const [node, hono, klaps] = await Promise.all([start('node'), start('hono'), start('klaps')])
  return { node, hono, klaps }
}

async function start(server: Server): Promise<Started> {
  const child = fork(fileURLToPath(new URL('./measured/server.ts', import.meta.url)), [server])
  const exited = once(child, 'exit')
  const [listening] = (await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`The server ${server} did not start`))),
  ])) as [Listening]
  return { child, exited, ...listening }
}

interface Sample {
  readonly perSecond: number
  /** Processor time of a request in the server's process, user and system, microseconds. */
  readonly cpuUs: number
}

async function measure({ child, port, token }: Started, each: Case, forSeconds: number): Promise<Sample> {
  const request = each.signedIn ? { ...each.request, token } : each.request
  const [before, began] = [await processorUs(child), performance.now()]
  const { requests, statuses } = await load(port, request, { connections, seconds: forSeconds })
  const [after, ended] = [await processorUs(child), performance.now()]
  if (statuses.size !== 1 || !statuses.has(each.status))
    throw new Error(`${request.method} ${request.path} answered ${[...statuses].join(', ')}`)
  return { perSecond: requests / ((ended - began) / 1000), cpuUs: (after - before) / requests }
}

async function processorUs(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message')
  child.send('cpu')
  const [{ user, system }] = (await answer) as [NodeJS.CpuUsage]
  return user + system
}

const middle = (samples: readonly Sample[]): Sample => ({
  perSecond: percentile(
    samples.map((each) => each.perSecond),
    0.5,
  ),
  cpuUs: percentile(
    samples.map((each) => each.cpuUs),
    0.5,
  ),
})
