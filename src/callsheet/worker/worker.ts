import { parentPort } from 'node:worker_threads'
import { readCallSheet } from '../read.ts'
import { CallSheetError } from '../types.ts'
import type { ReadReply, ReadRequest } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

port.on('message', (request: ReadRequest) => {
  void answer(request).then((reply) => port.postMessage(reply))
})

async function answer({ bytes, settings, referenceDate }: ReadRequest): Promise<ReadReply> {
  try {
    const options =
      referenceDate === null
        ? settings
        : { ...settings, referenceDate: Temporal.PlainDate.from(referenceDate) }
    return { sheet: await readCallSheet(bytes, options) }
  } catch (error) {
    if (error instanceof CallSheetError) return { failure: { code: error.code, message: error.message } }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { fault: { message, stack: stack ?? null } }
  }
}
