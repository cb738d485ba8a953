// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface CorrectionsRow {
  id: GeneratedAlways<number>
  document_id: string
  user_id: string
  change: string
  corrected_at: Temporal.Instant
}

export interface DocumentsRow {
  id: string
  attachment_id: string
  part: Generated<number>
  parts: Generated<number>
  email_id: string
  user_id: string
  sha256: string
  size: number
  received_at: Temporal.Instant
  correlation_id: string
  email_version: number
  read_version: Generated<number>
  state: Generated<string>
  reason: string | null
  recognising_page: number | null
  recognising_of: number | null
  kind: string | null
  pages: number | null
  read_ms: number | null
  source: string | null
  sheet: string | null
  confirmed: Generated<boolean>
  version: Generated<number>
  created_at: Temporal.Instant
}

export interface LearnedRow {
  correction_id: number
  position: number
  user_id: string
  place: string
}

export interface PausesRow {
  kind: string
  name: string
}

export interface RecognisedRow {
  user_id: string
  sha256: string
  form: number
  pages: Buffer
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
}

export interface Tables {
  corrections: CorrectionsRow
  documents: DocumentsRow
  learned: LearnedRow
  pauses: PausesRow
  recognised: RecognisedRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
