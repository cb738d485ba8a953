import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Count, Order } from './buyers.ts'

/** The buyers' process. One order at a time. */
export interface Generator {
  send(order: Order): Promise<Count>
  stop(): Promise<void>
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL('./buyers.ts', import.meta.url)))
  return {
    send: async (order) => {
      child.send(order)
      const [answer] = (await once(child, 'message', { signal: AbortSignal.timeout(120_000) })) as [
        { count: Count } | { error: string },
      ]
      if ('error' in answer) throw new Error(answer.error)
      return answer.count
    },
    stop: async () => {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
