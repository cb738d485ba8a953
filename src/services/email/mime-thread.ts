import { Worker } from 'node:worker_threads'
import type { Message, MessageRefusal } from './mime.ts'

const limitMs = 30_000
const resourceLimits = { maxOldGenerationSizeMb: 256 }
const unreadable: MessageRefusal = {
  refusal: 'email.not-readable',
  detail: 'This message takes too long or too much to read',
}

let last: Promise<unknown> = Promise.resolve()

/**
 * As `parseMime`, in a thread that lives for this one message, bounded in time and memory. One at a time: large
 * messages are rare, and two would only share the memory.
 */
export async function parseInThread(raw: Uint8Array): Promise<Message | MessageRefusal> {
  const parsed = last.then(() => parseOne(raw))
  last = parsed
  return await parsed
}

async function parseOne(raw: Uint8Array): Promise<Message | MessageRefusal> {
  const worker = new Worker(new URL('./mime-worker.ts', import.meta.url), { resourceLimits })
  const timer = setTimeout(() => void worker.terminate(), limitMs)
  try {
    return await new Promise((resolve) => {
      worker.once('message', resolve)
      worker.once('error', () => resolve(unreadable))
      worker.once('exit', () => resolve(unreadable))
      // A copy is handed over; the caller's bytes stay theirs.
      const copy = new Uint8Array(raw)
      worker.postMessage(copy, [copy.buffer])
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
