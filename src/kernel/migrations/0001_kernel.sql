-- What every service's schema gets before its own migrations. Runs with search_path set to that schema.

create function now() returns timestamptz language sql stable as $$ select pg_catalog.now() $$;
comment on function now() is 'Database time of this service: pg_catalog.now() in production, movable in sandbox and tests';

create table time_shift (singleton boolean primary key default true check (singleton), "offset" interval not null default '0');
insert into time_shift default values;

create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  type text not null,
  event jsonb not null
);
comment on table outbox is 'Events committed with the change they tell of, waiting for the relay';

create table inbox (
  event_id uuid primary key,
  received_at timestamptz not null default pg_catalog.now()
);
create index inbox_received_at on inbox (received_at);
comment on table inbox is 'Events whose effect is committed here: what makes redelivery harmless';

create table event_log (
  id uuid not null,
  type text not null,
  event jsonb not null,
  relayed_at timestamptz not null default pg_catalog.now(),
  primary key (relayed_at, id)
) partition by range (relayed_at);
create table event_log_default partition of event_log default;
comment on table event_log is 'What has been relayed, a partition a month, for replay; 90 days';

create table idempotency (
  caller text not null,
  route text not null,
  key text not null,
  input_hash bytea not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default pg_catalog.now(),
  primary key (caller, route, key)
);
create index idempotency_created_at on idempotency (created_at);

create table revoked_sessions (
  session_id text primary key,
  user_id uuid not null,
  until timestamptz not null
);
create table user_roles (
  user_id uuid primary key,
  roles text[] not null,
  version int not null
);
create table role_permissions (
  role text primary key,
  permissions text[] not null,
  version int not null
);

create table personal_keys (
  person_id uuid primary key,
  wrapped text not null,
  created_at timestamptz not null default pg_catalog.now()
);
comment on table personal_keys is 'One data key per person, wrapped by the master key: deleting the row deletes what it sealed';

create table limits (
  key text primary key check (length(key) between 1 and 200),
  turns timestamptz[] not null default '{}',
  wait_ms integer not null default 0,
  day date,
  calls integer not null default 0
);
