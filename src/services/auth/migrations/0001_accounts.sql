-- Users, sessions, accounts, verifications and two_factors are as better-auth 1.7.5 generates them for the options in
-- better-auth-layout.ts, formatted, with our own columns added (they all have defaults, so better-auth need not know
-- them). docs/decisions/0004-accounts.md says why.

create table users (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  two_factor_enabled boolean,
  roles text[] not null default '{crew_member}' check (cardinality(roles) > 0),
  version int not null default 1
);
comment on column users.roles is 'Ours; the permissions of a role are in the kernel''s table role_permissions';
comment on column users.version is 'Ours; grows by one with each event about the user';
create index users_by_age on users (created_at desc, id desc);
create index users_admins on users (id) where 'admin' = any (roles);

create table sessions (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null unique default pg_catalog.gen_random_uuid()::text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references users (id) on delete cascade
);
comment on column sessions.token is 'better-auth''s cookie token; ours travels as refresh_tokens and this one is given to nobody';
create index sessions_user_id_idx on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

create table accounts (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null
);
comment on column accounts.password is 'Argon2id in the PHC string format, for the provider `credential`';
create index accounts_user_id_idx on accounts (user_id);
create unique index accounts_identity on accounts (provider_id, account_id);

create table verifications (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create index verifications_identifier_idx on verifications (identifier);

create table two_factors (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  secret text not null,
  backup_codes text not null,
  user_id uuid not null references users (id) on delete cascade,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz
);
create index two_factors_secret_idx on two_factors (secret);
create index two_factors_user_id_idx on two_factors (user_id);

-- What follows is ours alone.

create table refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  used_at timestamptz,
  successor text
);
create index refresh_tokens_session_id on refresh_tokens (session_id);
create index refresh_tokens_successors on refresh_tokens (used_at) where successor is not null;
comment on table refresh_tokens is 'SHA-256 of every refresh token of the living sessions: a used one that comes back has been copied';
comment on column refresh_tokens.successor is 'The next token, sealed, for the seconds in which a lost answer may be asked for again';

create table sign_in_attempts (
  id uuid primary key,
  account bytea not null,
  address text not null,
  at timestamptz not null
);
create index sign_in_attempts_of on sign_in_attempts (account, address, at);
create index sign_in_attempts_at on sign_in_attempts (at);
comment on column sign_in_attempts.account is 'SHA-256 of the e-mail address, known here or not';

create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_jwk text not null,
  created_at timestamptz not null,
  signs_from timestamptz not null
);
comment on column signing_keys.private_jwk is 'Sealed under the master key';
