-- The three moments at which money is decided about, each one call and one commit: a buyer begins to pay, an attempt has
-- an outcome, booking has said something. Rows are locked in the order booking, payment, transaction.

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

-- Puts an event into the outbox: an envelope without data, and the data.
create function tell(envelope jsonb, data jsonb) returns void language sql as $$
  insert into outbox (id, type, event)
  values ((envelope->>'id')::uuid, envelope->>'type', envelope || jsonb_build_object('data', data))
$$;

create function is_over(booking bookings) returns boolean language sql stable as $$
  select booking.state <> 'held' or booking.held_until <= payment.now()
$$;

-- A buyer wants to pay. `outcome` says what is to be done: `begun`, or why not. A refusal writes nothing, except what
-- booking has `said` of a booking that no event has told of yet (a state `held`; null: nothing).
-- wanted: {said, bookingId, userId, guestTokenHash, transactionId, gateway, customer, savesAs, correlationId,
--   claim: {caller, route, key, inputHash (hex)} or null}
create function begin_payment(wanted jsonb) returns jsonb language plpgsql as $$
declare
  booked bookings;
  paid payments;
  alive transactions;
  claim jsonb := nullif(wanted->'claim', 'null');
  kept idempotency;
begin
  -- Asked first: a booking that is heard of between two of these statements would be there without its payment.
  if not exists (select from bookings where booking_id = (wanted->>'bookingId')::uuid) then
    if wanted->'said'->>'state' is distinct from 'held' then return '{"outcome": "not-heard-of"}'; end if;
    -- Nothing was ever paid for it, so that there is nothing to give back.
    perform hear_booking(wanted->'said', null);
  end if;
  -- Whoever pays for this booking waits here: twins, double clicks, other keys.
  select * into paid from payments where booking_id = (wanted->>'bookingId')::uuid for update;
  select * into booked from bookings where booking_id = (wanted->>'bookingId')::uuid;
  if (booked.user_id = (wanted->>'userId')::uuid or booked.guest_token_hash = wanted->>'guestTokenHash') is not true
  then return '{"outcome": "not-found"}'; end if;

  if claim is not null then
    select * into kept from idempotency
    where caller = claim->>'caller' and route = claim->>'route' and key = claim->>'key';
    if found then
      if encode(kept.input_hash, 'hex') <> claim->>'inputHash' then return '{"outcome": "key-reused"}'; end if;
      if kept.status is null then return jsonb_build_object('outcome', 'twin', 'transactionId', kept.answer->>'transactionId'); end if;
      return jsonb_build_object('outcome', 'answered', 'status', kept.status, 'body', kept.answer);
    end if;
  end if;

  if paid.captured > 0 then return '{"outcome": "already-paid"}'; end if;
  select * into alive from transactions where payment_id = paid.id and state <> 'failed';
  if found then
    return jsonb_build_object('outcome', 'in-progress', 'state', alive.state, 'transactionId', alive.id);
  end if;
  if booked.total = 0 then return '{"outcome": "nothing-to-pay"}'; end if;
  if is_over(booked) then return '{"outcome": "over"}'; end if;

  if claim is not null then
    insert into idempotency (caller, route, key, input_hash, answer)
    values (claim->>'caller', claim->>'route', claim->>'key', decode(claim->>'inputHash', 'hex'),
      jsonb_build_object('transactionId', wanted->>'transactionId'))
    on conflict do nothing;
    -- The key was used for another booking in this very moment.
    if not found then return '{"outcome": "key-reused"}'; end if;
  end if;
  insert into transactions (id, payment_id, gateway, amount, currency, state, customer, saves_as, correlation_id, created_at, due_at)
  values ((wanted->>'transactionId')::uuid, paid.id, wanted->>'gateway', booked.total, booked.currency, 'pending',
    wanted->>'customer', (wanted->>'savesAs')::uuid, wanted->>'correlationId', payment.now(),
    payment.now() + make_interval(secs => (wanted->>'patienceSeconds')::int));
  update payments
  set state = 'pending', version = version + 1, gateway = wanted->>'gateway', amount = booked.total,
    failure_code = null, failure_message = null, action_url = null, due_at = null
  where id = paid.id;
  return jsonb_build_object('outcome', 'begun', 'amount', booked.total, 'currency', booked.currency,
    'bookingId', booked.booking_id);
end $$;

-- An attempt has an outcome, or still has none. What has ended stays as it ended: a second report changes nothing. The
-- state `unchanged` only answers a caller's key by what is known.
-- told: {transactionId, state, reference, brand, last4, expires, token (sealed), code, message, actionUrl,
--   completed, failed (envelopes), claim or null, refusal (the problem document of 402)}
create function record_outcome(told jsonb) returns jsonb language plpgsql as $$
declare
  attempt transactions;
  booked bookings;
  paid payments;
  claim jsonb := nullif(told->'claim', 'null');
  kept idempotency;
  changed boolean := false;
begin
  select p.* into paid from payments p join transactions t on t.payment_id = p.id
  where t.id = (told->>'transactionId')::uuid for update of p;
  if not found then return null; end if;
  select * into attempt from transactions where id = (told->>'transactionId')::uuid for update;

  if attempt.state not in ('succeeded', 'failed') and told->>'state' <> 'unchanged' then
    changed := attempt.state <> told->>'state';
    update transactions
    set state = told->>'state',
      reference = coalesce(told->>'reference', reference),
      failure_code = told->>'code', failure_message = told->>'message',
      ended_at = case when told->>'state' in ('succeeded', 'failed') then payment.now() end,
      due_at = case when told->>'state' in ('succeeded', 'failed') then null
        when changed then payment.now() + case when told->>'state' = 'action-needed' then interval '30 s' else interval '1 s' end
        else due_at end
    where id = attempt.id returning * into attempt;
    select * into booked from bookings where booking_id = paid.booking_id;
    update payments
    set version = version + changed::int,
      brand = coalesce(told->>'brand', brand), last4 = coalesce(told->>'last4', last4),
      action_url = case when attempt.state = 'action-needed' then coalesce(told->>'actionUrl', action_url) end,
      state = case attempt.state when 'succeeded' then 'completed' when 'action-needed' then 'action-needed'
        when 'failed' then case when is_over(booked) then 'closed' else 'failed' end else 'pending' end,
      captured = case when attempt.state = 'succeeded' then attempt.amount else 0 end,
      completed_at = case when attempt.state = 'succeeded' then payment.now() end,
      failure_code = attempt.failure_code, failure_message = attempt.failure_message,
      due_at = case when attempt.state = 'succeeded' then payment.now() + interval '5 s'
        when attempt.state = 'failed' and not is_over(booked) then booked.held_until + interval '60 s' end
    where id = paid.id returning * into paid;
    if attempt.state = 'succeeded' then
      perform tell(told->'completed', public_state(paid));
      if attempt.saves_as is not null and paid.user_id is not null and told->>'token' is not null then
        insert into payment_methods (id, user_id, gateway, token, brand, last4, expires, created_at)
        values (attempt.saves_as, paid.user_id, attempt.gateway, told->>'token', told->>'brand', told->>'last4',
          told->>'expires', payment.now())
        on conflict (id) do nothing;
      end if;
    elsif attempt.state = 'failed' then
      perform tell(told->'failed', public_state(paid));
    end if;
  end if;

  if claim is not null then
    update idempotency
    set status = case attempt.state when 'failed' then 402 when 'pending' then 202 when 'unknown' then 202 else 201 end,
      answer = case attempt.state when 'failed' then told->'refusal' ||
          jsonb_build_object('detail', attempt.failure_message, 'failure', attempt.failure_code)
        else present(paid) end
    where caller = claim->>'caller' and route = claim->>'route' and key = claim->>'key' and status is null;
    select * into kept from idempotency
    where caller = claim->>'caller' and route = claim->>'route' and key = claim->>'key' and status is not null;
  end if;
  return jsonb_build_object('changed', changed, 'state', attempt.state,
    'failureCode', attempt.failure_code, 'failureMessage', attempt.failure_message,
    'payment', present(paid), 'status', kept.status, 'body', kept.answer);
end $$;

-- What is to be given back, by the one rule: once booking has judged this payment, everything that was captured and is
-- neither owed to the house, nor turned into vouchers, nor on its way back already. A refund that the gateway has refused
-- still counts: somebody has it tried again. `refund_id` comes from the booking's version, so that no version does it twice.
create function give_back(booked bookings, refund_id uuid) returns uuid language plpgsql as $$
declare
  paid payments;
  spare int;
begin
  select * into paid from payments
  where booking_id = booked.booking_id and (id = booked.payment_id or id = any (booked.refused_payments)) and captured > 0
  for update;
  if not found then return null; end if;
  update payments set due_at = null where id = paid.id and due_at is not null;
  -- The house is owed from the payment that it has accepted, never from a refused one.
  select paid.captured - coalesce(sum(amount), 0)
    - case when paid.id = booked.payment_id then booked.owed + booked.credited else 0 end
  into spare from refunds where payment_id = paid.id;
  if spare <= 0 then return null; end if;
  insert into refunds (id, payment_id, transaction_id, booking_id, amount, currency, reason, created_at, due_at)
  select refund_id, paid.id, t.id, paid.booking_id, spare, paid.currency,
    coalesce(booked.cancel_reason, case booked.state when 'expired' then 'too-late' else 'seats-cancelled' end),
    payment.now(), payment.now() + interval '60 s'
  from transactions t where t.payment_id = paid.id and t.state = 'succeeded'
  on conflict (id) do nothing;
  return case when found then refund_id end;
end $$;

-- Booking has said something: `PublicBooking`. Keeps the newest, opens or closes the payment, gives back what is due.
-- Returns the refund to be made, if there is one.
create function hear_booking(said jsonb, refund_id uuid, out refund uuid, out news boolean) language plpgsql as $$
declare
  booked bookings;
begin
  insert into bookings as known
    (booking_id, version, state, user_id, guest_token_hash, total, owed, credited, currency, held_until, cancel_reason, payment_id,
     refused_payments)
  values ((said->>'bookingId')::uuid, (said->>'version')::int, said->>'state', (said->>'userId')::uuid,
    said->>'guestTokenHash', (said->>'total')::int, (said->>'owed')::int, (said->>'credited')::int, said->>'currency',
    (said->>'heldUntil')::timestamptz, said->>'cancelReason', (said->'payment'->>'paymentId')::uuid,
    array(select jsonb_array_elements_text(said->'refusedPayments')::uuid))
  on conflict (booking_id) do update set
    version = excluded.version, state = excluded.state, total = excluded.total, owed = excluded.owed,
    -- The buyer of a booking never changes, but may have been erased here: an event from before must not bring them back.
    user_id = case when excluded.user_id is not null then known.user_id end,
    guest_token_hash = case when excluded.guest_token_hash is not null then known.guest_token_hash end,
    credited = excluded.credited, currency = excluded.currency, held_until = excluded.held_until,
    cancel_reason = excluded.cancel_reason, payment_id = excluded.payment_id,
    refused_payments = excluded.refused_payments
  where known.version < excluded.version;
  news := found;
  select * into booked from bookings where booking_id = (said->>'bookingId')::uuid;

  insert into payments (booking_id, user_id, amount, currency, created_at, due_at)
  select booked.booking_id, booked.user_id, booked.total, booked.currency, payment.now(), booked.held_until + interval '60 s'
  where booked.state = 'held' and booked.total > 0
  on conflict (booking_id) do nothing;
  update payments
  set state = case when booked.state = 'held' then state else 'closed' end,
    amount = case when booked.total > 0 then booked.total else amount end,
    due_at = case when booked.state = 'held' then booked.held_until + interval '60 s' end,
    version = version + 1
  where booking_id = booked.booking_id and state in ('open', 'failed')
    and (booked.state <> 'held' or (booked.total > 0 and amount <> booked.total));
  refund := give_back(booked, refund_id);
end $$;

-- The same for several bookings, in one order. said: [PublicBooking and `refundId`]; the answers stand at their places.
create function hear_bookings(said jsonb) returns table (place int, refund uuid, news boolean) language plpgsql as $$
declare
  each record;
begin
  for each in
    select value, ordinality from jsonb_array_elements(said) with ordinality
    order by value->>'bookingId', (value->>'version')::int
  loop
    return query select each.ordinality::int, h.refund, h.news
      from hear_booking(each.value, (each.value->>'refundId')::uuid) h;
  end loop;
end $$;

-- Many buyers want to pay: as each would alone, in one order. wanted: [as of begin_payment].
create function begin_payments(wanted jsonb) returns table (place int, begun jsonb) language plpgsql as $$
declare
  each record;
begin
  for each in
    select value, ordinality from jsonb_array_elements(wanted) with ordinality order by value->>'bookingId', ordinality
  loop
    return query select each.ordinality::int, begin_payment(each.value);
  end loop;
end $$;

-- Many attempts have an outcome. told: [as of record_outcome, and `bookingId`].
create function record_outcomes(told jsonb) returns table (place int, recorded jsonb) language plpgsql as $$
declare
  each record;
begin
  for each in
    select value, ordinality from jsonb_array_elements(told) with ordinality order by value->>'bookingId', ordinality
  loop
    return query select each.ordinality::int, record_outcome(each.value);
  end loop;
end $$;

-- Reports of a gateway, each kept once. What of ours they are about, as far as there is anything to ask; `is_young` while
-- the request that made an attempt is at work on it. reports: [{eventId, kind, reference, key}]
create function receive_reports(the_gateway text, reports jsonb)
returns table (event_id text, transaction_id uuid, is_young boolean, refund_id uuid) language sql as $$
  with fresh as (
    insert into webhook_events (gateway, event_id)
    select distinct the_gateway, value->>'eventId' from jsonb_array_elements(reports)
    order by 2 on conflict do nothing returning webhook_events.event_id
  )
  select distinct fresh.event_id, t.id, t.state = 'pending' and t.due_at > payment.now(), r.id
  from fresh join jsonb_to_recordset(reports) as told("eventId" text, kind text, reference text, key uuid)
    on told."eventId" = fresh.event_id
  left join lateral (
    select * from transactions where gateway = the_gateway and reference = told.reference
    union select * from transactions where gateway = the_gateway and id = told.key
  ) t on told.kind = 'capture' and t.state not in ('succeeded', 'failed')
  left join refunds r on told.kind = 'refund' and (r.reference = told.reference or r.id = told.key)
  where t.id is not null or r.id is not null
$$;
