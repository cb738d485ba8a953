-- The three moments at which money is decided about: buyers begin to pay, attempts have an outcome, booking has said
-- something. Each is one call and one commit for as many as come together, with the same few statements for all of them.
-- What one call holds of the same booking takes its turn, in its order: later ones find what earlier ones have left.
-- Rows are locked in the order booking, payment, transaction, each of them by booking.

create function instant(at timestamptz) returns text language sql stable as $$
  select rtrim(rtrim(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z'
$$;

-- A payment as the API shows it: `Payment` of the contract.
create function present(paid payments) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', paid.id, 'bookingId', paid.booking_id, 'version', paid.version, 'state', paid.state,
    'gateway', paid.gateway, 'amount', paid.amount, 'captured', paid.captured, 'refunded', paid.refunded,
    'refundPending', (select coalesce(sum(amount), 0) from refunds where payment_id = paid.id and state = 'pending'),
    'currency', paid.currency,
    'method', case when paid.brand is not null or paid.last4 is not null
      then jsonb_build_object('brand', paid.brand, 'last4', paid.last4) end,
    'failure', case when paid.failure_code is not null
      then jsonb_build_object('code', paid.failure_code, 'message', paid.failure_message) end,
    'actionUrl', paid.action_url,
    'createdAt', instant(paid.created_at), 'completedAt', instant(paid.completed_at))
$$;

-- A payment as events tell of it: `PublicPayment` of the contract.
create function public_state(paid payments) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'paymentId', paid.id, 'bookingId', paid.booking_id, 'userId', paid.user_id, 'version', paid.version,
    'state', paid.state, 'gateway', paid.gateway, 'amount', paid.amount, 'captured', paid.captured,
    'refunded', paid.refunded, 'currency', paid.currency, 'failureCode', paid.failure_code)
$$;

create function is_over(booking bookings, at timestamptz) returns boolean language sql immutable
return booking.state <> 'held' or booking.held_until <= at;

create function spare(paid payments, booked bookings) returns int language sql stable as $$
  select paid.captured - (select coalesce(sum(amount), 0)::int from refunds where payment_id = paid.id)
    -- The house is owed from the payment that it has accepted, never from a refused one.
    - case when paid.id = booked.payment_id then booked.owed + booked.credited else 0 end
$$;
comment on function spare(payments, bookings) is
  'Of what was captured: neither owed to the house, nor turned into vouchers, nor on its way back. It never grows again';

create function is_judged(paid payments, booked bookings) returns boolean language sql immutable as $$
  select coalesce(paid.captured > 0 and (paid.id = booked.payment_id or paid.id = any (booked.refused_payments)), false)
$$;
comment on function is_judged(payments, bookings) is 'Has booking said what becomes of this money?';

-- What is to be given back, by the one rule: once booking has judged this payment, all of it that is to spare. A refund
-- that the gateway has refused still counts: somebody has it tried again. `refund_id` comes from the booking's version, so
-- that no version does it twice.
create function give_back(booked bookings, refund_id uuid) returns uuid language plpgsql as $$
declare
  paid payments;
  amount_back int;
begin
  select * into paid from payments where booking_id = booked.booking_id for update;
  if not found or not is_judged(paid, booked) then return null; end if;
  amount_back := spare(paid, booked);
  if amount_back <= 0 then return null; end if;
  insert into refunds (id, payment_id, transaction_id, booking_id, amount, currency, reason, created_at, due_at)
  select refund_id, paid.id, t.id, paid.booking_id, amount_back, paid.currency,
    coalesce(booked.cancel_reason, case booked.state when 'expired' then 'too-late' else 'seats-cancelled' end),
    payment.now(), payment.now() + interval '60 s'
  from transactions t where t.payment_id = paid.id and t.state = 'succeeded'
  on conflict (id) do nothing;
  return case when found then refund_id end;
end $$;

create type saying as (n int, turn int, booking_id uuid, version int, state text, user_id uuid, guest_token_hash text,
  total int, owed int, credited int, currency text, held_until timestamptz, cancel_reason text, payment_id uuid,
  refused_payments uuid[], refund_id uuid);
comment on type saying is 'What booking says of a booking, and the id of the refund that would follow from it';

-- Booking has said something: [PublicBooking and `refundId`]. Keeps the newest, opens or closes payments, gives back what
-- is due. The answers stand at their places: the refund to be made, if there is one, and whether it was news.
create function hear_bookings(said jsonb) returns table (place int, refund uuid, news boolean)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  at constant timestamptz := payment.now();
  sayings saying[];
  now_said saying[];
  fresh uuid[];
  turns int;
  each record;
begin
  select array_agg(row(s.n, s.turn, s."bookingId", s.version, s.state, s."userId", s."guestTokenHash", s.total, s.owed,
      s.credited, s.currency, s."heldUntil", s."cancelReason", (s.payment->>'paymentId')::uuid,
      array(select jsonb_array_elements_text(s."refusedPayments")::uuid), s."refundId")::saying),
    max(s.turn)
  into sayings, turns
  from (
    select s.*, row_number() over (partition by s."bookingId" order by s.version, s.n)::int as turn
    from rows from (jsonb_to_recordset(said) as ("bookingId" uuid, version int, state text, "userId" uuid,
      "guestTokenHash" text, total int, owed int, credited int, currency text, "heldUntil" timestamptz,
      "cancelReason" text, payment jsonb, "refusedPayments" jsonb, "refundId" uuid)) with ordinality
      as s("bookingId", version, state, "userId", "guestTokenHash", total, owed, credited, currency, "heldUntil",
        "cancelReason", payment, "refusedPayments", "refundId", n)
  ) s;

  for now_turn in 1 .. coalesce(turns, 0) loop
    -- A repetition that leaves nothing to do is not even locked.
    select array_agg(s order by s.booking_id) into now_said from unnest(sayings) s
    where s.turn = now_turn and not exists (
      select from bookings b left join payments p on p.booking_id = b.booking_id
      where b.booking_id = s.booking_id and b.version >= s.version
        and not (is_judged(p, b) and (p.due_at is not null or spare(p, b) > 0)));
    continue when now_said is null;

    with kept as (
      insert into bookings as known (booking_id, version, state, user_id, guest_token_hash, total, owed, credited, currency,
        held_until, cancel_reason, payment_id, refused_payments)
      select s.booking_id, s.version, s.state, s.user_id, s.guest_token_hash, s.total, s.owed, s.credited, s.currency,
        s.held_until, s.cancel_reason, s.payment_id, s.refused_payments
      from unnest(now_said) s order by s.booking_id
      on conflict (booking_id) do update set
        version = excluded.version, state = excluded.state, total = excluded.total, owed = excluded.owed,
        -- The buyer of a booking never changes, but may have been erased here: an event from before must not bring them back.
        user_id = case when excluded.user_id is not null then known.user_id end,
        guest_token_hash = case when excluded.guest_token_hash is not null then known.guest_token_hash end,
        credited = excluded.credited, currency = excluded.currency, held_until = excluded.held_until,
        cancel_reason = excluded.cancel_reason, payment_id = excluded.payment_id,
        refused_payments = excluded.refused_payments
      where known.version < excluded.version
      returning known.booking_id
    )
    select array_agg(booking_id) into fresh from kept;

    insert into payments (booking_id, user_id, amount, currency, created_at, due_at)
    select b.booking_id, b.user_id, b.total, b.currency, at, b.held_until + interval '60 s'
    from bookings b where b.booking_id = any (fresh) and b.state = 'held' and b.total > 0 order by b.booking_id
    on conflict (booking_id) do nothing;

    with changed as (
      select p.id, b.state, b.total, b.held_until, is_judged(p, b) as is_judged
      from bookings b join payments p on p.booking_id = b.booking_id
      where b.booking_id in (select s.booking_id from unnest(now_said) s) and (
        (p.state in ('open', 'failed') and (b.state <> 'held' or (b.total > 0 and p.amount <> b.total)))
        or (is_judged(p, b) and p.due_at is not null))
      order by p.booking_id for update of p
    )
    update payments p
    set state = case when c.is_judged or c.state = 'held' then p.state else 'closed' end,
      amount = case when not c.is_judged and c.total > 0 then c.total else p.amount end,
      due_at = case when not c.is_judged and c.state = 'held' then c.held_until + interval '60 s' end,
      version = p.version + (not c.is_judged)::int
    from changed c where p.id = c.id;

    for each in
      select s.n, s.refund_id, b as booked
      from unnest(now_said) s join bookings b on b.booking_id = s.booking_id join payments p on p.booking_id = b.booking_id
      where is_judged(p, b) and spare(p, b) > 0 order by b.booking_id
    loop
      place := each.n; refund := give_back(each.booked, each.refund_id); news := null;
      if refund is not null then return next; end if;
    end loop;
    return query select s.n, null::uuid, true from unnest(now_said) s where s.booking_id = any (fresh);
  end loop;
end $$;

create type wish as (n int, turn int, booking_id uuid, user_id uuid, guest_token_hash text, transaction_id uuid,
  gateway text, customer text, saves_as uuid, correlation_id text, patience_seconds int, said jsonb,
  caller text, route text, key text, input_hash text);
comment on type wish is 'Somebody wants to pay: caller, route, key and input_hash (hex) are the idempotency claim';

-- Buyers want to pay. `outcome` says what is to be done: `begun`, or why not. A refusal writes nothing, except what
-- booking has `said` of a booking that no event has told of yet (a state `held`; null: nothing).
-- wanted: [{said, bookingId, userId, guestTokenHash, transactionId, gateway, customer, savesAs, correlationId,
--   patienceSeconds, claim: {caller, route, key, inputHash (hex)} or null}]
create function begin_payments(wanted jsonb) returns table (place int, begun jsonb)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  at constant timestamptz := payment.now();
  wishes wish[];
  unheard jsonb;
  turns int;
begin
  select array_agg(row(w.n, w.turn, w."bookingId", w."userId", w."guestTokenHash", w."transactionId", w.gateway, w.customer,
      w."savesAs", w."correlationId", w."patienceSeconds", w.said, w.claim->>'caller', w.claim->>'route', w.claim->>'key',
      w.claim->>'inputHash')::wish),
    max(w.turn)
  into wishes, turns
  from (
    select w.*, row_number() over (partition by w."bookingId" order by w.n)::int as turn
    from rows from (jsonb_to_recordset(wanted) as ("bookingId" uuid, "userId" uuid, "guestTokenHash" text,
      "transactionId" uuid, gateway text, customer text, "savesAs" uuid, "correlationId" text, "patienceSeconds" int,
      said jsonb, claim jsonb)) with ordinality
      as w("bookingId", "userId", "guestTokenHash", "transactionId", gateway, customer, "savesAs", "correlationId",
        "patienceSeconds", said, claim, n)
  ) w;

  for now_turn in 1 .. coalesce(turns, 0) loop
    -- Asked first: a booking that is heard of between two of these statements would be there without its payment.
    -- Nothing was ever paid for it, so that there is nothing to give back.
    select jsonb_agg(w.said) into unheard from unnest(wishes) w
    where w.turn = now_turn and w.said->>'state' = 'held'
      and not exists (select from bookings b where b.booking_id = w.booking_id);
    if unheard is not null then perform from hear_bookings(unheard); end if;

    -- Whoever pays for one of these bookings waits here: twins, double clicks, other keys.
    perform from payments p where p.booking_id in (select w.booking_id from unnest(wishes) w where w.turn = now_turn)
    order by p.booking_id for update;

    return query
    with judged as materialized (
      select w.*, p.id as payment_id, b.total, b.currency, alive.id as alive_id, alive.state as alive_state,
        k.status, k.answer,
        case
          when b.booking_id is null then 'not-heard-of'
          when (b.user_id = w.user_id or b.guest_token_hash = w.guest_token_hash) is not true then 'not-found'
          when encode(k.input_hash, 'hex') <> w.input_hash then 'key-reused'
          when k.key is not null then case when k.status is null then 'twin' else 'answered' end
          when p.captured > 0 then 'already-paid'
          when alive.id is not null then 'in-progress'
          when b.total = 0 then 'nothing-to-pay'
          when is_over(b, at) then 'over'
        end as refusal
      from unnest(wishes) w
      left join bookings b on b.booking_id = w.booking_id
      left join payments p on p.booking_id = w.booking_id
      left join transactions alive on alive.payment_id = p.id and alive.state <> 'failed'
      left join idempotency k on k.caller = w.caller and k.route = w.route and k.key = w.key
      where w.turn = now_turn
    ), claimed as (
      insert into idempotency (caller, route, key, input_hash, answer)
      select j.caller, j.route, j.key, decode(j.input_hash, 'hex'), jsonb_build_object('transactionId', j.transaction_id)
      from judged j where j.refusal is null and j.key is not null order by j.caller, j.route, j.key
      on conflict do nothing returning idempotency.answer->>'transactionId' as transaction_id
    ), attempted as (
      insert into transactions (id, payment_id, gateway, amount, currency, state, customer, saves_as, correlation_id,
        created_at, due_at)
      select j.transaction_id, j.payment_id, j.gateway, j.total, j.currency, 'pending', j.customer, j.saves_as,
        j.correlation_id, at, at + make_interval(secs => j.patience_seconds)
      from judged j where j.refusal is null
        and (j.key is null or j.transaction_id::text in (select c.transaction_id from claimed c))
      returning transactions.id, transactions.payment_id, transactions.gateway, transactions.amount
    ), opened as (
      update payments p
      set state = 'pending', version = p.version + 1, gateway = a.gateway, amount = a.amount,
        failure_code = null, failure_message = null, action_url = null, due_at = null
      from attempted a where p.id = a.payment_id
    )
    select j.n, case
        when a.id is not null
          then jsonb_build_object('outcome', 'begun', 'amount', j.total, 'currency', j.currency)
        -- The key was used for another booking in this very moment.
        when j.refusal is null then '{"outcome": "key-reused"}'
        when j.refusal = 'twin'
          then jsonb_build_object('outcome', j.refusal, 'transactionId', j.answer->>'transactionId')
        when j.refusal = 'answered'
          then jsonb_build_object('outcome', j.refusal, 'status', j.status, 'body', j.answer)
        when j.refusal = 'in-progress'
          then jsonb_build_object('outcome', j.refusal, 'state', j.alive_state, 'transactionId', j.alive_id)
        else jsonb_build_object('outcome', j.refusal)
      end
    from judged j left join attempted a on a.id = j.transaction_id;
  end loop;
end $$;
