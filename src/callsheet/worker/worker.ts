import { parentPort } from 'node:worker_threads'
import { readCallSheet } from '../read.ts'
import { CallSheetError } from '../types.ts'
import type { ProgressReport, ReadReply, ReadRequest, StopRequest } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

let current: AbortController | undefined

port.on('message', (request: ReadRequest | StopRequest) => {
  if (request === 'stop') return current?.abort()
  const stop = new AbortController()
  current = stop
  void answer(request, stop.signal).then((reply) => port.postMessage(reply))
})

async function answer(
  { bytes, settings, referenceDate }: ReadRequest,
  signal: AbortSignal,
): Promise<ReadReply> {
  try {
    const sheet = await readCallSheet(bytes, {
      ...settings,
      ...(referenceDate === null ? {} : { referenceDate: Temporal.PlainDate.from(referenceDate) }),
      signal,
      onProgress: (progress) => port?.postMessage({ progress } satisfies ProgressReport),
    })
    return { sheet }
  } catch (error) {
    if (error instanceof CallSheetError) return { failure: { code: error.code, message: error.message } }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { fault: { message, stack: stack ?? null } }
  }
}
