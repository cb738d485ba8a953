import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../bin/klaps', import.meta.url))

/** Klaps as a user starts it: the launcher, a data folder, the sandbox. */
export interface KlapsProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly sandboxUrl: string
  /** From the spawn to the line that says it is ready. */
  readonly startMs: number
  stop(): Promise<void>
}

export async function startKlaps(dataDir: string, env: Record<string, string> = {}): Promise<KlapsProcess> {
  const began = performance.now()
  const child = spawn('sh', [launcher, 'start', '--port', '0', '--data', dataDir], {
    env: {
      ...process.env,
      KLAPS_RATE_PER_SECOND: '100000',
      KLAPS_RATE_BURST: '100000',
      KLAPS_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let url = ''
  let startMs = 0
  let sandboxUrl = ''
  for await (const line of createInterface({ input: child.stdout! })) {
    const ready = /ready on (\S+)/.exec(line)?.[1]
    if (ready) {
      url = ready
      startMs = performance.now() - began
    }
    sandboxUrl = /sandbox to look at: (\S+)/i.exec(line)?.[1] ?? sandboxUrl
    if (url && sandboxUrl) break
  }
  if (!url) throw new Error('Klaps did not start')
  child.stdout!.resume()
  return {
    child,
    url,
    sandboxUrl,
    startMs,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Resident memory in MiB. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024
}

/** Processor time used so far, in seconds (100 ticks a second on Linux). */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
