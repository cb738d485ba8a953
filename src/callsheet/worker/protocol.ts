import type { Lesson } from '../learned/learn.ts'
import type { LearnedPlace } from '../learned/types.ts'
import type { PictureOptions } from '../picture/picture.ts'
import type { CallSheet, CallSheetErrorCode, Evidence, ReadSettings } from '../types.ts'

/** What the thread does with the bytes of a PDF; `Temporal` objects do not cross, so a day goes as `YYYY-MM-DD`. */
export interface Tasks {
  read: { input: { settings: ReadSettings; referenceDate: string | null }; answer: CallSheet }
  learn: { input: { lesson: Lesson; referenceDate: string }; answer: LearnedPlace | null }
  draw: { input: PictureOptions; answer: Uint8Array | null }
  lines: { input: { maxPages: number }; answer: Evidence[] }
}
export type TaskName = keyof Tasks

export type Request = {
  [Name in TaskName]: { task: Name; bytes: Uint8Array<ArrayBuffer>; input: Tasks[Name]['input'] }
}[TaskName]

export type Reply =
  | { answer: Tasks[TaskName]['answer'] }
  | { failure: { code: CallSheetErrorCode; message: string } }
  /** A fault of ours or of PDFium: the worker is not to be used again. */
  | { fault: { message: string; stack: string | null } }
