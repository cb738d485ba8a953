create table calendars (
  id uuid primary key,
  user_id uuid not null,
  kind text not null check (kind in ('google', 'feed')),
  state text not null default 'connected' check (state in ('connected', 'reconnect', 'unlinking')),
  account bytea,
  name text,
  refresh_token text,
  access_token text,
  access_until timestamptz,
  feed_hash bytea,
  sync_token text,
  sync_due_at timestamptz,
  last_synced_at timestamptz,
  last_error text,
  channel_id uuid,
  channel_resource text,
  channel_secret_hash bytea,
  channel_until timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create unique index calendars_account on calendars (user_id, account) where kind = 'google';
create unique index calendars_one_feed on calendars (user_id) where kind = 'feed';
create unique index calendars_feed_hash on calendars (feed_hash) where kind = 'feed';
create unique index calendars_channel on calendars (channel_id) where channel_id is not null;
create index calendars_list on calendars (user_id, created_at, id);
create index calendars_sync_due on calendars (sync_due_at) where sync_due_at is not null;
comment on table calendars is 'Linked Google calendars and the feed; tokens and the account''s name are sealed, the feed''s secret is kept as a hash only';
comment on column calendars.account is 'SHA-256 of user and Google account: linking the same account again renews the link';

create table link_states (
  state_hash bytea primary key,
  user_id uuid not null,
  expires_at timestamptz not null
);
create index link_states_expires_at on link_states (expires_at);
comment on table link_states is 'Journeys to Google''s consent page that are under way';

create table plans (
  plan_id uuid primary key,
  user_id uuid not null,
  day_id uuid not null,
  heard_planned int not null default 0,
  heard_cancelled int not null default 0,
  wanted int not null default 0,
  written int not null default 0,
  planned_version int not null default 0,
  ends_at timestamptz,
  cancelled boolean not null default false
);
create index plans_user on plans (user_id, ends_at);
comment on column plans.wanted is 'Grows with every reason to write the plan again; written follows it';
comment on column plans.planned_version is 'Of schedule: the version that stands in events. An older one never replaces it';

create table events (
  id uuid primary key,
  user_id uuid not null,
  calendar_id uuid references calendars (id) on delete cascade,
  plan_id uuid,
  role text not null check (role in ('day', 'wake-up', 'other')),
  content text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  time_zone text not null,
  reminders jsonb not null default '[]',
  visibility text not null default 'private' check (visibility in ('private', 'default', 'public')),
  recurrence text,
  busy boolean not null default true,
  cancelled boolean not null default false,
  external_id text,
  external_tag text,
  series_id text,
  original_start timestamptz,
  version int not null default 1,
  updated_at timestamptz not null default now()
);
create unique index events_external on events (calendar_id, external_id) where calendar_id is not null;
create index events_single on events (user_id, starts_at, id) where recurrence is null;
create index events_series on events (user_id) where recurrence is not null;
create index events_exceptions on events (calendar_id, series_id) where series_id is not null;
create index events_plan on events (plan_id) where plan_id is not null;
comment on table events is 'Our own calendar (calendar_id null) and what was read in linked ones; content (title, description, location, notes) is sealed';
comment on column events.recurrence is 'RRULE, EXDATE and RDATE lines of RFC 5545';
comment on column events.original_start is 'Of an exception: the occurrence of series_id that it replaces';

create table plan_copies (
  calendar_id uuid not null references calendars (id) on delete cascade,
  plan_id uuid not null,
  wanted int not null default 1,
  written int not null default 0,
  due_at timestamptz not null,
  lease_key text,
  lease_until timestamptz,
  primary key (calendar_id, plan_id)
);
create index plan_copies_due on plan_copies (due_at) where written < wanted;
comment on table plan_copies is 'What a linked calendar should hold of a plan, or of an event of the user''s own; the lease keeps two jobs from writing one at once';
comment on column plan_copies.plan_id is 'A plan, or the id of an event of the user''s own, which stands for itself';

create table event_copies (
  calendar_id uuid not null references calendars (id) on delete cascade,
  event_id uuid not null,
  plan_id uuid not null,
  role text not null check (role in ('day', 'wake-up', 'other')),
  external_id text not null,
  tag text,
  state text not null check (state in ('standing', 'removed', 'dropped')),
  written_version int not null default 0,
  starts_at timestamptz not null,
  primary key (calendar_id, event_id)
);
create unique index event_copies_external on event_copies (calendar_id, external_id);
create index event_copies_plan on event_copies (calendar_id, plan_id);
comment on column event_copies.state is 'standing; removed by us; dropped: the user deleted it in their calendar';
comment on column event_copies.tag is 'ETag of the state that we wrote or have looked at';
