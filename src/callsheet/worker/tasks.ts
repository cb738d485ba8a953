import type { Lesson } from '../learned/learn.ts'
import type { LearnedPlace } from '../learned/types.ts'
import type { PictureOptions } from '../picture/picture.ts'
import { DEFAULT_MAX_PAGES } from '../read.ts'
import type { CallSheet, Evidence, ReadOptions } from '../types.ts'
import { inWorker } from './pool.ts'

/** As `readCallSheet`, in the thread. */
export function readCallSheetInWorker(bytes: Uint8Array, options: ReadOptions = {}): Promise<CallSheet> {
  const { signal, referenceDate, ...settings } = options
  return inWorker('read', bytes, { settings, referenceDate: referenceDate?.toString() ?? null }, signal)
}

/**
 * Where a value that a person put right stands in the document, for `learned` of the next sheet; null when it does not
 * stand there. `referenceDate` is the one that the document was read with.
 */
export function learnInWorker(
  bytes: Uint8Array,
  lesson: Lesson,
  { referenceDate, signal }: { referenceDate: Temporal.PlainDate; signal?: AbortSignal },
): Promise<LearnedPlace | null> {
  return inWorker('learn', bytes, { lesson, referenceDate: referenceDate.toString() }, signal)
}

/** A page as a PNG with boxes around places of it; null when there is no such page. */
export function drawPageInWorker(
  bytes: Uint8Array,
  options: PictureOptions,
  signal?: AbortSignal,
): Promise<Uint8Array | null> {
  return inWorker('draw', bytes, options, signal)
}

/** The lines of a document with their places. */
export function linesInWorker(bytes: Uint8Array, signal?: AbortSignal): Promise<Evidence[]> {
  return inWorker('lines', bytes, { maxPages: DEFAULT_MAX_PAGES }, signal)
}
