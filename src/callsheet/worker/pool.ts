import { needsPictures } from '../read.ts'
import { type CallSheet, CallSheetError, type ReadOptions, type ReadSettings } from '../types.ts'
import { aborted, Lane } from './lane.ts'
import type { ReadReply } from './protocol.ts'

/** PDFium's own memory has its own bound; so have the pictures of pages, by their pixels. */
const resources = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** No call sheet takes a second. */
const texts = new Lane({ timeMs: 20_000, resources })

/** A page to be recognised takes some seconds, in the worst case four passes and a second language. */
const scans = new Lane({ timeMs: 300_000, resources })

/**
 * As `readCallSheet`, but in a thread of its own, one document at a time: the caller's event loop never stands still,
 * and a document that would take over 20 s ends in `too-large`. Scans are recognised in a second thread, one at a time,
 * so that no text waits for them; there the limit is five minutes a page. A thread starts with its first document, and
 * a new one takes its place after any fault.
 *
 * @throws CallSheetError as `readCallSheet` does
 */
export async function readCallSheetInWorker(
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<CallSheet> {
  if (options.scans === 'leave') return await readIn(texts, bytes, options, 'leave')
  try {
    const sheet = await readIn(texts, bytes, options, 'leave')
    if (!needsPictures(sheet)) return sheet
  } catch (error) {
    if (!(error instanceof CallSheetError && error.code === 'no-text')) throw error
  }
  return await readIn(scans, bytes, options, 'recognise')
}

/** Ends the threads; documents being read or waiting end in `aborted`. The next document starts a new one. */
export async function closeReader(): Promise<void> {
  await Promise.all([texts.close(), scans.close()])
}

async function readIn(
  lane: Lane,
  bytes: Uint8Array,
  { signal, referenceDate, me, fileName, maxPages, maxScanPages, onProgress }: ReadOptions,
  scanned: NonNullable<ReadSettings['scans']>,
): Promise<CallSheet> {
  if (signal?.aborted) throw aborted()
  const reply = await new Promise<ReadReply | Error>((settle) => {
    lane.read({
      // The copy is handed over; the caller's bytes stay theirs.
      request: {
        bytes: new Uint8Array(bytes),
        settings: { me, fileName, maxPages, maxScanPages, scans: scanned },
        referenceDate: referenceDate?.toString() ?? null,
      },
      signal,
      onProgress,
      settle,
    })
  })
  if (reply instanceof Error) throw reply
  if ('sheet' in reply) return reply.sheet
  if ('failure' in reply) throw new CallSheetError(reply.failure.code, reply.failure.message)
  throw new Error(`The reader failed: ${reply.fault.message}`, { cause: reply.fault.stack })
}
