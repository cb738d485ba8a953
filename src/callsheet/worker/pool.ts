import { Worker } from 'node:worker_threads'
import { CallSheetError } from '../types.ts'
import type { Reply, Request, TaskName, Tasks } from './protocol.ts'

/** No call sheet takes a second; what takes this long never ends. */
const TIME_LIMIT_MS = 20_000

/** The worker's JavaScript heap. PDFium's own memory has its own bound. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** A thread that has had nothing to read for this long ends: it holds 100 MB and starts again in a third of a second. */
const REST_MS = 60_000

/** More documents waiting than this is a flood; memory is worth more than its last pages. */
const MAX_WAITING = 64

interface Job {
  request: Request
  signal: AbortSignal | undefined
  settle(reply: Reply | Error): void
}

let worker: Worker | undefined
let running: Job | undefined
let rest: NodeJS.Timeout | undefined
let finish: ((reply: Reply | Error) => void) | undefined
const waiting: Job[] = []

/**
 * Has the thread do something with a PDF, one document at a time: the caller's event loop never stands still, and what
 * would take over 20 s ends in `too-large`. The thread starts with the first document, and a new one takes its place
 * after any fault.
 *
 * @throws CallSheetError as the task does, and `aborted`
 */
export async function inWorker<Name extends TaskName>(
  task: Name,
  bytes: Uint8Array,
  input: Tasks[Name]['input'],
  signal?: AbortSignal,
): Promise<Tasks[Name]['answer']> {
  if (signal?.aborted) throw aborted()
  if (waiting.length >= MAX_WAITING) throw new Error('Too many documents are waiting to be read')
  // The copy is handed over; the caller's bytes stay theirs.
  const request = { task, bytes: new Uint8Array(bytes), input } as Request
  const reply = await new Promise<Reply | Error>((settle) => {
    const job: Job = { request, signal, settle }
    signal?.addEventListener('abort', () => abort(job), { once: true })
    waiting.push(job)
    next()
  })
  if (reply instanceof Error) throw reply
  if ('answer' in reply) return reply.answer
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
function isSpent(reply: Reply | Error): boolean {
  return (
    reply instanceof Error || 'fault' in reply || ('failure' in reply && reply.failure.code === 'damaged')
  )
}

function start(): Worker {
  const own = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: RESOURCE_LIMITS })
  const fail = (error: Error): void => {
    if (worker === own) finish?.(error)
  }
  own.on('message', (reply: Reply) => {
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
