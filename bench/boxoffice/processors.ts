import { readdir, readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { processorSeconds } from '../klaps-process.ts'

/** Processor time used so far, in seconds. It says more than a clock where the machine has other work too. */
export interface Processors {
  readonly klaps: number
  readonly database: number
  /** The world around: the buyers and the gateway's stand-in, which share the processors. */
  readonly outside: number
}

/** What was used from one look to the other for each of `count`, in milliseconds. */
export function perEach(from: Processors, to: Processors, count: number): Processors {
  const ms = (name: keyof Processors) => ((to[name] - from[name]) * 1000) / count
  return { klaps: ms('klaps'), database: ms('database'), outside: ms('outside') }
}

/** Of Klaps and of all processes of its PostgreSQL, those that have ended included (Linux only). */
export async function processorsOf(
  klapsPid: number,
  databaseUrl: string,
  outsidePids: readonly number[],
): Promise<() => Promise<Processors>> {
  const server = await serverPid(databaseUrl)
  return async () => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const children = await Promise.all(pids.map((pid) => secondsOfChild(pid, server)))
    const database = (await endedChildrenSeconds(server)) + children.reduce((sum, each) => sum + each, 0)
    const outside = await Promise.all(outsidePids.map(processorSeconds))
    return {
      klaps: await processorSeconds(klapsPid),
      database,
      outside: outside.reduce((sum, each) => sum + each, 0),
    }
  }
}

/** The parent of the process that serves us. */
async function serverPid(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl, query_timeout: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return Number((await statOf(rows[0]!.pid))[1])
  } finally {
    await client.end()
  }
}

async function secondsOfChild(pid: number, parent: number): Promise<number> {
  try {
    const stat = await statOf(pid)
    return Number(stat[1]) === parent ? (Number(stat[11]) + Number(stat[12])) / 100 : 0
  } catch {
    return 0 // it has ended since it was listed
  }
}

async function endedChildrenSeconds(pid: number): Promise<number> {
  const stat = await statOf(pid)
  return (Number(stat[13]) + Number(stat[14])) / 100
}

/** The fields of `/proc/PID/stat` behind the name, which may contain anything. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
