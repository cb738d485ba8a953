import type { Lesson } from '../learned/learn.ts'
import type { Pointer } from '../learned/pointed.ts'
import type { LearnedPlace } from '../learned/types.ts'
import type { PictureOptions } from '../picture/picture.ts'
import type {
  CallSheet,
  CallSheetErrorCode,
  Evidence,
  ReadProgress,
  ReadSettings,
  SheetRange,
} from '../types.ts'

/** What the thread does with the bytes of a PDF; `Temporal` objects do not cross, so a day goes as `YYYY-MM-DD`. */
export interface Tasks {
  read: { input: ReadSettings & { referenceDay: string | null }; answer: CallSheet }
  recognise: { input: Record<never, never>; answer: Uint8Array }
  learn: { input: Part & { lessons: readonly Lesson[]; referenceDay: string }; answer: LearnedPlace[] }
  lines: { input: Part; answer: Evidence[] }
  point: { input: Part & { pointers: readonly Pointer[] }; answer: (Evidence[] | null)[] }
  draw: { input: PictureOptions; answer: Uint8Array | null }
}
export type TaskName = keyof Tasks

/** The pages of one sheet, with what was recognised on scanned ones. */
export interface Part extends Pick<ReadSettings, 'recognised'> {
  /** All when left out. */
  pages?: Pick<SheetRange, 'from' | 'to'> | undefined
}

export type Request = {
  [Name in TaskName]: { task: Name; bytes: Uint8Array<ArrayBuffer>; input: Tasks[Name]['input'] }
}[TaskName]

/** Tells a thread that is recognising pages to stop, so that it can end what it has started. */
export type StopRequest = 'stop'

export type Reply =
  | { answer: Tasks[TaskName]['answer'] }
  | { failure: { code: CallSheetErrorCode; message: string } }
  /** A fault of ours or of PDFium: the worker is not to be used again. */
  | { fault: { message: string; stack: string | null } }

/** Any number of these before the reply. */
export interface ProgressReport {
  progress: ReadProgress
}
