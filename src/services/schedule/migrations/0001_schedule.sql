-- Productions, shooting days, the plan of each member and the process manager's waiting rows.

create table productions (
  id uuid primary key,
  owner_id uuid not null,
  title text not null,
  title_key text not null,
  time_zone text not null,
  senders text not null,
  version int not null default 1,
  created_at timestamptz not null default pg_catalog.now(),
  unique (owner_id, title_key)
);
comment on column productions.title_key is 'The title as titles are compared: no case, accents or punctuation';
comment on column productions.senders is 'JSON list of addresses and domains, sealed under the master key: they are the production''s, not one person''s';

create table members (
  production_id uuid not null references productions on delete cascade,
  user_id uuid not null,
  standing text not null check (standing in ('owner', 'manager', 'member')),
  role text,
  department text,
  name_as_printed text,
  created_at timestamptz not null default pg_catalog.now(),
  primary key (production_id, user_id)
);
create index members_user on members (user_id, production_id);
comment on column members.name_as_printed is 'Sealed under the member''s key';

create table days (
  id uuid primary key,
  production_id uuid not null references productions on delete cascade,
  date date not null,
  unique (production_id, date)
);

create table plans (
  id uuid primary key,
  day_id uuid not null references days on delete cascade,
  production_id uuid not null references productions on delete cascade,
  user_id uuid not null,
  date date not null,
  state text not null check (state in ('pending', 'confirmed', 'completed', 'cancelled')),
  dropped boolean not null default false,
  cancelled_at timestamptz,
  version int not null,
  asked_version int not null,
  anchor_version int not null,
  revision int not null,
  last_revision int not null,
  zone text not null,
  found_zone text,
  call timestamptz not null,
  call_is_personal boolean not null,
  wrap timestamptz,
  ends_at timestamptz not null,
  exterior boolean not null,
  location_is_stop boolean not null,
  location text not null,
  fields text not null,
  notes text,
  pending_changes jsonb not null default '[]',
  due_at timestamptz,
  correlation_id text not null,
  planned_version int not null default 0,
  planned_hash text,
  planned_settled boolean not null default false,
  wake_up timestamptz,
  leave_home timestamptz,
  missing text[] not null default '{route,weather}',
  unique (day_id, user_id)
);
create index plans_user on plans (user_id, date, id);
create index plans_production on plans (production_id, date);
create index plans_due on plans (due_at) where due_at is not null;
create index plans_ending on plans (ends_at) where state in ('pending', 'confirmed');
comment on column plans.dropped is 'The user dropped the day: later revisions are kept and do not bring it back';
comment on column plans.asked_version is 'The version last told to route and weather: the one they answer';
comment on column plans.anchor_version is 'Since this version call, place and zone are what they are: older answers do not fit';
comment on column plans.revision is 'The revision that stands';
comment on column plans.found_zone is 'Time zone in which the map found the location; the production''s counts until then';
comment on column plans.location is 'Name and address as JSON, sealed under the user''s key';
comment on column plans.fields is 'What the plan goes by, edits included, as JSON sealed under the user''s key';
comment on column plans.pending_changes is 'What changed since the last planned version, without what names people';
comment on column plans.correlation_id is 'The story of the last change: what the sweep decides belongs to it too';
comment on column plans.planned_settled is 'The planned version told that nothing better is on its way';
comment on column plans.due_at is 'Until then the plan waits for route and weather; null when it waits for nothing';

create table revisions (
  plan_id uuid not null references plans on delete cascade,
  number int not null,
  cause text not null check (cause in
    ('sheet', 'revision', 'correction', 'edit', 'settings', 'unchanged', 'superseded', 'cancelled')),
  document_id uuid,
  document_version int,
  email_id uuid,
  printed_number int,
  issued_at timestamptz,
  received_at timestamptz not null,
  heard_at timestamptz not null,
  says text,
  changes text not null,
  at timestamptz not null,
  primary key (plan_id, number),
  unique (plan_id, document_id, document_version)
);
create index revisions_document on revisions (document_id);
comment on column revisions.says is 'The call sheet, or the day as made by hand, as JSON sealed under the user''s key; null for edits';

create table foretold (
  plan_id uuid primary key,
  day_id uuid not null,
  production_id uuid not null references productions on delete cascade,
  user_id uuid not null,
  date date not null,
  state text not null check (state in ('tentative', 'cancelled')),
  dropped boolean not null default false,
  document_id uuid not null,
  document_version int not null,
  email_id uuid not null,
  printed_number int,
  issued_at timestamptz,
  received_at timestamptz not null,
  heard_at timestamptz not null,
  place text not null
);
create index foretold_user on foretold (user_id, date, plan_id);
create index foretold_production on foretold (production_id, user_id, date);
create index foretold_document on foretold (document_id);
comment on table foretold is 'Days known before their call sheet: tentative by a schedule, or called off. Gone once there is a plan';
comment on column foretold.plan_id is 'The id that the plan will have';
comment on column foretold.place is 'Name and address as JSON, sealed under the user''s key';

create table edits (
  plan_id uuid not null references plans on delete cascade,
  field text not null check (field in ('call', 'wrap', 'location', 'deleted')),
  printed text not null,
  edited text not null,
  edited_at timestamptz not null,
  offered boolean not null default false,
  conflict boolean not null default false,
  primary key (plan_id, field)
);
comment on column edits.printed is 'What the sheet said when the user changed it, JSON, sealed';
comment on column edits.offered is 'A change made in the calendar: not in force until the user takes it';

create table answers (
  plan_id uuid not null references plans on delete cascade,
  kind text not null check (kind in ('route', 'weather')),
  version int not null,
  plan_version int not null,
  content jsonb,
  content_version int,
  content_at timestamptz,
  failure jsonb,
  worth_telling boolean not null default false,
  primary key (plan_id, kind)
);
comment on table answers is 'What route and weather said last, and the last that was good';

create table calendar_conflicts (
  plan_id uuid not null references plans on delete cascade,
  event_id uuid not null,
  version int not null,
  conflicts jsonb not null,
  primary key (plan_id, event_id)
);

create table planned (
  plan_id uuid not null references plans on delete cascade,
  version int not null,
  at timestamptz not null,
  tell text not null,
  content jsonb not null,
  primary key (plan_id, version)
);
comment on table planned is 'Every planned version as it was told, in order';

create table documents (
  document_id uuid primary key,
  user_id uuid not null,
  heard_at timestamptz not null
);
create index documents_user on documents (user_id);
comment on table documents is 'When a document was first heard of: the order of sheets that came in the same second';
