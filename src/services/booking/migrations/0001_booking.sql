-- Copies of what there is to sell. They come by events, in any order, so none refers to another.

create table movies (
  movie_id uuid primary key,
  version int not null,
  title text not null,
  runtime_minutes int not null check (runtime_minutes > 0),
  withdrawn boolean not null
);
create table theaters (
  theater_id uuid primary key,
  version int not null,
  name text not null,
  city text not null,
  address text not null,
  time_zone text not null
);
create table screens (
  screen_id uuid primary key,
  version int not null,
  theater_id uuid not null,
  name text not null
);
create table layouts (
  layout_id uuid primary key,
  screen_id uuid not null,
  capacity int not null check (capacity >= 0)
);
create table layout_seats (
  layout_id uuid not null references layouts on delete cascade,
  seat_id text collate "C" not null,
  type text not null check (type in ('standard', 'vip', 'wheelchair', 'companion')),
  "row" text collate "C" not null,
  number int not null,
  x int not null,
  y int not null,
  block int not null,
  left_id text collate "C",
  right_id text collate "C",
  primary key (layout_id, seat_id)
);
comment on table layout_seats is 'Seats of the plans, which never change; left_id and right_id are neighbours without an aisle between';

create table showtimes (
  showtime_id uuid primary key,
  version int not null,
  state text not null check (state in ('scheduled', 'cancelled')),
  movie_id uuid not null,
  screen_id uuid not null,
  theater_id uuid not null,
  layout_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  on_sale_at timestamptz not null,
  sale_ends_at timestamptz not null,
  per_buyer_limit int check (per_buyer_limit > 0),
  refuse_orphans boolean not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  vat_percent numeric(4, 2) not null check (vat_percent between 0 and 50)
);
create table showtime_prices (
  showtime_id uuid not null references showtimes on delete cascade,
  category text collate "C" not null check (category in ('normal', 'reduced', 'student', 'senior', 'child')),
  seat_type text collate "C" not null check (seat_type in ('standard', 'vip', 'wheelchair', 'companion')),
  amount int not null check (amount >= 0),
  primary key (showtime_id, category, seat_type)
);
comment on column showtime_prices.amount is 'Minor units of the currency of the showtime, VAT included';

create table showtime_changes (
  showtime_id uuid primary key,
  version int not null,
  kind text not null check (kind in ('cancelled', 'moved')),
  heard_at timestamptz not null default pg_catalog.now()
);
comment on table showtime_changes is 'Showtimes that were cancelled or moved and whose bookings have yet to be told; kept a while, because a hold that began before may commit after';

-- Who has which seat. No foreign keys on what a hold writes: a check of a parent row would lock it, and a showtime
-- that everybody wants would become a queue. test/faults/box-office-witness.ts looks that all of it fits together.

create table taken_seats (
  showtime_id uuid not null,
  seat_id text collate "C" not null,
  booking_id uuid,
  state text collate "C" not null check (state in ('free', 'held', 'sold', 'blocked')),
  held_until timestamptz,
  changed xid8 not null default pg_current_xact_id(),
  primary key (showtime_id, seat_id),
  check ((state in ('held', 'sold')) = (booking_id is not null)),
  check ((state = 'held') = (held_until is not null))
) with (fillfactor = 70);
comment on table taken_seats is 'The primary key is the lock: one seat of one showtime is one row. No row, free, or held until a time that has passed: anybody may take it. See docs/seat-lock.md';
comment on column taken_seats.changed is 'The transaction that wrote the row: what the live seat map goes by. Every update sets it';

create table bookings (
  booking_id uuid primary key,
  version int not null default 1,
  reference text collate "C" not null unique,
  state text collate "C" not null check (state in ('held', 'confirmed', 'cancelled', 'expired', 'admitted')),
  showtime_id uuid not null,
  showtime_version int not null,
  movie_id uuid not null,
  theater_id uuid not null,
  user_id uuid,
  buyer text collate "C",
  guest_token_hash text collate "C",
  guest text,
  language text collate "C" not null check (language in ('pl', 'en')),
  total int not null check (total >= 0),
  currency text collate "C" not null,
  voucher_id uuid,
  voucher_ending text,
  credited int not null default 0 check (credited >= 0),
  captured int not null default 0 check (captured >= 0),
  payment_id uuid,
  payment_accepted boolean,
  refused_payments uuid[] not null default '{}',
  moved boolean not null default false,
  held_until timestamptz not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  cancel_reason text check (cancel_reason in
    ('released', 'buyer', 'box-office', 'showtime-cancelled', 'seat-blocked', 'account-erased')),
  correlation_id text not null,
  check (user_id is null or (guest_token_hash is null and guest is null)),
  check (case state when 'cancelled' then cancel_reason is not null
    when 'admitted' then coalesce(cancel_reason, 'showtime-cancelled') = 'showtime-cancelled' else cancel_reason is null end),
  check ((payment_id is null) = (payment_accepted is null)),
  check (state not in ('confirmed', 'admitted') or confirmed_at is not null),
  check (credited <= captured)
) with (fillfactor = 80);
create index bookings_of_user on bookings (user_id, created_at desc, booking_id desc) where user_id is not null;
create index bookings_of_showtime on bookings (showtime_id, buyer);
create index bookings_held on bookings (held_until) where state = 'held';
create index bookings_with_guest on bookings (created_at) where guest is not null;
comment on column bookings.showtime_version is 'Of the showtime as the buyer knows it: a moved one is told of once';
comment on column bookings.buyer is 'Whom the limit of a showtime counts: the user id, or a keyed hash of the guest''s e-mail; null once wiped';
comment on column bookings.guest is 'JSON {email, name} of a guest, sealed under the service''s key; null once wiped';
comment on column bookings.total is 'Price of the live seats, minor units';
comment on column bookings.credited is 'Turned into vouchers for the buyer so far';
comment on column bookings.captured is 'What payment said it has captured for payment_id';
comment on column bookings.payment_accepted is 'The verdict on payment_id: its money stays, or goes back';
comment on column bookings.refused_payments is 'Payments besides payment_id: all their money goes back';
comment on column bookings.moved is 'The showtime begins at another time than when the seats were taken: the buyer may cancel until it does';
comment on column bookings.correlation_id is 'Of the request that made the hold: what the clock does later continues its story';

create table booking_seats (
  booking_id uuid not null,
  seat_id text collate "C" not null,
  type text collate "C" not null,
  category text collate "C" not null,
  amount int not null check (amount >= 0),
  full_amount int not null,
  state text collate "C" not null default 'live' check (state in ('live', 'cancelled')),
  primary key (booking_id, seat_id),
  check (amount <= full_amount)
);
comment on table booking_seats is 'The seats of a booking at the prices agreed then';
comment on column booking_seats.amount is 'After the voucher';

create table tickets (
  ticket_id uuid primary key,
  version int not null default 1,
  booking_id uuid not null references bookings,
  showtime_id uuid not null,
  seat_id text collate "C" not null,
  category text collate "C" not null,
  state text collate "C" not null default 'valid' check (state in ('valid', 'admitted', 'cancelled')),
  admitted_at timestamptz,
  device text,
  created_at timestamptz not null,
  unique (booking_id, seat_id),
  check ((state = 'admitted') = (admitted_at is not null and device is not null))
);
create index tickets_of_showtime on tickets (showtime_id, seat_id, ticket_id);

create table admission_scans (
  device text not null,
  token_hash bytea not null,
  scanned_at timestamptz not null,
  outcome text not null check (outcome in
    ('admitted', 'already-admitted', 'cancelled', 'other-showtime', 'unknown', 'forged')),
  ticket_id uuid,
  answer jsonb not null,
  recorded_at timestamptz not null,
  primary key (device, token_hash, scanned_at)
);
create index admission_scans_recorded on admission_scans (recorded_at);
comment on table admission_scans is 'What each scan found: a device that sends its scans again hears the same again';
comment on column admission_scans.token_hash is 'SHA-256 of what was scanned';

create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_jwk text not null,
  created_at timestamptz not null,
  signs_from timestamptz not null
);
comment on table signing_keys is 'Ed25519 keys of the ticket tokens; the private halves sealed under the master key';

create table service_secrets (
  name text primary key,
  sealed text not null,
  created_at timestamptz not null default pg_catalog.now()
);
comment on table service_secrets is 'Random 256-bit keys that all replicas share (guest tokens, hashes of guests'' addresses), sealed under the master key';

create table vouchers (
  voucher_id uuid primary key,
  code_hash bytea not null unique,
  code_ending text not null,
  kind text not null check (kind in ('percent', 'amount', 'free-seat')),
  percent int check (percent between 1 and 100),
  amount int check (amount > 0),
  free_seats int check (free_seats between 1 and 10),
  currency text,
  uses_left int check (uses_left >= 0),
  amount_left int check (amount_left between 0 and amount),
  expires_at timestamptz,
  withdrawn_at timestamptz,
  refund_of uuid,
  created_at timestamptz not null,
  check ((kind = 'percent') = (percent is not null)),
  check ((kind = 'amount') = (amount is not null and amount_left is not null and currency is not null)),
  check ((kind = 'free-seat') = (free_seats is not null))
);
create index vouchers_by_age on vouchers (created_at desc, voucher_id desc);
comment on column vouchers.uses_left is 'Null: as often as its amount lasts';
comment on column vouchers.code_hash is 'SHA-256 of the code, which is told once';
comment on column vouchers.refund_of is 'The booking whose money this voucher is';

create table voucher_uses (
  voucher_id uuid not null references vouchers,
  booking_id uuid not null,
  amount int not null check (amount >= 0),
  used_at timestamptz not null,
  given_back_at timestamptz,
  primary key (voucher_id, booking_id)
);
create index voucher_uses_of_booking on voucher_uses (booking_id);
comment on column voucher_uses.amount is 'How much the booking became cheaper by it; taken from amount_left of the kind amount';
comment on column voucher_uses.given_back_at is 'The booking ended: use and amount are on the voucher again';

create table waiting_rooms (
  showtime_id uuid primary key,
  opened_at timestamptz not null,
  drawn_at timestamptz,
  last_place bigint not null default 0,
  admitted_through bigint not null default 0,
  last_tick timestamptz not null,
  check (admitted_through <= last_place)
);
comment on table waiting_rooms is 'Showtimes that more people want than can be served; gone when nobody waits';
comment on column waiting_rooms.drawn_at is 'Sale has begun: those who came before it have been put in a random order';

create table waiting_tickets (
  queue_token uuid primary key,
  showtime_id uuid not null,
  arrival bigint generated always as identity,
  place bigint,
  joined_at timestamptz not null,
  admitted_until timestamptz
);
create index waiting_tickets_unplaced on waiting_tickets (showtime_id, arrival) where place is null and admitted_until is null;
create index waiting_tickets_places on waiting_tickets (showtime_id, place) where place is not null;
create index waiting_tickets_joined on waiting_tickets (joined_at);
comment on column waiting_tickets.place is 'In the queue, from 1, given by the tick; who came at a time without a queue has none';
