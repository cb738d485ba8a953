import { parentPort } from 'node:worker_threads'
import { type ScanOrder, scanOf } from './documents.ts'
import { readAndJudge } from './read-all.ts'
import type { ScanResult } from './scans.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

port.on('message', (order: ScanOrder) => {
  void answer(order).then((result) => port.postMessage(result))
})

async function answer(order: ScanOrder): Promise<ScanResult> {
  const began = process.threadCpuUsage()
  const document = await scanOf(order)
  const { user, system } = process.threadCpuUsage(began)
  return { result: await readAndJudge(document), drawnMs: (user + system) / 1000 }
}
