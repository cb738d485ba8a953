-- The hold: many requests, one round trip, one commit. docs/seat-lock.md says why no seat is ever held twice.

create type hold_request as (
  n int,
  booking_id uuid,
  reference text,
  showtime_id uuid,
  seats jsonb,
  user_id uuid,
  buyer text,
  guest_token_hash text,
  guest text,
  language text,
  voucher_hash text,
  queue_token uuid,
  allow_orphan boolean,
  caller text,
  route text,
  key text,
  input_hash text,
  event_id uuid,
  actor text,
  reason text,
  correlation_id text,
  traceparent text
);
comment on type hold_request is 'What a buyer asks: seats is [{seat_id, category}]; caller, route, key and input_hash are the idempotency claim; hashes in hex. n counts from 1 in the order of arrival';
create type hold_sale as (
  n int,
  version int,
  movie_id uuid,
  theater_id uuid,
  layout_id uuid,
  starts_at timestamptz,
  currency text,
  buyer_limit int,
  refuse_orphans boolean
);
create type hold_seat as (
  n int,
  showtime_id uuid,
  seat_id text,
  place int,
  category text,
  type text,
  full_amount int,
  amount int,
  left_id text,
  right_id text,
  taken boolean
);
create type hold_verdict as (n int, fate text);
create type hold_voucher as (n int, voucher_id uuid, ending text, kind text, percent int, amount_left int, free_seats int);
create type hold_price as (n int, total int, discount int, answer jsonb, event_seats jsonb);

create function utc_text(at timestamptz) returns text language sql stable
return rtrim(rtrim(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z';
comment on function utc_text(timestamptz) is 'As instants go over the wire: RFC 3339, UTC, no zeros at the end, as Temporal writes them';

create function is_taken(state text, held_until timestamptz, at timestamptz) returns boolean language sql immutable
return state in ('sold', 'blocked') or (state = 'held' and held_until > at);

create function hold_judge(fates text[], verdicts hold_verdict[]) returns text[] language sql stable as $$
  select array_agg(coalesce(f.fate, v.fate) order by f.n)
  from unnest(fates) with ordinality as f(fate, n) left join unnest(verdicts) v on v.n = f.n
$$;
comment on function hold_judge(text[], hold_verdict[]) is 'The first verdict on a request stands; null is none';

-- Would a choice leave a single seat alone, between it and the next that is not free, the aisle or the wall?
-- Wheelchair places and companion seats are nobody's orphan: they stand alone in most plans.
create function hold_orphans(wanted hold_seat[], asked hold_request[], sales hold_sale[], fates text[], at timestamptz)
returns hold_verdict[] language plpgsql stable as $$
begin
  return (select array_agg(distinct row(w.n, 'leaves-orphan')::hold_verdict)
    from unnest(wanted) w
    cross join lateral (values (w.left_id), (w.right_id)) as side(seat_id)
    -- `offset` keeps this one apart: joined, it might be looked for by the seat alone, in every layout.
    cross join lateral (
      select * from layout_seats l where l.layout_id = sales[w.n].layout_id and l.seat_id = side.seat_id
        and l.type in ('standard', 'vip') offset 0) alone
    cross join lateral (select case when alone.left_id = w.seat_id then alone.right_id else alone.left_id end as seat_id) far
    where fates[w.n] is null and sales[w.n].refuse_orphans and not asked[w.n].allow_orphan
      and not exists (select from unnest(wanted) c where c.n = w.n and c.seat_id = alone.seat_id)
      and (select is_taken(t.state, t.held_until, at) from taken_seats t
        where t.showtime_id = w.showtime_id and t.seat_id = alone.seat_id) is not true
      and (far.seat_id is null
        or exists (select from unnest(wanted) c where c.n = w.n and c.seat_id = far.seat_id)
        or exists (select from taken_seats f where f.showtime_id = w.showtime_id and f.seat_id = far.seat_id
          and is_taken(f.state, f.held_until, at))));
end
$$;

-- The limit of a showtime for one buyer. The lock makes whoever counts first commit before the next one counts.
create function hold_limits(asked hold_request[], sales hold_sale[], fates text[], at timestamptz)
returns hold_verdict[] language plpgsql as $$
begin
  perform pg_advisory_xact_lock(k.id) from (
    select distinct hashtextextended(q.showtime_id::text || q.buyer, 0) as id
    from unnest(asked) q where sales[q.n].buyer_limit is not null and fates[q.n] is null order by 1) k;
  return (select array_agg(row(l.n, case
      when l.owned + l.mine > l.buyer_limit then 'buyer-limit'
      when l.owned + l.together > l.buyer_limit then 'again'
    end)::hold_verdict)
    from (
      select q.n, sales[q.n].buyer_limit, jsonb_array_length(q.seats) as mine,
        sum(jsonb_array_length(q.seats)) over (partition by q.showtime_id, q.buyer order by q.n) as together,
        (select count(*) from bookings b join booking_seats e on e.booking_id = b.booking_id and e.state = 'live'
          where b.showtime_id = q.showtime_id and b.buyer = q.buyer
            and (b.state in ('confirmed', 'admitted') or (b.state = 'held' and b.held_until > at))) as owned
      from unnest(asked) q where sales[q.n].buyer_limit is not null and fates[q.n] is null
    ) l);
end
$$;

-- Of several requests of one batch that want the same seat, the first to arrive is tried, and the others wait for how
-- that ends. So do the second and further ones under one key or with one voucher.
create function hold_contest(wanted hold_seat[], asked hold_request[], fates text[])
returns hold_verdict[] language sql stable as $$
  select array_agg(distinct row(c.n, 'behind')::hold_verdict) from (
    select w.n, min(w.n) over (partition by w.showtime_id, w.seat_id) as first
      from unnest(wanted) w where fates[w.n] is null
    union all
    select q.n, min(q.n) over (partition by q.caller, q.route, q.key)
      from unnest(asked) q where fates[q.n] is null and q.key is not null
    union all
    select q.n, min(q.n) over (partition by q.voucher_hash)
      from unnest(asked) q where fates[q.n] is null and q.voucher_hash is not null
  ) c where c.n <> c.first
$$;

-- Locks the vouchers, so that each is used by one hold at a time, and reads what they are worth.
create function hold_vouchers(asked hold_request[], sales hold_sale[], fates text[], at timestamptz,
  out used hold_voucher[], out verdicts hold_verdict[]) language plpgsql as $$
begin
  with locked as materialized (
    select * from vouchers where code_hash in (
      select decode(q.voucher_hash, 'hex') from unnest(asked) q where q.voucher_hash is not null and fates[q.n] is null)
    order by voucher_id for update
  )
  select array_agg(row(q.n, v.voucher_id, v.code_ending, v.kind, v.percent, v.amount_left, v.free_seats)::hold_voucher),
    array_agg(row(q.n, case
      when v.voucher_id is null or v.withdrawn_at is not null or v.expires_at <= at
        or v.currency <> sales[q.n].currency then 'voucher-unknown'
      when v.uses_left = 0 or v.amount_left = 0 then 'voucher-spent'
    end)::hold_verdict)
  into used, verdicts
  from unnest(asked) q left join locked v on v.code_hash = decode(q.voucher_hash, 'hex')
  where q.voucher_hash is not null and fates[q.n] is null;
end
$$;

-- Prices that a voucher changes. An amount pays for the dearest seats first; a free seat is the dearest one.
create function hold_discounts(wanted hold_seat[], used hold_voucher[]) returns hold_seat[] language sql stable as $$
  select array_agg(row(w.n, w.showtime_id, w.seat_id, w.place, w.category, w.type, w.full_amount,
    case v.kind
      when 'percent' then ((w.full_amount::bigint * (100 - v.percent) + 50) / 100)::int
      when 'free-seat' then case when w.rank <= v.free_seats then 0 else w.full_amount end
      when 'amount' then w.full_amount - least(w.full_amount, greatest(0, v.amount_left - w.dearer))::int
      else w.full_amount
    end, w.left_id, w.right_id, w.taken)::hold_seat order by w.showtime_id, w.seat_id)
  from (
    select *, row_number() over dearest_first as rank,
      coalesce(sum(full_amount) over (dearest_first rows between unbounded preceding and 1 preceding), 0) as dearer
    from unnest(wanted) window dearest_first as (partition by n order by full_amount desc, seat_id)
  ) w left join unnest(used) v on v.n = w.n
$$;

-- Whoever got fewer seats than asked for gives back what it got, and its key.
create function hold_give_back(asked hold_request[], lost int[]) returns void language plpgsql as $$
begin
  update taken_seats t
  set state = 'free', booking_id = null, held_until = null, changed = pg_current_xact_id()
  from unnest(lost) l(n) cross join lateral jsonb_to_recordset(asked[l.n].seats) as s(seat_id text)
  where t.showtime_id = asked[l.n].showtime_id and t.seat_id = s.seat_id and t.booking_id = asked[l.n].booking_id;
  delete from idempotency i using unnest(lost) l(n)
  where i.caller = asked[l.n].caller and i.route = asked[l.n].route and i.key = asked[l.n].key;
end
$$;

-- Bookings, seats, used vouchers and events of those who have their seats.
create function hold_record(asked hold_request[], sales hold_sale[], wanted hold_seat[], used hold_voucher[],
  prices hold_price[], fates text[], at timestamptz, until timestamptz) returns void language plpgsql as $$
begin
  insert into bookings (booking_id, reference, state, showtime_id, showtime_version, movie_id, theater_id, user_id, buyer,
    guest_token_hash, guest, language, total, currency, voucher_id, voucher_ending, held_until, created_at, correlation_id)
  select q.booking_id, q.reference, 'held', q.showtime_id, s.version, s.movie_id, s.theater_id, q.user_id, q.buyer,
    q.guest_token_hash, q.guest, q.language, p.total, s.currency, v.voucher_id, v.ending, until, at, q.correlation_id
  from unnest(prices) p
  join unnest(asked) q on q.n = p.n
  join unnest(sales) s on s.n = p.n
  left join unnest(used) v on v.n = p.n
  where fates[p.n] is null;

  insert into booking_seats (booking_id, seat_id, type, category, amount, full_amount)
  select asked[w.n].booking_id, w.seat_id, w.type, w.category, w.amount, w.full_amount
  from unnest(wanted) w where fates[w.n] is null;

  insert into outbox (id, type, event)
  select q.event_id, 'booking.created', jsonb_strip_nulls(jsonb_build_object('traceparent', q.traceparent))
    || jsonb_build_object(
      'specversion', '1.0', 'id', q.event_id, 'source', '/klaps/booking', 'type', 'booking.created',
      'subject', 'booking:' || q.booking_id, 'time', utc_text(at), 'datacontenttype', 'application/json',
      'correlationid', q.correlation_id, 'actor', q.actor, 'reason', q.reason,
      'data', jsonb_build_object(
        'bookingId', q.booking_id, 'version', 1, 'state', 'held', 'showtimeId', q.showtime_id,
        'movieId', s.movie_id, 'theaterId', s.theater_id, 'userId', q.user_id,
        'guestTokenHash', q.guest_token_hash, 'seats', p.event_seats, 'total', p.total, 'owed', 0, 'credited', 0,
        'currency', s.currency, 'heldUntil', utc_text(until), 'startsAt', utc_text(s.starts_at),
        'cancelReason', null, 'payment', null, 'refusedPayments', '[]'::jsonb))
  from unnest(prices) p
  join unnest(asked) q on q.n = p.n
  join unnest(sales) s on s.n = p.n
  where fates[p.n] is null order by p.n;

  if used is not null then
    insert into voucher_uses (voucher_id, booking_id, amount, used_at)
    select v.voucher_id, asked[v.n].booking_id, p.discount, at
    from unnest(used) v join unnest(prices) p on p.n = v.n where fates[v.n] is null;
    update vouchers o
    set uses_left = o.uses_left - 1, amount_left = case when o.kind = 'amount' then o.amount_left - p.discount end
    from unnest(used) v join unnest(prices) p on p.n = v.n
    where o.voucher_id = v.voucher_id and fates[v.n] is null;
  end if;
end
$$;

-- Answers each request: `held`, `kept` (what was answered before under its key), `again` (only another try can tell),
-- or why not. A refusal that is plain at the first look writes nothing.
-- Locks are taken in one order, each kind sorted, so that batches of several processes never wait in a ring: buyers,
-- vouchers, keys, seats. None outlives the call, which is a transaction of its own at read committed: each statement
-- sees what has been committed before it.
create function hold(requests jsonb, hold_seconds int)
returns table (n int, outcome text, facts jsonb, input_hash bytea, answer jsonb)
language plpgsql
-- Plans made while the tables are small must not scan them when they have grown. Nobody waits long behind a lock that
-- somebody forgot: a whole lane of holds would wait with them.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  at constant timestamptz := booking.now();
  until constant timestamptz := at + make_interval(secs => hold_seconds);
  asked hold_request[];
  sales hold_sale[];
  wanted hold_seat[];
  vouchers hold_voucher[];
  prices hold_price[];
  verdicts hold_verdict[];
  fates text[]; -- by n; null while a request is still in the race
  lost int[];
  flawed boolean;
begin
  -- What was answered before, and what is on sale.
  select array_agg(q order by q.n),
    array_agg(row(q.n, t.version, t.movie_id, t.theater_id, t.layout_id, t.starts_at, t.currency, t.per_buyer_limit,
      t.refuse_orphans)::hold_sale order by q.n),
    array_agg(case
      when i.key is not null then 'kept'
      when t.showtime_id is null then 'no-such-showtime'
      when t.state <> 'scheduled' or at < t.on_sale_at or at >= t.sale_ends_at then 'not-on-sale'
      when w.showtime_id is not null and not exists (
        select from waiting_tickets a
        where a.queue_token = q.queue_token and a.showtime_id = q.showtime_id and a.admitted_until > at) then 'queue'
    end order by q.n)
  into asked, sales, fates
  from jsonb_populate_recordset(null::hold_request, requests) q
  left join idempotency i on i.caller = q.caller and i.route = q.route and i.key = q.key
  left join showtimes t on t.showtime_id = q.showtime_id
  left join waiting_rooms w on w.showtime_id = q.showtime_id;

  -- The seats, their prices, and who has them.
  select array_agg(row(q.n, q.showtime_id, s.seat_id, s.place, s.category, l.type, p.amount, p.amount, l.left_id,
      l.right_id, k.taken)::hold_seat order by q.showtime_id, s.seat_id),
    bool_or(p.amount is null or k.taken)
  into wanted, flawed
  from unnest(asked) q
  cross join lateral rows from (jsonb_to_recordset(q.seats) as (seat_id text, category text))
    with ordinality as s(seat_id, category, place)
  left join layout_seats l on l.layout_id = sales[q.n].layout_id and l.seat_id = s.seat_id
  left join showtime_prices p on p.showtime_id = q.showtime_id and p.category = s.category and p.seat_type = l.type
  -- A join might be planned to look for the seat in every showtime: both columns of the key come from elsewhere. `offset`
  -- keeps this one apart.
  cross join lateral (
    select coalesce((select is_taken(t.state, t.held_until, at) from taken_seats t
      where t.showtime_id = q.showtime_id and t.seat_id = s.seat_id), false) as taken offset 0) k
  where fates[q.n] is null;
  if flawed then
    select array_agg(row(v.n, v.fate)::hold_verdict) into verdicts from (
      select w.n, case
        when bool_or(w.type is null) then 'no-such-seat'
        when bool_or(w.full_amount is null) then 'category-not-sold'
        when bool_or(w.taken) then 'seats-taken'
      end as fate from unnest(wanted) w group by w.n) v;
    fates := hold_judge(fates, verdicts);
  end if;

  if exists (select from unnest(sales) s where s.refuse_orphans and fates[s.n] is null) then
    verdicts := hold_orphans(wanted, asked, sales, fates, at);
    if verdicts is not null then fates := hold_judge(fates, verdicts); end if;
  end if;
  if exists (select from unnest(sales) s where s.buyer_limit is not null and fates[s.n] is null) then
    fates := hold_judge(fates, hold_limits(asked, sales, fates, at));
  end if;
  if cardinality(asked) > 1 then
    verdicts := hold_contest(wanted, asked, fates);
    if verdicts is not null then fates := hold_judge(fates, verdicts); end if;
  end if;
  if exists (select from unnest(asked) q where q.voucher_hash is not null and fates[q.n] is null) then
    select v.used, v.verdicts into vouchers, verdicts from hold_vouchers(asked, sales, fates, at) v;
    fates := hold_judge(fates, verdicts);
    wanted := hold_discounts(wanted, vouchers);
  end if;

  -- What is answered if all goes well: it is recorded under the key before the seats are asked for.
  select array_agg(row(w.n, w.total, w.discount, jsonb_build_object(
      'id', asked[w.n].booking_id, 'version', 1, 'reference', asked[w.n].reference, 'state', 'held',
      'showtimeId', asked[w.n].showtime_id, 'seats', w.seats, 'total', w.total, 'currency', sales[w.n].currency,
      'voucher', v.ending, 'heldUntil', utc_text(until), 'createdAt', utc_text(at), 'confirmedAt', null,
      'cancelReason', null, 'cancellableUntil', null, 'refunded', 0, 'bookingToken', null),
      w.event_seats)::hold_price)
  into prices
  from (
    select w.n, sum(w.amount)::int as total, sum(w.full_amount - w.amount)::int as discount,
      jsonb_agg(jsonb_build_object('seatId', w.seat_id, 'type', w.type, 'category', w.category, 'amount', w.amount,
        'fullAmount', w.full_amount, 'state', 'live', 'ticketId', null) order by w.place) as seats,
      jsonb_agg(jsonb_build_object('seatId', w.seat_id, 'type', w.type, 'category', w.category, 'amount', w.amount,
        'state', 'live') order by w.place) as event_seats
    from unnest(wanted) w where fates[w.n] is null group by w.n
  ) w left join unnest(vouchers) v on v.n = w.n;

  if prices is not null then
    -- A twin in another process waits here for the first one's commit, and then finds its answer.
    if exists (select from unnest(asked) q where q.key is not null and fates[q.n] is null) then
      with claimed as (
        insert into idempotency (caller, route, key, input_hash, status, answer)
        select q.caller, q.route, q.key, decode(q.input_hash, 'hex'), 201, p.answer
        from unnest(prices) p join unnest(asked) q on q.n = p.n
        where q.key is not null order by q.caller, q.route, q.key
        on conflict do nothing returning caller, route, key
      )
      select array_agg(row(q.n, 'again')::hold_verdict) into verdicts
      from unnest(asked) q
      where q.key is not null and fates[q.n] is null
        and not exists (select from claimed c where c.caller = q.caller and c.route = q.route and c.key = q.key);
      if verdicts is not null then fates := hold_judge(fates, verdicts); end if;
    end if;

    -- The lock: one row for each seat, taken where it is free by now.
    with taken as (
      insert into taken_seats as t (showtime_id, seat_id, booking_id, state, held_until)
      select w.showtime_id, w.seat_id, asked[w.n].booking_id, 'held', until
      from unnest(wanted) w where fates[w.n] is null order by w.showtime_id, w.seat_id
      on conflict (showtime_id, seat_id) do update
        set booking_id = excluded.booking_id, state = 'held', held_until = excluded.held_until,
          changed = pg_current_xact_id()
        where not is_taken(t.state, t.held_until, at)
      returning showtime_id, seat_id
    )
    select array_agg(distinct w.n) into lost from unnest(wanted) w
    where fates[w.n] is null
      and not exists (select from taken t where t.showtime_id = w.showtime_id and t.seat_id = w.seat_id);
    if lost is not null then
      perform hold_give_back(asked, lost);
      select array_agg(row(l.n, 'behind')::hold_verdict) into verdicts from unnest(lost) l(n);
      fates := hold_judge(fates, verdicts);
    end if;
    perform hold_record(asked, sales, wanted, vouchers, prices, fates, at, until);
  end if;

  -- Who was behind: for some of the seats there is another owner now, or it may be tried again.
  if 'behind' = any(fates) then
    select array_agg(row(w.n, w.showtime_id, w.seat_id, w.place, w.category, w.type, w.full_amount, w.amount,
      w.left_id, w.right_id, coalesce(is_taken(k.state, k.held_until, at), false))::hold_seat)
    into wanted
    from unnest(wanted) w left join taken_seats k on k.showtime_id = w.showtime_id and k.seat_id = w.seat_id;
    select array_agg(case when f.fate = 'behind' then (
      select case when bool_or(w.taken) then 'seats-taken' else 'again' end from unnest(wanted) w where w.n = f.n)
      else f.fate end order by f.n)
    into fates from unnest(fates) with ordinality as f(fate, n);
  end if;

  -- A refusal is no answer where the same request under the same key was answered meanwhile.
  return query
  select q.n,
    case when i.key is not null and fates[q.n] <> 'kept' then 'again' else coalesce(fates[q.n], 'held') end,
    case fates[q.n]
      when 'seats-taken' then (select jsonb_agg(w.seat_id) from unnest(wanted) w where w.n = q.n and w.taken)
      when 'no-such-seat' then (select jsonb_agg(w.seat_id) from unnest(wanted) w where w.n = q.n and w.type is null)
      when 'category-not-sold' then
        (select jsonb_agg(w.seat_id) from unnest(wanted) w where w.n = q.n and w.full_amount is null)
      when 'buyer-limit' then to_jsonb(sales[q.n].buyer_limit)
    end,
    i.input_hash,
    case when fates[q.n] is null then p.answer else i.answer end
  from unnest(asked) q
  left join unnest(prices) p on p.n = q.n
  left join idempotency i on fates[q.n] is not null and i.caller = q.caller and i.route = q.route and i.key = q.key;
end
$$;
comment on function hold(jsonb, int) is 'Takes seats for each request of an array of hold_request, all of them or none';
