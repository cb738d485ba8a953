create table notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null,
  text text not null,
  created_at timestamptz not null default pg_catalog.now()
);
-- Not unique: what is heard twice must show.
create table heard (event_id uuid not null, text text not null, correlation_id text not null);
create table worked (key text primary key, text text not null, attempt int not null);
