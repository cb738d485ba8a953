import type { Count, Order } from './buyers.ts'
import { ended, startHelper, told } from './helper.ts'

/** The buyers' process. One order at a time. */
export interface Generator {
  readonly pid: number
  send(order: Order): Promise<Count>
  stop(): Promise<void>
}

export function startGenerator(): Generator {
  const child = startHelper('buyers')
  return {
    pid: child.pid!,
    send: async (order) => {
      child.send(order)
      const answer = await told<{ count: Count } | { error: string }>(child, 120_000)
      if ('error' in answer) throw new Error(answer.error)
      return answer.count
    },
    stop: () => ended(child),
  }
}
