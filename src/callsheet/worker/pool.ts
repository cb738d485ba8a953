import { Worker } from 'node:worker_threads'
import { type CallSheet, CallSheetError, type ReadOptions } from '../types.ts'
import type { ReadReply, ReadRequest } from './protocol.ts'

/** No call sheet takes a second; what takes this long never ends. */
const TIME_LIMIT_MS = 20_000

/** The worker's JavaScript heap. PDFium's own memory has its own bound. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** A thread that has had nothing to read for this long ends: it holds 100 MB and starts again in a third of a second. */
const REST_MS = 60_000

/** More documents waiting than this is a flood; memory is worth more than its last pages. */
const MAX_WAITING = 64

interface Job {
  request: ReadRequest
  signal: AbortSignal | undefined
  settle(reply: ReadReply | Error): void
}

let worker: Worker | undefined
let running: Job | undefined
let rest: NodeJS.Timeout | undefined
let finish: ((reply: ReadReply | Error) => void) | undefined
const waiting: Job[] = []

/**
 * As `readCallSheet`, but in a thread of its own, one document at a time: the caller's event loop never stands still,
 * and a document that would take over 20 s ends in `too-large`. The thread starts with the first document, and a new
 * one takes its place after any fault.
 *
 * @throws CallSheetError as `readCallSheet` does
 */
export async function readCallSheetInWorker(
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<CallSheet> {
  const { signal, referenceDate, me, fileName, maxPages } = options
  if (signal?.aborted) throw aborted()
  if (waiting.length >= MAX_WAITING) throw new Error('Too many documents are waiting to be read')
  // The copy is handed over; the caller's bytes stay theirs.
  const request: ReadRequest = {
    bytes: new Uint8Array(bytes),
    settings: { me, fileName, maxPages },
    referenceDate: referenceDate?.toString() ?? null,
  }
  const reply = await new Promise<ReadReply | Error>((settle) => {
    const job: Job = { request, signal, settle }
    signal?.addEventListener('abort', () => abort(job), { once: true })
    waiting.push(job)
    next()
  })
  if (reply instanceof Error) throw reply
  if ('sheet' in reply) return reply.sheet
  if ('failure' in reply) throw new CallSheetError(reply.failure.code, reply.failure.message)
  throw new Error(`The reader failed: ${reply.fault.message}`, { cause: reply.fault.stack })
}

/** Ends the thread; documents being read or waiting end in `aborted`. The next document starts a new one. */
export async function closeReader(): Promise<void> {
  for (const job of waiting.splice(0)) job.settle(aborted())
  clearTimeout(rest)
  const old = worker
  worker = undefined
  finish?.(aborted())
  await old?.terminate()
}

function next(): void {
  if (running !== undefined) return
  const job = waiting.shift()
  if (job === undefined) return
  running = job
  run(job)
}

function run(job: Job): void {
  clearTimeout(rest)
  worker ??= start()
  const own = worker
  own.ref()
  const timer = setTimeout(() => {
    finish?.(new CallSheetError('too-large', 'The PDF takes too long to read.'))
  }, TIME_LIMIT_MS)
  finish = (reply) => {
    clearTimeout(timer)
    finish = undefined
    running = undefined
    if (isSpent(reply)) discard(own)
    else own.unref()
    rest = setTimeout(() => discard(own), REST_MS).unref()
    job.settle(reply)
    next()
  }
  own.postMessage(job.request, [job.request.bytes.buffer])
}

/** After a trap PDFium leaves a heap of up to 256 MB behind; ending the thread gives it back at once. */
function isSpent(reply: ReadReply | Error): boolean {
  return (
    reply instanceof Error || 'fault' in reply || ('failure' in reply && reply.failure.code === 'damaged')
  )
}

function start(): Worker {
  const own = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: RESOURCE_LIMITS })
  const fail = (error: Error): void => {
    if (worker === own) finish?.(error)
  }
  own.on('message', (reply: ReadReply) => {
    if (worker === own) finish?.(reply)
  })
  own.on('messageerror', fail)
  // Out of its heap, or ended by something else: the document was more than it can take.
  own.on('error', (error) =>
    fail(new CallSheetError('too-large', 'The PDF needs more than it may have.', { cause: error })),
  )
  own.on('exit', () => fail(new CallSheetError('damaged', 'Reading the PDF ended early.')))
  return own
}

function discard(own: Worker): void {
  if (worker === own) worker = undefined
  void own.terminate()
}

function abort(job: Job): void {
  const at = waiting.indexOf(job)
  if (at >= 0) {
    waiting.splice(at, 1)
    job.settle(aborted())
  } else if (running === job) {
    finish?.(aborted())
  }
}

function aborted(): CallSheetError {
  return new CallSheetError('aborted', 'Reading was stopped.')
}
