create table plans (
  plan_id uuid primary key,
  day_id uuid not null,
  user_id uuid not null,
  plan_version int not null,
  call timestamptz not null,
  zone text not null,
  location text,
  location_is_stop boolean not null,
  request int not null default 0,
  answered_request int not null default 0,
  weather_from int not null default 0,
  version int not null default 0,
  answered_plan_version int,
  failure text,
  failure_stands boolean,
  answer jsonb,
  wake_up timestamptz,
  paths text,
  failed_attempts int not null default 0,
  calculated_at timestamptz,
  created_at timestamptz not null default pg_catalog.now()
);
create index plans_of_user on plans (user_id, created_at desc, plan_id desc);
comment on table plans is 'The route of each day plan: what schedule asks for, and what was answered last';
comment on column plans.plan_version is 'Of schedule';
comment on column plans.request is 'Grows with every reason to calculate; a calculation answers the request it was started for';
comment on column plans.weather_from is 'Weather that answers an older version of the plan was for another place or time';
comment on column plans.answer is 'As published: times, legs, buffers, extras, warnings, location; null after a failure';
comment on column plans.paths is 'Polylines of the legs, JSON, sealed under the person''s key: they begin at home';

create table cancellations (
  plan_id uuid primary key,
  user_id uuid not null,
  plan_version int not null,
  version int not null,
  request int not null
);
create index cancellations_of_user on cancellations (user_id);
comment on table cancellations is 'Plans that were dropped and where their counters stood: an event that comes late wakes nothing up';

create table weather_extras (
  plan_id uuid primary key,
  user_id uuid not null,
  version int not null,
  plan_version int not null,
  extras jsonb not null
);
create index weather_extras_of_user on weather_extras (user_id);
comment on table weather_extras is 'Copy of what weather adds to each plan; may be there before the plan is';

create table timers (
  plan_id uuid not null references plans on delete cascade,
  kind text not null check (kind in ('evening', 'before-wake-up', 'retry')),
  due_at timestamptz not null,
  story text,
  primary key (plan_id, kind)
);
create index timers_due on timers (due_at);
comment on table timers is 'When a plan is calculated again';
comment on column timers.story is 'Correlation id of what a retry completes';

create table places (
  key bytea primary key,
  found boolean not null,
  provider text,
  address text,
  latitude float8,
  longitude float8,
  zone text,
  confidence text,
  asked_at timestamptz not null,
  expires_at timestamptz,
  check (not found or (provider is not null and address is not null and latitude is not null
    and longitude is not null and zone is not null and confidence in ('exact', 'approximate')))
);
create index places_expiry on places (expires_at) where expires_at is not null;
comment on table places is 'Locations that the map was asked for, by the SHA-256 of the address; never homes';
comment on column places.expires_at is 'As the provider''s terms say; null is for good';

create table personal_places (
  user_id uuid not null,
  place text not null check (place in ('home', 'stop')),
  sealed text not null,
  expires_at timestamptz,
  primary key (user_id, place)
);
create index personal_places_expiry on personal_places (expires_at) where expires_at is not null;
comment on table personal_places is 'Where the places of a user''s settings are, sealed under the person''s key';

create table place_checks (
  user_id uuid primary key,
  settings_version int not null,
  attempts int not null default 0,
  due_at timestamptz not null
);
create index place_checks_due on place_checks (due_at);
comment on table place_checks is 'Users whose places the map has yet to be asked for';
