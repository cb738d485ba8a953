create table reminders (
  id uuid primary key,
  user_id uuid not null,
  text text not null,
  zone text not null,
  starts_at timestamp not null,
  rule text,
  except_dates date[] not null default '{}',
  lead_minutes int not null default 0,
  event_id uuid,
  event_version int,
  urgent boolean not null default false,
  state text not null default 'active' check (state in ('active', 'completed', 'over', 'cancelled')),
  next_at timestamptz,
  snoozed_at timestamptz,
  due_at timestamptz generated always as (least(next_at, snoozed_at)) stored,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (state = 'active' or (next_at is null and snoozed_at is null))
);
create index reminders_due on reminders (due_at) where due_at is not null;
create index reminders_list on reminders (user_id, created_at desc, id desc);
create index reminders_next on reminders (user_id, due_at) where due_at is not null;
create index reminders_event on reminders (event_id) where event_id is not null;
comment on column reminders.text is 'Sealed under the person''s key';
comment on column reminders.starts_at is 'First occurrence on the wall clock of zone; of an event''s reminder, the event''s start';
comment on column reminders.rule is 'RFC 5545 without its prefix, on the wall clock; null for once';
comment on column reminders.except_dates is 'Days in zone on which the series is silent';
comment on column reminders.lead_minutes is 'It rings so long before each occurrence';
comment on column reminders.next_at is 'When the series rings next; null when it never does again';
comment on column reminders.snoozed_at is 'When what has rung last rings again';
comment on column reminders.event_version is 'Of calendar: the version of the event that starts_at comes from';

create table occurrences (
  id uuid primary key,
  reminder_id uuid not null references reminders on delete cascade,
  user_id uuid not null,
  planned_at timestamptz not null,
  rang_at timestamptz not null,
  missed int not null default 0,
  snoozed boolean not null default false,
  late boolean not null
);
create index occurrences_of_reminder on occurrences (reminder_id, rang_at desc, id desc);
create index occurrences_of_user on occurrences (user_id);
create index occurrences_rang_at on occurrences (rang_at);
comment on column occurrences.missed is 'Earlier occurrences that came due while nothing ran, told of with this one';
comment on column occurrences.late is 'It rang more than two minutes after its time';

create table digests (
  user_id uuid primary key,
  enabled boolean not null default true,
  zone text not null,
  evening_at time not null,
  settings_version int not null default 0,
  due_at timestamptz
);
create index digests_due on digests (due_at) where due_at is not null;
comment on table digests is 'Who is told in the evening what they have asked to be reminded of the next day, and when';
