import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** A page after its scripts have run. */
export interface Visit {
  /** The document as it stands then, as HTML. */
  readonly dom: string
  /** What stands in the browser's console: script errors, what the content security policy refused, failed requests. */
  readonly console: readonly string[]
}

const limitMs = 60_000
const settleMs = 10_000
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Opens a page in a Chromium of its own, with a fresh profile, and lets its scripts run for up to ten (virtual) seconds. */
export async function visit(url: string): Promise<Visit> {
  const profile = await mkdtemp(join(tmpdir(), 'klaps-chromium-'))
  const settings = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--v=0']
  const work = [`--user-data-dir=${profile}`, `--virtual-time-budget=${settleMs}`, '--dump-dom', url]
  const child = spawn(process.env.CHROMIUM ?? 'chromium', [...settings, ...quiet, ...work], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  try {
    const ended = once(child, 'exit') as Promise<[number | null]>
    const [dom, log, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    if (code !== 0) throw new Error(`Chromium ended with ${code} on ${url}:\n${log}`)
    return { dom, console: log.split('\n').filter((line) => line.includes(':CONSOLE')) }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
