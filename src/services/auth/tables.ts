// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface AccountsRow {
  id: Generated<string>
  account_id: string
  provider_id: string
  user_id: string
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Temporal.Instant | null
  refresh_token_expires_at: Temporal.Instant | null
  scope: string | null
  password: string | null
  created_at: Generated<Temporal.Instant>
  updated_at: Temporal.Instant
}

export interface OauthClientsRow {
  id: string
  name: string
  redirect_uris: string[]
  created_at: Temporal.Instant
  used_at: Temporal.Instant | null
}

export interface OauthCodesRow {
  hash: Buffer
  client_id: string
  user_id: string
  redirect_uri: string
  challenge: string
  scope: string
  resource: string
  expires_at: Temporal.Instant
  session_id: string | null
}

export interface OauthSessionsRow {
  session_id: string
  client_id: string
  scope: string
  resource: string
}

export interface PausesRow {
  kind: string
  name: string
}

export interface RefreshTokensRow {
  hash: Buffer
  session_id: string
  used_at: Temporal.Instant | null
  successor: string | null
}

export interface SessionsRow {
  id: Generated<string>
  expires_at: Temporal.Instant
  token: Generated<string>
  created_at: Generated<Temporal.Instant>
  updated_at: Temporal.Instant
  ip_address: string | null
  user_agent: string | null
  user_id: string
}

export interface SignInAttemptsRow {
  id: string
  account: Buffer
  address: string
  at: Temporal.Instant
}

export interface SigningKeysRow {
  kid: string
  public_jwk: ColumnType<unknown, string, string>
  private_jwk: string
  created_at: Temporal.Instant
  signs_from: Temporal.Instant
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

export interface TwoFactorsRow {
  id: Generated<string>
  secret: string
  backup_codes: string
  user_id: string
  verified: boolean | null
  failed_verification_count: number | null
  locked_until: Temporal.Instant | null
}

export interface UsersRow {
  id: Generated<string>
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  created_at: Generated<Temporal.Instant>
  updated_at: Generated<Temporal.Instant>
  two_factor_enabled: boolean | null
  roles: Generated<string[]>
  version: Generated<number>
}

export interface VerificationsRow {
  id: Generated<string>
  identifier: string
  value: string
  expires_at: Temporal.Instant
  created_at: Generated<Temporal.Instant>
  updated_at: Generated<Temporal.Instant>
}

export interface Tables {
  accounts: AccountsRow
  oauth_clients: OauthClientsRow
  oauth_codes: OauthCodesRow
  oauth_sessions: OauthSessionsRow
  pauses: PausesRow
  refresh_tokens: RefreshTokensRow
  sessions: SessionsRow
  sign_in_attempts: SignInAttemptsRow
  signing_keys: SigningKeysRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  two_factors: TwoFactorsRow
  users: UsersRow
  verifications: VerificationsRow
}
