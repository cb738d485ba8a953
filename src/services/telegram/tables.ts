// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface AskedRow {
  chat_id: number
  text: string
  expires_at: Temporal.Instant
}

export interface BotRow {
  only_row: Generated<boolean>
  next_update_id: Generated<number>
  highest_message_id: Generated<number>
}

export interface ChatsRow {
  chat_id: number
  link_id: string | null
  user_id: string | null
  roles: string[] | null
  version: Generated<number>
  state: Generated<string>
  language: string
  linked_at: Temporal.Instant | null
  seen_at: Generated<Temporal.Instant>
  served_by: string | null
  served_until: Temporal.Instant | null
  free_at: Generated<Temporal.Instant>
  last_message_id: Generated<number>
}

export interface ConversationsRow {
  chat_id: number
  state: ColumnType<unknown, string, string>
  expires_at: Temporal.Instant
}

export interface LinkCodesRow {
  code_hash: Buffer
  user_id: string
  roles: string[]
  expires_at: Temporal.Instant
}

export interface MemoriesRow {
  chat_id: number
  turns: string
  expires_at: Temporal.Instant
}

export interface OutgoingRow {
  id: string
  seq: GeneratedAlways<number>
  chat_id: number
  about: string | null
  payload: string | null
  created_at: Generated<Temporal.Instant>
  due_at: Generated<Temporal.Instant>
  begun_at: Temporal.Instant | null
  begun_after: number | null
  ended_at: Temporal.Instant | null
  message_id: number | null
  error: string | null
  attempts: Generated<number>
}

export interface PausesRow {
  kind: string
  name: string
}

export interface ProposalsRow {
  id: string
  chat_id: number
  act: string
  expires_at: Temporal.Instant
}

export interface SheetsRow {
  correlation_id: string
  chat_id: number
  sent_at: Generated<Temporal.Instant>
  day_id: string | null
  tell_at: Temporal.Instant | null
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

export interface UpdatesRow {
  update_id: number
  chat_id: number
  payload: string | null
  received_at: Generated<Temporal.Instant>
  due_at: Generated<Temporal.Instant>
  handled_at: Temporal.Instant | null
  attempts: Generated<number>
}

export interface Tables {
  asked: AskedRow
  bot: BotRow
  chats: ChatsRow
  conversations: ConversationsRow
  link_codes: LinkCodesRow
  memories: MemoriesRow
  outgoing: OutgoingRow
  pauses: PausesRow
  proposals: ProposalsRow
  sheets: SheetsRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  updates: UpdatesRow
}
