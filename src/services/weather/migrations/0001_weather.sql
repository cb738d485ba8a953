create table days (
  plan_id uuid primary key,
  day_id uuid not null,
  user_id uuid not null,
  plan_version int not null,
  call timestamptz not null,
  wrap timestamptz,
  zone text not null,
  location text,
  location_is_stop boolean not null,
  exterior boolean not null,
  request int not null default 0,
  answered_request int not null default 0,
  version int not null default 0,
  answered_plan_version int,
  failure text,
  failed_attempts int not null default 0,
  kind text check (kind in ('forecast', 'usual')),
  provider text,
  fetched_at timestamptz,
  forecast jsonb,
  told jsonb
);
create index days_of_user on days (user_id);
comment on table days is 'The weather of each day plan: what schedule asks for, and what was found last';
comment on column days.plan_version is 'Of schedule';
comment on column days.request is 'Grows with every reason to ask; an answer is for the request it was started for';
comment on column days.forecast is 'Hours, alerts and what follows from them, as the contract has it';
comment on column days.told is 'Hours and alerts as published last: a change is measured from there, so that a slow drift is told too';

create table cancellations (
  plan_id uuid primary key,
  user_id uuid not null,
  plan_version int not null,
  version int not null,
  request int not null
);
create index cancellations_of_user on cancellations (user_id);
comment on table cancellations is 'Days that were dropped and where their counters stood: an event that comes late wakes nothing up';

create table timers (
  plan_id uuid not null references days on delete cascade,
  kind text not null check (kind in ('horizon', 'day-before', 'half-day-before', 'hours-before', 'retry')),
  due_at timestamptz not null,
  story text,
  primary key (plan_id, kind)
);
create index timers_due on timers (due_at);
comment on table timers is 'When the weather of a day is asked for again';
comment on column timers.story is 'Correlation id of what a retry completes';
