import type { CallSheet, CallSheetErrorCode, ReadProgress, ReadSettings } from '../types.ts'

/** What crosses to the worker; `Temporal` objects do not, so the day goes as text. */
export interface ReadRequest {
  bytes: Uint8Array<ArrayBuffer>
  settings: ReadSettings
  /** `YYYY-MM-DD`. */
  referenceDate: string | null
}

/** Tells a thread that is recognising pages to stop, so that it can end what it has started. */
export type StopRequest = 'stop'

export type ReadReply =
  | { sheet: CallSheet }
  | { failure: { code: CallSheetErrorCode; message: string } }
  /** A fault of ours or of PDFium: the worker is not to be used again. */
  | { fault: { message: string; stack: string | null } }

/** Any number of these before the reply. */
export interface ProgressReport {
  progress: ReadProgress
}
