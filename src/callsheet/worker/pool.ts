import { availableParallelism } from 'node:os'
import { needsPictures } from '../needs-pictures.ts'
import { type CallSheet, CallSheetError, type ReadOptions, type ReadProgress } from '../types.ts'
import { aborted, Lane } from './lane.ts'
import type { Reply, Request, TaskName, Tasks } from './protocol.ts'

/** PDFium's own memory has its own bound; so have the pictures of pages, by their pixels. */
const resources = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/**
 * No call sheet takes a second. A second thread, where there is a processor for it, takes what comes while the first is
 * busy, and ends again when there is no need of it.
 */
const texts = Array.from(
  { length: Math.min(2, availableParallelism()) },
  () => new Lane({ timeMs: 20_000, resources }),
)

/** The text thread with the shorter line; the first where both are idle. */
const forTexts = () => texts.reduce((best, lane) => (lane.inHand < best.inHand ? lane : best))

/** A page to be recognised takes some seconds, in the worst case four passes and a second language. */
const scans = new Lane({ timeMs: 300_000, resources })

/** What a document is told beside its task. */
interface Meanwhile {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: ReadProgress) => void) | undefined
}

/**
 * As `readCallSheet`, but in one of two threads, each with one document at a time: the caller's event loop never stands
 * still, and a document that would take over 20 s ends in `too-large`. Scans are recognised in a thread of their own, one
 * at a time, so that no text waits for them; there the limit is five minutes a page. A thread starts with its first
 * document, and a new one takes its place after any fault.
 *
 * @throws CallSheetError as `readCallSheet` does
 */
export async function readCallSheetInWorker(
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<CallSheet> {
  const { signal, onProgress, referenceDate, ...settings } = options
  const input = { ...settings, referenceDay: referenceDate?.toString() ?? null }
  const meanwhile = { signal, onProgress }
  const isText = options.scans === 'leave' || options.recognised !== undefined
  try {
    const sheet = await inLane(forTexts(), 'read', bytes, { ...input, scans: 'leave' }, meanwhile)
    if (isText || !needsPictures(sheet)) return sheet
  } catch (error) {
    if (isText || !(error instanceof CallSheetError && error.code === 'no-text')) throw error
  }
  return await inLane(scans, 'read', bytes, { ...input, scans: 'recognise' }, meanwhile)
}

/**
 * What can be recognised on the pages of a document that are pictures of text, in the thread of the scans: to be kept,
 * and given to `readCallSheetInWorker` and others as `recognised`, which then takes no longer than a text.
 *
 * @throws CallSheetError as `readCallSheet` does
 */
export function recogniseInWorker(bytes: Uint8Array, meanwhile: Meanwhile = {}): Promise<Uint8Array> {
  return inLane(scans, 'recognise', bytes, {}, meanwhile)
}

/** What takes no recognising, in a thread of the texts. */
export function inWorker<Name extends TaskName>(
  task: Name,
  bytes: Uint8Array,
  input: Tasks[Name]['input'],
  meanwhile: Meanwhile,
): Promise<Tasks[Name]['answer']> {
  return inLane(forTexts(), task, bytes, input, meanwhile)
}

/** Ends the threads; documents being read or waiting end in `aborted`. The next document starts a new one. */
export async function closeReader(): Promise<void> {
  await Promise.all([...texts, scans].map((lane) => lane.close()))
}

async function inLane<Name extends TaskName>(
  lane: Lane,
  task: Name,
  bytes: Uint8Array,
  input: Tasks[Name]['input'],
  { signal, onProgress }: Meanwhile,
): Promise<Tasks[Name]['answer']> {
  if (signal?.aborted) throw aborted()
  // The copy is handed over; the caller's bytes stay theirs.
  const request = { task, bytes: new Uint8Array(bytes), input } as Request
  const reply = await new Promise<Reply | Error>((settle) => {
    lane.read({ request, signal, onProgress, settle })
  })
  if (reply instanceof Error) throw reply
  if ('answer' in reply) return reply.answer
  if ('failure' in reply) throw new CallSheetError(reply.failure.code, reply.failure.message)
  throw new Error(`The reader failed: ${reply.fault.message}`, { cause: reply.fault.stack })
}
