// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface AttachmentsRow {
  id: string
  email_id: string
  user_id: string
  position: number
  file_name: string
  content_type: string
  size: number
  sha256: string
  blob_key: string
  outcome: string | null
  outcome_reason: string | null
  outcome_version: Generated<number>
}

export interface EmailsRow {
  id: string
  user_id: string
  mailbox_id: string
  headers: string
  received_at: Temporal.Instant
  state: string
  state_reason: string | null
  score: number
  trusted_sender: boolean
  urgent: boolean
  correlation_id: string
  version: Generated<number>
  started_at: Temporal.Instant
  planned_at: Temporal.Instant | null
  due_at: Temporal.Instant | null
  stored_at: Temporal.Instant
}

export interface FingerprintsRow {
  user_id: string
  digest: string
  email_id: string | null
  seen_at: Temporal.Instant
}

export interface FurtherSheetsRow {
  attachment_id: string
  part: number
  document_id: string | null
  outcome: string | null
  outcome_reason: string | null
  outcome_version: Generated<number>
}

export interface LooseBlobsRow {
  key: string
  delete_after: Temporal.Instant
}

export interface MailboxesRow {
  id: string
  user_id: string
  kind: string
  account_digest: string
  address_index: string | null
  address: string
  credentials: string | null
  state: Generated<string>
  version: Generated<number>
  since: Temporal.Instant
  history_id: string | null
  uid_validity: number | null
  last_uid: number | null
  due_at: Temporal.Instant | null
  watch_due_at: Temporal.Instant | null
  watcher: string | null
  last_checked_at: Temporal.Instant | null
  last_error: string | null
  linked_at: Temporal.Instant
  unlinked_at: Temporal.Instant | null
}

export interface OauthStatesRow {
  state_digest: string
  user_id: string
  verifier: string
  backfill_days: number
  expires_at: Temporal.Instant
}

export interface OwnKeysRow {
  name: string
  public: string
  secret: string
}

export interface PausesRow {
  kind: string
  name: string
}

export interface ProductionsRow {
  production_id: string
  version: number
  deleted: boolean
  user_ids: string[]
  sender_digests: string[]
}

export interface StepsRow {
  event_id: string
  correlation_id: string
  type: string
  outcome: string
  detail: string | null
  duration_ms: number | null
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

export interface WatchersRow {
  process: string
  alive_until: Temporal.Instant
}

export interface Tables {
  attachments: AttachmentsRow
  emails: EmailsRow
  fingerprints: FingerprintsRow
  further_sheets: FurtherSheetsRow
  loose_blobs: LooseBlobsRow
  mailboxes: MailboxesRow
  oauth_states: OauthStatesRow
  own_keys: OwnKeysRow
  pauses: PausesRow
  productions: ProductionsRow
  steps: StepsRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  watchers: WatchersRow
}
