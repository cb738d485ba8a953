import { parentPort } from 'node:worker_threads'
import { documentOf, type Order } from './documents.ts'
import { readAndJudge } from './read-all.ts'
import type { ReadInThread } from './threads.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

port.on('message', (order: Order) => {
  void answer(order).then((result) => port.postMessage(result))
})

async function answer(order: Order): Promise<ReadInThread> {
  const began = process.threadCpuUsage()
  const document = await documentOf(order)
  const { user, system } = process.threadCpuUsage(began)
  return { result: await readAndJudge(document), drawnMs: (user + system) / 1000 }
}
