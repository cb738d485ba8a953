import { type ResourceLimits, Worker } from 'node:worker_threads'
import { CallSheetError, type ReadProgress } from '../types.ts'
import type { ProgressReport, Reply, Request, StopRequest } from './protocol.ts'

export interface Job {
  request: Request
  signal: AbortSignal | undefined
  onProgress: ((progress: ReadProgress) => void) | undefined
  settle(reply: Reply | Error): void
}

export interface LaneLimits {
  /** What takes longer never ends; it begins anew with every page that is recognised. */
  timeMs: number
  resources: ResourceLimits
}

/** A thread that has had nothing to read for this long ends: it holds 100 MB and starts again in a third of a second. */
const REST_MS = 60_000

/** What a thread that was told to stop gets to end what it has started. */
const STOP_MS = 500

/** More documents waiting than this is a flood; memory is worth more than its last pages. */
const MAX_WAITING = 64

/** A thread that reads one document at a time, those that come meanwhile waiting in line. */
export class Lane {
  readonly #limits: LaneLimits
  readonly #waiting: Job[] = []
  #worker: Worker | undefined
  #running: Job | undefined
  #rest: NodeJS.Timeout | undefined
  #finish: ((reply: Reply | Error) => void) | undefined
  #advance: ((progress: ReadProgress) => void) | undefined

  constructor(limits: LaneLimits) {
    this.#limits = limits
  }

  /** Documents that are being read or wait. */
  get inHand(): number {
    return this.#waiting.length + (this.#running === undefined ? 0 : 1)
  }

  /** @throws Error when too many documents wait already */
  read(job: Job): void {
    if (this.#waiting.length >= MAX_WAITING) throw new Error('Too many documents are waiting to be read')
    job.signal?.addEventListener('abort', () => this.#abort(job), { once: true })
    this.#waiting.push(job)
    this.#next()
  }

  /** Ends the thread; documents being read or waiting end in `aborted`. The next document starts a new one. */
  async close(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.settle(aborted())
    clearTimeout(this.#rest)
    const old = this.#worker
    this.#worker = undefined
    const busy = this.#finish !== undefined
    this.#finish?.(aborted())
    if (old !== undefined && !busy) await old.terminate()
    else if (old !== undefined) await end(old)
  }

  #next(): void {
    if (this.#running !== undefined) return
    const job = this.#waiting.shift()
    if (job === undefined) return
    this.#running = job
    this.#run(job)
  }

  #run(job: Job): void {
    clearTimeout(this.#rest)
    this.#worker ??= this.#start()
    const own = this.#worker
    own.ref()
    const timer = setTimeout(() => {
      this.#finish?.(new CallSheetError('too-large', 'The PDF takes too long to read.'))
    }, this.#limits.timeMs)
    this.#advance = (progress) => {
      timer.refresh()
      job.onProgress?.(progress)
    }
    this.#finish = (reply) => {
      clearTimeout(timer)
      this.#finish = undefined
      this.#advance = undefined
      this.#running = undefined
      if (isSpent(reply)) this.#discard(own)
      else own.unref()
      this.#rest = setTimeout(() => this.#discard(own), REST_MS).unref()
      job.settle(reply)
      this.#next()
    }
    own.postMessage(job.request, [job.request.bytes.buffer])
  }

  #start(): Worker {
    const own = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: this.#limits.resources,
    })
    const fail = (error: Error): void => {
      if (this.#worker === own) this.#finish?.(error)
    }
    own.on('message', (reply: Reply | ProgressReport) => {
      if (this.#worker !== own) return
      if ('progress' in reply) this.#advance?.(reply.progress)
      else this.#finish?.(reply)
    })
    own.on('messageerror', fail)
    own.on('error', (error: Error) =>
      fail(
        isOutOfMemory(error)
          ? new CallSheetError('too-large', 'The PDF needs more than it may have.', { cause: error })
          : error,
      ),
    )
    own.on('exit', () => fail(new CallSheetError('damaged', 'Reading the PDF ended early.')))
    return own
  }

  #discard(own: Worker): void {
    if (this.#worker === own) this.#worker = undefined
    void end(own)
  }

  #abort(job: Job): void {
    const at = this.#waiting.indexOf(job)
    if (at >= 0) {
      this.#waiting.splice(at, 1)
      job.settle(aborted())
    } else if (this.#running === job) {
      this.#finish?.(aborted())
    }
  }
}

/** The document was more than the thread can take. Whatever else ends one is a fault of ours, and is told as it is. */
const isOutOfMemory = (error: Error) => Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY'

/** After a trap PDFium leaves a heap of up to 256 MB behind; ending the thread gives it back at once. */
function isSpent(reply: Reply | Error): boolean {
  return (
    reply instanceof Error || 'fault' in reply || ('failure' in reply && reply.failure.code === 'damaged')
  )
}

/** Lets a thread that is recognising end its engine, then ends it whatever it does. */
async function end(worker: Worker): Promise<void> {
  worker.postMessage('stop' satisfies StopRequest, [])
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, STOP_MS)
    worker.once('message', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
  await worker.terminate()
}

export function aborted(): CallSheetError {
  return new CallSheetError('aborted', 'Reading was stopped.')
}
