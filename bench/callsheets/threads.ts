import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { rounded } from '../statistics.ts'
import type { Order } from './documents.ts'
import { endedChildrenMs } from './pace.ts'
import type { ReadResult } from './read-all.ts'

/** A document and what became of it. */
export interface ReadInThread {
  readonly result: ReadResult
  /** Processor time that drawing it took. */
  readonly drawnMs: number
}

export interface DocumentsRead {
  readonly results: readonly ReadResult[]
  /** Processor time of reading, with that of the engines; null where the system does not tell that of processes. */
  readonly msPerPage: number | null
}

/** Reading is work for a core: more threads than cores make none of them faster. */
const MOST_THREADS = 4

/**
 * Draws, reads and judges documents, on as many threads as there are cores. What has not begun after `budgetMs` is left
 * out: the answer is as long as what was read.
 */
export async function readInThreads(
  orders: readonly Order[],
  { budgetMs, onRead }: { budgetMs: number; onRead: (read: number) => void },
): Promise<DocumentsRead> {
  const end = performance.now() + budgetMs
  const [began, children] = [process.cpuUsage(), await endedChildrenMs()]
  const waiting = [...orders]
  const results: ReadInThread[] = []
  const readNext = async (thread: Worker): Promise<void> => {
    for (;;) {
      const order = performance.now() < end ? waiting.shift() : undefined
      if (order === undefined) return
      results.push(await answerOf(thread, order))
      onRead(results.length)
    }
  }
  const threads = Array.from(
    { length: Math.min(MOST_THREADS, availableParallelism(), orders.length) },
    () => new Worker(new URL('./thread.ts', import.meta.url)),
  )
  try {
    await Promise.all(threads.map(readNext))
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
  const { user, system } = process.cpuUsage(began)
  const drawn = results.reduce((sum, { drawnMs }) => sum + drawnMs, 0)
  const pages = results.reduce((sum, { result }) => sum + result.pages, 0)
  const engines = children === null ? null : ((await endedChildrenMs()) ?? 0) - children
  return {
    results: results.map(({ result }) => result),
    msPerPage:
      engines === null || pages === 0 ? null : rounded(((user + system) / 1000 - drawn + engines) / pages, 0),
  }
}

function answerOf(thread: Worker, order: Order): Promise<ReadInThread> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      thread.off('error', fail)
      thread.off('exit', ended)
    }
    const fail = (error: unknown): void => {
      settle()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const ended = (): void => fail(new Error('A thread that reads documents ended'))
    thread.once('error', fail)
    thread.once('exit', ended)
    thread.once('message', (result: ReadInThread) => {
      settle()
      resolve(result)
    })
    thread.postMessage(order, [])
  })
}
