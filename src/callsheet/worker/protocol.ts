import type { CallSheet, CallSheetErrorCode, ReadSettings } from '../types.ts'

/** What crosses to the worker; `Temporal` objects do not, so the day goes as text. */
export interface ReadRequest {
  bytes: Uint8Array<ArrayBuffer>
  settings: ReadSettings
  /** `YYYY-MM-DD`. */
  referenceDate: string | null
}

export type ReadReply =
  | { sheet: CallSheet }
  | { failure: { code: CallSheetErrorCode; message: string } }
  /** A fault of ours or of PDFium: the worker is not to be used again. */
  | { fault: { message: string; stack: string | null } }
