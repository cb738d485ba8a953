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
-- order. payments: [{booking_id, payment_id, captured, currency}]
create function settle_all(payments jsonb) returns table (booking_id uuid, outcome text, showtime_id uuid)
language plpgsql as $$
#variable_conflict use_column
declare
  p record;
begin
  perform from bookings b
  where b.booking_id in (select (value->>'booking_id')::uuid from jsonb_array_elements(payments))
  order by b.booking_id for update;
  for p in
    select given.*, b.showtime_id
    from jsonb_to_recordset(payments) as given(booking_id uuid, payment_id uuid, captured int, currency text)
    left join bookings b on b.booking_id = given.booking_id
    order by b.showtime_id, given.booking_id
  loop
    return query select p.booking_id, settle(p.booking_id, p.payment_id, p.captured, p.currency), p.showtime_id;
  end loop;
end
$$;
comment on function settle_all(jsonb) is 'Verdicts on the payments of several bookings, each as settle gives it';
