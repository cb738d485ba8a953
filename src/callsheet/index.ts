export type { Lesson } from './learned/learn.ts'
export { ownTimeOf } from './learned/own-time.ts'
export type { Pointer } from './learned/pointed.ts'
export type { LearnedPlace, Spot } from './learned/types.ts'
export { needsPictures } from './needs-pictures.ts'
export { RECOGNISED_FORM } from './ocr/keep.ts'
export type { Mark, Tone } from './picture/marks.ts'
export * from './types.ts'
export { closeReader, readCallSheetInWorker, recogniseInWorker } from './worker/pool.ts'
export type { Part } from './worker/protocol.ts'
export { drawPageInWorker, learnInWorker, linesInWorker, pointedInWorker } from './worker/tasks.ts'

// Loaded when they are called: most of the library works in threads of its own, and what starts them needs none of it.

/** As `readCallSheetInWorker`, in the thread of the caller. */
export const readCallSheet: typeof import('./read.ts').readCallSheet = async (...document) =>
  (await import('./read.ts')).readCallSheet(...document)

/** What a quotation of a document says, and where it stands. */
export const quotations = () => import('./quotation.ts')
