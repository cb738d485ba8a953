import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Klaps as a process of its own, by the very command a user types. */
export interface KlapsProcess {
  readonly pid: number
  readonly url: string
  /** The last lines it wrote, for the message of a failing test. */
  output(): string
  kill(signal: NodeJS.Signals): Promise<void>
}

/**
 * Starts it and waits until it is ready, for a minute at most. A process that is not ready by then, or when `signal`
 * aborts, is killed.
 */
export async function startKlapsProcess(
  argv: readonly string[],
  env: Record<string, string>,
  signal: AbortSignal = new AbortController().signal,
): Promise<KlapsProcess> {
  signal.throwIfAborted()
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'start', ...argv],
    {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '/',
        KLAPS_RATE_PER_SECOND: '100000',
        KLAPS_RATE_BURST: '100000',
        KLAPS_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const lines: string[] = []
  const keep = (line: string) => {
    lines.push(line)
    if (lines.length > 200) lines.shift()
  }
  const ready = Promise.withResolvers<string>()
  createInterface({ input: child.stdout! }).on('line', (line) => {
    keep(line)
    const url = /ready on (\S+)/.exec(line)?.[1]
    if (url) ready.resolve(url)
  })
  createInterface({ input: child.stderr! }).on('line', keep)
  child.once('exit', (code, signal) =>
    ready.reject(
      new Error(`klaps start ${argv.join(' ')} ended with ${code ?? signal}:\n${lines.join('\n')}`),
    ),
  )
  ready.promise.catch(() => undefined)
  const giveUp = (why: string) => {
    ready.reject(new Error(`klaps start ${argv.join(' ')} ${why}:\n${lines.join('\n')}`))
    child.kill('SIGKILL')
  }
  const onAbort = () => giveUp('was called off')
  signal.addEventListener('abort', onAbort)
  const timer = setTimeout(() => giveUp('was not ready within 60 s'), 60_000)
  const url = await ready.promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  })
  return {
    pid: child.pid!,
    url: url.replace('localhost', '127.0.0.1'),
    output: () => lines.join('\n'),
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}
