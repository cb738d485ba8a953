import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { heapBytes } from '../pdf/pdfium.ts'
import { drawPage } from '../picture/picture.ts'
import { readCallSheet } from '../read.ts'
import { CallSheetError } from '../types.ts'
import { mutated } from './mutate.ts'

/** What became of one damaged document. */
export interface FuzzResult {
  seed: number
  /** `read`, the code of a refusal, or `fault: ...` for what must not be. */
  outcome: string
  ms: number
  /** Of the whole process, and of PDFium in it. */
  rssBytes: number
  heapBytes: number
  /** Of what JavaScript holds outside of its heap. */
  bufferBytes: number
}

const port = parentPort
const { pdfs, from, to } = workerData as { pdfs: Uint8Array[]; from: number; to: number }

async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'read'
  } catch (error) {
    if (error instanceof CallSheetError) return error.code
    return `fault: ${error instanceof Error ? error.stack : String(error)}`
  }
}

for (let seed = from; seed < to; seed++) {
  // As in the reader's own thread, where each document comes with a message: zlib lets go of a damaged stream no sooner.
  await setImmediate()
  const bytes = mutated(pdfs[seed % pdfs.length] ?? new Uint8Array(), seed)
  const began = performance.now()
  let outcome = await outcomeOf(() => readCallSheet(bytes, { scans: 'leave' }))
  // Drawing goes other ways through PDFium than reading does.
  if (seed % 10 === 0) {
    const drawn = await outcomeOf(() => drawPage(bytes, { page: 1, width: 300, marks: [] }))
    if (drawn.startsWith('fault')) outcome = drawn
  }
  const ms = performance.now() - began
  const { rss: rssBytes, arrayBuffers: bufferBytes } = process.memoryUsage()
  const result: FuzzResult = { seed, outcome, ms, rssBytes, heapBytes: await heapBytes(), bufferBytes }
  port?.postMessage(result)
}
