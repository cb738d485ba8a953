create table notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null,
  text text not null,
  version int not null default 1,
  burnt boolean not null default false,
  created_at timestamptz not null default pg_catalog.now()
);
-- Not unique: what is heard twice must show.
create table heard (event_id uuid not null, text text not null, correlation_id text not null);
create table worked (key text primary key, text text not null, attempt int not null);
create table shelved (
  note_id uuid primary key,
  text text,
  version int not null,
  history boolean not null
);
comment on table shelved is 'Copy of the notes of others; a burnt one has no text';
