import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * A process of the benchmark's own beside Klaps, by the name of its file here. It ends when it is disconnected. What it
 * says is not JSON: the percentile of nothing is NaN here, too.
 */
export const startHelper = (name: string): ChildProcess =>
  fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), { serialization: 'advanced' })

/** The next thing that it says. @throws when that takes longer than `timeoutMs`, or the process ends instead */
export function told<T>(child: ChildProcess, timeoutMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(new Error(`Nothing heard for ${timeoutMs} ms`)), timeoutMs)
  const gone = () => reject(new Error('A process of the benchmark has ended'))
  child.once('message', resolve).once('exit', gone)
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('message', resolve).off('exit', gone)
  })
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect()
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
