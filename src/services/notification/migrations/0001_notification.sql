-- Days that a person has planned, as schedule last told of them: what timers and the evening summary go by.
create table days (
  plan_id uuid primary key,
  user_id uuid not null,
  version int not null default 0,
  shooting_date date,
  zone text,
  call_at timestamptz,
  wake_up timestamptz,
  leave_home timestamptz,
  cancelled boolean not null default false,
  cancelled_version int not null default 0,
  told boolean not null default false,
  said_version int,
  said_revision int,
  said_wake_up timestamptz,
  waiting jsonb,
  tell_at timestamptz,
  correlation_id text,
  heard_at timestamptz not null
);
create index days_waiting on days (tell_at) where tell_at is not null;
create index days_of_user on days (user_id, shooting_date);
comment on column days.version is 'Planned version of the plan; older ones that arrive late are dropped';
comment on column days.cancelled_version is 'Version of the plan with which it was called off last; a cancellation counts once';
comment on column days.told is 'Has the person been told of this day? Then a change tells only what changed';
comment on column days.waiting is 'News of a version that may be followed by a better one at once: told at tell_at, or with what follows';
comment on column days.correlation_id is 'The story that the waiting news belongs to';
comment on column days.said_version is 'Planned version as the last message showed it; null when none has been written';
comment on column days.said_revision is 'Revision of the day that the last message showed: the next tells what changed since';
comment on column days.said_wake_up is 'Wake-up in the last message: another one is measured from it';
comment on column days.heard_at is 'Time of the event that the row comes from: orders planned and cancelled';

-- What has to be said, written in the transaction that heard of it. The id comes from the cause: repeats make one.
create table intents (
  id uuid primary key,
  user_id uuid,
  guest_of uuid,
  template text not null,
  facts jsonb not null default '{}',
  created_at timestamptz not null default pg_catalog.now(),
  due_at timestamptz,
  composed_at timestamptz,
  outcome text,
  check (num_nonnulls(user_id, guest_of) = 1)
);
create index intents_due on intents (due_at) where due_at is not null;
comment on column intents.due_at is 'Not to be said before, and not at all if it is over by then; null once it is being said';
create index intents_created_at on intents (created_at);
create index intents_of_user on intents (user_id);
comment on column intents.guest_of is 'The booking of a buyer without an account, who is known by it alone';

-- What the buyer of a booking was told last, so that a change is told as one, once.
create table bookings_told (
  booking_id uuid primary key,
  version int not null,
  starts_at timestamptz not null,
  seats text[] not null,
  told_at timestamptz not null
);
create index bookings_told_at on bookings_told (told_at);
comment on column bookings_told.version is 'Of the booking as it was told; what is not newer is not told';

create table notifications (
  id uuid primary key,
  seq bigint generated always as identity unique,
  user_id uuid,
  guest_of uuid,
  kind text not null,
  priority text not null,
  language text not null,
  content text,
  guest_content text,
  subject text,
  expires_at timestamptz,
  created_at timestamptz not null,
  read_at timestamptz,
  check (num_nonnulls(user_id, guest_of) = 1),
  check (num_nonnulls(user_id, guest_content) = 1 and num_nonnulls(guest_of, content) = 1)
);
create index notifications_newest on notifications (user_id, created_at desc, id desc);
create index notifications_unread on notifications (user_id, created_at desc, id desc) where read_at is null;
create index notifications_stream on notifications (user_id, seq);
create index notifications_created_at on notifications (created_at);
create index notifications_of_guests on notifications (created_at) where guest_of is not null;
comment on column notifications.guest_of is 'The booking of a buyer without an account, instead of a user';
comment on column notifications.content is 'Sealed under the person''s key: title, text, html, short';
comment on column notifications.guest_content is 'The same for a guest, sealed under the service''s key and gone after 30 days';
comment on column notifications.expires_at is 'After that instant it would only confuse, and is not sent any more';

create table deliveries (
  id uuid primary key,
  notification_id uuid not null references notifications on delete cascade,
  user_id uuid,
  channel text not null,
  state text not null check (state in ('queued', 'waiting', 'sent', 'delivered', 'failed', 'skipped')),
  due_at timestamptz not null,
  attempts int not null default 0,
  version int not null default 1,
  sent_at timestamptz,
  provider text,
  provider_id text,
  error text,
  unique (notification_id, channel)
);
create index deliveries_due on deliveries (due_at) where state = 'waiting';
create index deliveries_queued on deliveries (due_at) where state = 'queued';
create index deliveries_user on deliveries (user_id);

-- One row per place a delivery goes to: a phone, a browser, the account's address. `begun` without an end is an
-- unknown outcome.
create table dispatches (
  delivery_id uuid not null references deliveries on delete cascade,
  target_id uuid not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  provider_id text,
  primary key (delivery_id, target_id)
);

create table delivery_log (
  at timestamptz not null default pg_catalog.now(),
  delivery_id uuid not null,
  user_id uuid,
  channel text not null,
  attempt int not null,
  provider text,
  outcome text not null,
  code text
) partition by range (at);
create table delivery_log_default partition of delivery_log default;
create index delivery_log_delivery on delivery_log (delivery_id);
create index delivery_log_user on delivery_log (user_id);
comment on table delivery_log is 'Every attempt, a partition a month, 180 days';

-- What has to be said at a time: getting up, leaving, the summary of the evening before.
create table timers (
  id uuid primary key,
  user_id uuid not null,
  kind text not null check (kind in ('wake-up', 'departure', 'evening')),
  plan_id uuid,
  shooting_date date not null,
  due_at timestamptz not null,
  fired_at timestamptz,
  outcome text
);
create index timers_due on timers (due_at) where fired_at is null;
create index timers_of_user on timers (user_id, shooting_date);
create index timers_of_plan on timers (plan_id);

-- How each service is, as `health` says, and what administrators were told last.
create table service_states (
  service text primary key,
  version int not null,
  status text not null,
  told text not null default 'healthy',
  changes int not null,
  changing_since timestamptz,
  due_at timestamptz,
  alerted_at timestamptz,
  alerted_before timestamptz,
  correlation_id text not null
);
create index service_states_due on service_states (due_at) where due_at is not null;
comment on column service_states.changes is 'Since the state was last found steady';
comment on column service_states.alerted_before is 'The last alert but one: two within ten minutes are enough';

create table targets (
  id uuid primary key,
  user_id uuid not null,
  channel text not null,
  label text not null,
  address text not null,
  address_hash text not null,
  verified boolean not null,
  active boolean not null default true,
  last_error text,
  created_at timestamptz not null,
  unique (user_id, channel, address_hash)
);
create index targets_of_user on targets (user_id, created_at desc, id desc);
comment on column targets.address is 'Sealed under the person''s key: a number, a subscription with its keys, an address';
comment on column targets.address_hash is 'Keyed hash: finds the same address again, tells nothing without the key';

create table phone_codes (
  id uuid primary key,
  target_id uuid not null,
  user_id uuid not null,
  address_hash text not null,
  code_hash text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0
);
comment on table phone_codes is 'Outlives its target for an hour, so that removing a phone does not renew the limit of codes';
create index phone_codes_target on phone_codes (target_id, sent_at desc);
create index phone_codes_user on phone_codes (user_id, sent_at);
create index phone_codes_address on phone_codes (address_hash, sent_at);

-- Keys of the service itself, made once: the VAPID pair, the key of the address hashes.
create table own_keys (
  name text primary key,
  public text not null,
  secret text not null
);
