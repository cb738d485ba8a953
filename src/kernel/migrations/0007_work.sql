-- What an administrator has switched, everywhere; and how this service's own timers and queues are to be run.

create table switches (
  name text primary key,
  version int not null,
  state jsonb,
  changed_by xid8 not null default pg_current_xact_id()
);
create index switches_changed_by on switches (changed_by);
comment on table switches is 'Copy of what control owns: the state of the system and the feature flags';
comment on column switches.state is 'Null for a flag that is not there any more';

create table pauses (
  kind text not null check (kind in ('timer', 'queue')),
  name text not null,
  primary key (kind, name)
);
comment on table pauses is 'Timers that do not run and queues from which nothing is taken until somebody says so';

create table timer_runs (
  name text primary key,
  wanted_at timestamptz,
  started_at timestamptz,
  took_ms double precision,
  outcome text check (outcome in ('ok', 'failed'))
);
comment on table timer_runs is 'Last run of each timer; written every few seconds, so a killed process forgets the latest';
comment on column timer_runs.wanted_at is 'Somebody wants it run now; whoever leads takes this away and runs it';
