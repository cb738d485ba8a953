// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface AnswersRow {
  plan_id: string
  kind: string
  version: number
  plan_version: number
  content: ColumnType<unknown, string | null | undefined, string | null>
  content_version: number | null
  content_at: Temporal.Instant | null
  failure: ColumnType<unknown, string | null | undefined, string | null>
  worth_telling: Generated<boolean>
}

export interface CalendarConflictsRow {
  plan_id: string
  event_id: string
  version: number
  conflicts: ColumnType<unknown, string, string>
}

export interface DaysRow {
  id: string
  production_id: string
  date: Temporal.PlainDate
}

export interface DocumentsRow {
  document_id: string
  user_id: string
  heard_at: Temporal.Instant
}

export interface EditsRow {
  plan_id: string
  field: string
  printed: string
  edited: string
  edited_at: Temporal.Instant
  offered: Generated<boolean>
  conflict: Generated<boolean>
}

export interface ForetoldRow {
  plan_id: string
  day_id: string
  production_id: string
  user_id: string
  date: Temporal.PlainDate
  state: string
  dropped: Generated<boolean>
  document_id: string
  document_version: number
  email_id: string
  printed_number: number | null
  issued_at: Temporal.Instant | null
  received_at: Temporal.Instant
  heard_at: Temporal.Instant
  place: string
}

export interface MembersRow {
  production_id: string
  user_id: string
  standing: string
  role: string | null
  department: string | null
  name_as_printed: string | null
  created_at: Generated<Temporal.Instant>
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PlannedRow {
  plan_id: string
  version: number
  at: Temporal.Instant
  tell: string
  content: ColumnType<unknown, string, string>
}

export interface PlansRow {
  id: string
  day_id: string
  production_id: string
  user_id: string
  date: Temporal.PlainDate
  state: string
  dropped: Generated<boolean>
  cancelled_at: Temporal.Instant | null
  version: number
  asked_version: number
  anchor_version: number
  revision: number
  last_revision: number
  zone: string
  found_zone: string | null
  call: Temporal.Instant
  call_is_personal: boolean
  wrap: Temporal.Instant | null
  ends_at: Temporal.Instant
  exterior: boolean
  location_is_stop: boolean
  location: string
  fields: string
  notes: string | null
  pending_changes: ColumnType<unknown, string | null | undefined, string>
  due_at: Temporal.Instant | null
  correlation_id: string
  planned_version: Generated<number>
  planned_hash: string | null
  planned_settled: Generated<boolean>
  wake_up: Temporal.Instant | null
  leave_home: Temporal.Instant | null
  missing: Generated<string[]>
}

export interface ProductionsRow {
  id: string
  owner_id: string
  title: string
  title_key: string
  time_zone: string
  senders: string
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface RevisionsRow {
  plan_id: string
  number: number
  cause: string
  document_id: string | null
  document_version: number | null
  email_id: string | null
  printed_number: number | null
  issued_at: Temporal.Instant | null
  received_at: Temporal.Instant
  heard_at: Temporal.Instant
  says: string | null
  changes: string
  at: Temporal.Instant
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
  answers: AnswersRow
  calendar_conflicts: CalendarConflictsRow
  days: DaysRow
  documents: DocumentsRow
  edits: EditsRow
  foretold: ForetoldRow
  members: MembersRow
  pauses: PausesRow
  planned: PlannedRow
  plans: PlansRow
  productions: ProductionsRow
  revisions: RevisionsRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
