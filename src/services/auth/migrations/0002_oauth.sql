-- Other programs that act for our users at /mcp: they register themselves, a user agrees, and a session is theirs.

create table oauth_clients (
  id uuid primary key,
  name text not null,
  redirect_uris text[] not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index oauth_clients_unused on oauth_clients (created_at) where used_at is null;
comment on table oauth_clients is 'Programs that registered themselves (RFC 7591); public clients, none has a secret';

create table oauth_codes (
  hash bytea primary key,
  client_id uuid not null references oauth_clients (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  redirect_uri text not null,
  challenge text not null,
  scope text not null,
  resource text not null,
  expires_at timestamptz not null,
  session_id uuid
);
create index oauth_codes_expires_at on oauth_codes (expires_at);
comment on column oauth_codes.hash is 'SHA-256 of the code';
comment on column oauth_codes.challenge is 'SHA-256 of what the client will show (PKCE, S256)';
comment on column oauth_codes.session_id is 'What was made of it; a code that comes again ends that session';

create table oauth_sessions (
  session_id uuid primary key references sessions (id) on delete cascade,
  client_id uuid not null references oauth_clients (id) on delete cascade,
  scope text not null,
  resource text not null
);
create index oauth_sessions_client on oauth_sessions (client_id);
comment on table oauth_sessions is 'Sessions of other programs: their refresh tokens make tokens for that resource and nothing else';
