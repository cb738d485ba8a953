-- What payment says of a booking's money, or that a booking costs nothing: one call confirms it or gives the verdict.

-- `unknown`: no such booking. `repeat`: nothing new. `confirmed`: the seats are the buyer's, with a ticket each.
-- `expired`: the hold had run out and its seats are gone; whoever calls ends it (frees the seats, gives the voucher back).
-- `refused`: the booking stays as it is and the money goes back. Without a payment nothing is refused by writing:
-- `payment-needed`, `over`, and of `expired` the caller undoes the transaction.
-- Locked in the order of every other statement: booking, buyer, voucher, seats.
create function settle(the_booking uuid, the_payment uuid, amount int, amount_currency text) returns text
language plpgsql as $$
declare
  at constant timestamptz := booking.now();
  b bookings;
  is_late boolean;
  sale showtimes;
  others int := 0; -- seats of this showtime that the buyer has otherwise, as far as they are limited
  got int;
begin
  select * into b from bookings where booking_id = the_booking for update;
  if not found then return 'unknown'; end if;
  if the_payment is null then
    if b.state in ('confirmed', 'admitted') then return 'repeat'; end if;
    if b.state <> 'held' then return 'over'; end if;
    if b.total > 0 then return 'payment-needed'; end if;
  elsif the_payment = b.payment_id or the_payment = any (b.refused_payments) then
    return 'repeat';
  end if;

  if b.state <> 'held' or (the_payment is not null and (amount <> b.total or amount_currency <> b.currency)) then
    update bookings set version = version + 1,
      payment_id = case when b.payment_accepted then b.payment_id else the_payment end,
      payment_accepted = coalesce(b.payment_accepted, false),
      captured = case when b.payment_accepted then b.captured else amount end,
      refused_payments = case
        when b.payment_accepted then b.refused_payments || the_payment
        when b.payment_id is not null then b.refused_payments || b.payment_id
        else b.refused_payments end
    where booking_id = the_booking;
    return 'refused';
  end if;

  -- A hold that has run out is a new sale: only while the showtime is on sale, of seats that nobody has, and within
  -- what one buyer may have, who may have taken others meanwhile.
  is_late := b.held_until <= at;
  select * into sale from showtimes where showtime_id = b.showtime_id;
  if is_late and sale.per_buyer_limit is not null and b.buyer is not null then
    -- The lock and the count of hold_limits.
    perform pg_advisory_xact_lock(hashtextextended(b.showtime_id::text || b.buyer, 0));
    select count(*) into others from bookings o
    join booking_seats s on s.booking_id = o.booking_id and s.state = 'live'
    where o.showtime_id = b.showtime_id and o.buyer = b.buyer
      and (o.state in ('confirmed', 'admitted') or (o.state = 'held' and o.held_until > at));
  end if;
  if not is_late or (sale.state = 'scheduled' and at < sale.sale_ends_at
      and (sale.per_buyer_limit is null or others + (select count(*) from booking_seats s
        where s.booking_id = the_booking and s.state = 'live') <= sale.per_buyer_limit)) then
    if is_late then perform from vouchers where voucher_id = b.voucher_id for update; end if;
    with sold as (
      insert into taken_seats as t (showtime_id, seat_id, booking_id, state)
      select b.showtime_id, s.seat_id, b.booking_id, 'sold' from booking_seats s
      where s.booking_id = the_booking and s.state = 'live' order by s.seat_id
      on conflict (showtime_id, seat_id) do update
        set booking_id = excluded.booking_id, state = 'sold', held_until = null, changed = pg_current_xact_id()
        where t.booking_id = excluded.booking_id or t.state = 'free' or (t.state = 'held' and t.held_until <= at)
      returning 1
    )
    select count(*) into got from sold;
    if got = (select count(*) from booking_seats s where s.booking_id = the_booking and s.state = 'live') then
      update bookings set state = 'confirmed', version = version + 1, confirmed_at = at,
        payment_id = the_payment, payment_accepted = case when the_payment is not null then true end,
        captured = coalesce(amount, 0),
        refused_payments = case when b.payment_id is not null then b.refused_payments || b.payment_id
          else b.refused_payments end
      where booking_id = the_booking;
      insert into tickets (ticket_id, booking_id, showtime_id, seat_id, category, created_at)
      select gen_random_uuid(), b.booking_id, b.showtime_id, s.seat_id, s.category, at from booking_seats s
      where s.booking_id = the_booking and s.state = 'live';
      return 'confirmed';
    end if;
  end if;

  update bookings set state = 'expired', version = version + 1,
    payment_id = the_payment, payment_accepted = case when the_payment is not null then false end,
    captured = coalesce(amount, 0),
    refused_payments = case when b.payment_id is not null then b.refused_payments || b.payment_id
      else b.refused_payments end
  where booking_id = the_booking;
  return 'expired';
end
$$;
comment on function settle(uuid, uuid, int, text) is 'The verdict on a payment of a booking (null: on one that costs nothing)';

-- Verdicts on many payments (each of another booking) in one call; all bookings are locked before anything else, in one
-- order. What was told before is not locked: a payment that a booking has named stays named.
-- payments: [{booking_id, payment_id, captured, currency}]
create function settle_all(payments jsonb) returns table (booking_id uuid, outcome text, showtime_id uuid)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  told uuid[];
  p record;
begin
  select array_agg(b.booking_id) into told
  from jsonb_to_recordset(payments) as given(booking_id uuid, payment_id uuid)
  join bookings b on b.booking_id = given.booking_id
    and (given.payment_id = b.payment_id or given.payment_id = any (b.refused_payments));
  perform from bookings b
  where b.booking_id = any (array(select (value->>'booking_id')::uuid from jsonb_array_elements(payments)))
    and (b.booking_id = any (told)) is not true
  order by b.booking_id for update;
  for p in
    select given.*, b.showtime_id, given.booking_id = any (told) as is_told
    from jsonb_to_recordset(payments) as given(booking_id uuid, payment_id uuid, captured int, currency text)
    left join bookings b on b.booking_id = given.booking_id
    order by b.showtime_id, given.booking_id
  loop
    return query select p.booking_id,
      case when p.is_told then 'repeat' else settle(p.booking_id, p.payment_id, p.captured, p.currency) end, p.showtime_id;
  end loop;
end
$$;
comment on function settle_all(jsonb) is 'Verdicts on the payments of several bookings, each as settle gives it';

create function public_state(b bookings, starts_at timestamptz, seats jsonb) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'bookingId', b.booking_id, 'version', b.version, 'state', b.state, 'showtimeId', b.showtime_id,
    'movieId', b.movie_id, 'theaterId', b.theater_id, 'userId', b.user_id, 'guestTokenHash', b.guest_token_hash,
    'seats', seats,
    -- Of a show that was cancelled nothing is kept, though people were inside.
    'total', b.total, 'owed', case when b.state = 'confirmed' or (b.state = 'admitted' and b.cancel_reason is null)
      then b.total else 0 end,
    'credited', b.credited, 'currency', b.currency, 'heldUntil', utc_text(b.held_until), 'startsAt', utc_text(starts_at),
    'cancelReason', b.cancel_reason,
    'payment', case when b.payment_id is not null
      then jsonb_build_object('paymentId', b.payment_id, 'accepted', coalesce(b.payment_accepted, false)) end,
    'refusedPayments', to_jsonb(b.refused_payments))
$$;
comment on function public_state(bookings, timestamptz, jsonb) is
  'A booking as events tell of it: PublicBooking of the contract; booking.created is built by the hold and says the same. It reads nothing, so that the planner puts it in place of its call';

create function public_states(ids uuid[]) returns table (booking_id uuid, showtime_id uuid, said jsonb)
language plpgsql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select b.booking_id, b.showtime_id, public_state(b, t.starts_at, (
    select jsonb_agg(jsonb_build_object('seatId', s.seat_id, 'type', s.type, 'category', s.category,
      'amount', s.amount, 'state', s.state) order by s.seat_id)
    from booking_seats s where s.booking_id = b.booking_id))
  from bookings b join showtimes t on t.showtime_id = b.showtime_id
  where b.booking_id = any (ids);
end
$$;
comment on function public_states(uuid[]) is 'What is said of several bookings, with their seats, planned once: every payment asks for it';

create type paid_booking as (booking_id uuid, payment_id uuid, captured int, currency text, envelope jsonb);
create type paid_seat as (booking_id uuid, showtime_id uuid, seat_id text, category text);

-- Payments of which nothing but good is to be said (each of another booking) in one call: the price, in time, and every
-- seat in the booking's own hands. Sells the seats, makes the tickets and tells of it. All others are left as they are, for
-- settle_all to judge. payments: [paid_booking], with the envelope of its `booking.confirmed`
create function confirm_paid(payments jsonb) returns table (booking_id uuid, showtime_id uuid, said jsonb)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  at constant timestamptz := booking.now();
  -- Arrays, since the planner takes them for short, and looks rows up by key instead of reading tables through.
  given paid_booking[];
  ids uuid[];
  seats paid_seat[];
  lost uuid[]; -- of whose seats one is not their own (any more)
begin
  select array_agg(p) into given from jsonb_populate_recordset(null::paid_booking, payments) p;
  perform from bookings b where b.booking_id = any (array(select g.booking_id from unnest(given) g)) and b.state = 'held'
  order by b.booking_id for update;
  select array_agg(b.booking_id) into ids
  from unnest(given) g join bookings b on b.booking_id = g.booking_id
  where b.state = 'held' and b.held_until > at and b.payment_id is null
    and g.captured = b.total and g.currency = b.currency;
  if ids is null then return; end if;

  select array_agg(row(b.booking_id, b.showtime_id, s.seat_id, s.category)::paid_seat order by b.showtime_id, s.seat_id)
  into seats
  from bookings b join booking_seats s on s.booking_id = b.booking_id and s.state = 'live' where b.booking_id = any (ids);
  -- Locked before they are looked at: a hold that began after this call may find that they have run out meanwhile.
  select array_agg(s.booking_id) into lost
  from unnest(seats) s left join lateral (
    select t.booking_id = s.booking_id and t.state = 'held' and t.held_until > at as is_own from taken_seats t
    where t.showtime_id = s.showtime_id and t.seat_id = s.seat_id for update) t on true
  where t.is_own is not true;
  if lost is not null then
    ids := array(select id from unnest(ids) id where id <> all (lost));
    seats := array(select s from unnest(seats) s where s.booking_id <> all (lost));
  end if;

  update taken_seats t set state = 'sold', held_until = null, changed = pg_current_xact_id()
  from unnest(seats) s where t.showtime_id = s.showtime_id and t.seat_id = s.seat_id;
  insert into tickets (ticket_id, booking_id, showtime_id, seat_id, category, created_at)
  select gen_random_uuid(), s.booking_id, s.showtime_id, s.seat_id, s.category, at from unnest(seats) s;

  update bookings b set state = 'confirmed', version = version + 1, confirmed_at = at,
    payment_id = g.payment_id, payment_accepted = true, captured = g.captured
  from unnest(given) g where b.booking_id = g.booking_id and b.booking_id = any (ids);

  return query
  with spoken as materialized (
    select p.*, g.envelope from public_states(ids) p join unnest(given) g on g.booking_id = p.booking_id
  ), told as (
    insert into outbox (id, type, event)
    select (s.envelope->>'id')::uuid, s.envelope->>'type', s.envelope || jsonb_build_object('data', s.said) from spoken s
  )
  select s.booking_id, s.showtime_id, s.said from spoken s;
end
$$;
comment on function confirm_paid(jsonb) is 'Confirms the bookings that were paid as they should be, and leaves the others';
