create table measures (
  day date not null,
  metric text not null,
  label text not null,
  bucket smallint not null,
  count bigint not null,
  sum double precision not null,
  primary key (day, metric, label, bucket)
);
comment on table measures is 'What happened on a day (UTC): counts and durations. Bucket 0 holds what has no duration; see histogram.ts';
comment on column measures.sum is 'Of the durations in this bucket, milliseconds';

create table stories (
  correlation_id text primary key,
  received_at timestamptz,
  planned_at timestamptz,
  notified_at timestamptz,
  plan_counted boolean not null default false,
  delivery_counted boolean not null default false,
  seen_at timestamptz not null default pg_catalog.now()
);
create index stories_seen_at on stories (seen_at);
comment on table stories is 'When an e-mail was received, first planned and first told of, until both ends of a duration are known; 30 days';

-- The box office, from its events. What is counted lies here as what it is (a booking, a movement of money), each once
-- under its own id, so that repeats and disorder change nothing.
create table box_bookings (
  booking_id uuid primary key,
  version int not null,
  state text not null,
  showtime_id uuid not null,
  movie_id uuid not null,
  seats int not null,
  starts_at timestamptz not null,
  created_at timestamptz not null,
  confirmed_at timestamptz
);
create index box_bookings_created_at on box_bookings (created_at);
create index box_bookings_showtime on box_bookings (showtime_id) where state in ('confirmed', 'admitted');
create index box_bookings_active on box_bookings (starts_at) where state in ('held', 'confirmed');
comment on column box_bookings.seats is 'Live ones';
comment on column box_bookings.created_at is 'Time of the earliest event of the booking';

create table box_money (
  id uuid primary key,
  kind text not null check (kind in ('captured', 'refunded', 'failed')),
  version int not null,
  at timestamptz not null,
  currency text not null,
  amount bigint not null
);
create index box_money_at on box_money (at);
comment on column box_money.id is 'Of the payment, of the refund; of a try that failed, derived from payment and version';
comment on column box_money.version is 'Of the payment, when this was said';
comment on column box_money.amount is 'Minor units; 0 for a refund that the gateway did not make, or that came back';

create table box_showtimes (
  showtime_id uuid primary key,
  version int not null,
  state text not null,
  movie_id uuid not null,
  theater_id uuid not null,
  layout_id uuid not null,
  starts_at timestamptz not null
);
create index box_showtimes_starts_at on box_showtimes (starts_at, showtime_id);
create table box_layouts (layout_id uuid primary key, capacity int not null);
create table box_names (id uuid primary key, version int not null, name text not null);
comment on table box_names is 'Titles of movies and names of theaters';
