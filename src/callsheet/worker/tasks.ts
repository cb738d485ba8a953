import type { Lesson } from '../learned/learn.ts'
import type { Pointer } from '../learned/pointed.ts'
import type { LearnedPlace } from '../learned/types.ts'
import type { PictureOptions } from '../picture/picture.ts'
import type { Evidence } from '../types.ts'
import { inWorker } from './pool.ts'
import type { Part } from './protocol.ts'

/**
 * Where a value that a person put right stands in the document, for `learned` of the next sheet; none when it does not
 * stand there. `referenceDate` is the one that the document was read with.
 */
export function learnInWorker(
  bytes: Uint8Array,
  lessons: readonly Lesson[],
  { referenceDate, signal, ...part }: Part & { referenceDate: Temporal.PlainDate; signal?: AbortSignal },
): Promise<LearnedPlace[]> {
  const input = { ...part, lessons, referenceDay: referenceDate.toString() }
  return inWorker('learn', bytes, input, { signal })
}

/** The lines of a document, or of some of its pages, with their places. */
export function linesInWorker(bytes: Uint8Array, part: Part = {}, signal?: AbortSignal): Promise<Evidence[]> {
  return inWorker('lines', bytes, part, { signal })
}

/** What is printed where somebody points to, for each pointer; null where nothing of the document is there. */
export function pointedInWorker(
  bytes: Uint8Array,
  pointers: readonly Pointer[],
  part: Part = {},
  signal?: AbortSignal,
): Promise<(Evidence[] | null)[]> {
  return inWorker('point', bytes, { ...part, pointers }, { signal })
}

/** A page as a PNG with boxes around places of it; null when there is no such page. */
export function drawPageInWorker(
  bytes: Uint8Array,
  options: PictureOptions,
  signal?: AbortSignal,
): Promise<Uint8Array | null> {
  return inWorker('draw', bytes, options, { signal })
}
