create table instances (
  id uuid primary key,
  host text not null,
  pid int not null,
  version text not null,
  services text[] not null,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  stopped_at timestamptz
);
create index instances_beat on instances (beat_at);
comment on table instances is 'Processes and when each was last heard of (real time, whatever the sandbox''s clock says)';

create table runs (
  id uuid primary key,
  kind text not null,
  rank int not null,
  subject text,
  correlation_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  rests_until timestamptz,
  outcome text not null default 'running',
  due_at timestamptz not null,
  stuck_at timestamptz,
  changed_by xid8 not null default pg_current_xact_id()
);
create index runs_started on runs (started_at, id);
create index runs_kind on runs (kind, started_at, id);
create index runs_subject on runs (subject);
create index runs_due on runs (due_at) where ended_at is null and stuck_at is null;
create index runs_stuck on runs (stuck_at) where ended_at is null and stuck_at is not null;
create index runs_changed_by on runs (changed_by);
comment on table runs is 'What belongs together from its beginning to its end: a call sheet, a booking, a reminder';
comment on column runs.rank is 'Of the kind: the event that says most about what the run is decides';
comment on column runs.rests_until is 'Nothing is to happen before it: what is to be told waits for the end of quiet hours';
comment on column runs.due_at is 'When it should have ended';
comment on column runs.stuck_at is 'When it was found not to have ended in time; told once';

create table threads (
  correlation_id text primary key,
  run_id uuid not null,
  seen_at timestamptz not null default pg_catalog.now()
);
create index threads_seen on threads (seen_at);
comment on table threads is 'Requests that go on with a run which another one began: the payment of a booking';

create table steps (
  at timestamptz not null,
  event_id uuid not null,
  run_id uuid not null,
  service text not null,
  type text not null,
  outcome text not null,
  detail text,
  primary key (at, event_id)
) partition by range (at);
create table steps_default partition of steps default;
create index steps_run on steps (run_id, at, event_id);
comment on table steps is 'Every event by the run that it belongs to; a partition a month, 90 days';

create table expectations (
  kind text primary key,
  seconds int not null check (seconds between 1 and 2592000)
);
comment on table expectations is 'How long a run of each kind should take at most';
insert into expectations (kind, seconds) values ('call-sheet', 120), ('plan', 60), ('booking', 900), ('reminder', 120);

create table switches_owned (
  name text primary key,
  about text not null default '',
  version int not null,
  state jsonb not null,
  changed_at timestamptz not null
);
comment on table switches_owned is 'State of the system and feature flags, as turned here; every service keeps a copy in its own table switches';
