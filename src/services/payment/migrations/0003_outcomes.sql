-- How attempts end, as they are told by the gateway's answers, by our looking, and by its reports.

create type outcome as (n int, turn int, transaction_id uuid, state text, reference text, brand text, last4 text,
  expires text, token text, code text, message text, action_url text, envelope jsonb,
  caller text, route text, key text, refusal jsonb);
comment on type outcome is 'What is known of an attempt to capture';

-- Attempts have an outcome, or still have none. What has ended stays as it ended: a second report changes nothing. The
-- state `unchanged` only answers a caller's key by what is known.
-- told: [{transactionId, bookingId, state, reference, brand, last4, expires, token (sealed), code, message, actionUrl,
--   envelope (of the event that tells of an end), claim or null, refusal (the problem document of 402)}]
create function record_outcomes(told jsonb) returns table (place int, recorded jsonb)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  at constant timestamptz := payment.now();
  outcomes outcome[];
  turns int;
begin
  select array_agg(row(o.n, o.turn, o."transactionId", o.state, o.reference, o.brand, o.last4, o.expires, o.token, o.code,
      o.message, o."actionUrl", o.envelope, o.claim->>'caller', o.claim->>'route', o.claim->>'key',
      o.refusal)::outcome),
    max(o.turn)
  into outcomes, turns
  from (
    select o.*, row_number() over (partition by o."bookingId" order by o.n)::int as turn
    from rows from (jsonb_to_recordset(told) as ("transactionId" uuid, "bookingId" uuid, state text, reference text,
      brand text, last4 text, expires text, token text, code text, message text, "actionUrl" text, envelope jsonb,
      claim jsonb, refusal jsonb)) with ordinality
      as o("transactionId", "bookingId", state, reference, brand, last4, expires, token, code, message, "actionUrl",
        envelope, claim, refusal, n)
  ) o;

  for now_turn in 1 .. coalesce(turns, 0) loop
    perform from unnest(outcomes) o join transactions t on t.id = o.transaction_id join payments p on p.id = t.payment_id
    where o.turn = now_turn order by p.booking_id for update of p, t;

    return query
    with before as materialized (
      select o.*, t as attempt, p as payment,
        t.state not in ('succeeded', 'failed') and o.state <> 'unchanged' as moves, t.state <> o.state as changes
      from unnest(outcomes) o join transactions t on t.id = o.transaction_id join payments p on p.id = t.payment_id
      where o.turn = now_turn
    ), moved as (
      update transactions t
      set state = o.state, reference = coalesce(o.reference, t.reference),
        failure_code = o.code, failure_message = o.message,
        ended_at = case when o.state in ('succeeded', 'failed') then at end,
        due_at = case when o.state in ('succeeded', 'failed') then null
          when o.changes then at + case when o.state = 'action-needed' then interval '30 s' else interval '1 s' end
          else t.due_at end
      from before o where t.id = o.transaction_id and o.moves
      returning o.n, t as attempt
    ), paid as (
      update payments p
      set version = p.version + o.changes::int, brand = coalesce(o.brand, p.brand), last4 = coalesce(o.last4, p.last4),
        action_url = case when o.state = 'action-needed' then coalesce(o.action_url, p.action_url) end,
        state = case o.state when 'succeeded' then 'completed' when 'action-needed' then 'action-needed'
          when 'failed' then case when is_over(b, at) then 'closed' else 'failed' end else 'pending' end,
        captured = case when o.state = 'succeeded' then (o.attempt).amount else 0 end,
        completed_at = case when o.state = 'succeeded' then at end,
        failure_code = o.code, failure_message = o.message,
        due_at = case when o.state = 'succeeded' then at + interval '5 s'
          when o.state = 'failed' and not is_over(b, at) then b.held_until + interval '60 s' end
      from before o, bookings b
      where o.moves and p.id = (o.attempt).payment_id and b.booking_id = (o.payment).booking_id
      returning o.n, p as payment
    ), told_of as (
      insert into outbox (id, type, event)
      select (o.envelope->>'id')::uuid, o.envelope->>'type',
        o.envelope || jsonb_build_object('data', public_state(paid.payment))
      from paid join before o on o.n = paid.n where o.envelope is not null order by o.n
    ), methods_kept as (
      insert into payment_methods (id, user_id, gateway, token, brand, last4, expires, created_at)
      select (o.attempt).saves_as, (o.payment).user_id, (o.attempt).gateway, o.token, o.brand, o.last4, o.expires, at
      from before o where o.moves and o.state = 'succeeded' and o.token is not null
        and (o.attempt).saves_as is not null and (o.payment).user_id is not null
      on conflict (id) do nothing
    ), after as (
      select o.n, o.caller, o.route, o.key, o.refusal, o.moves and o.changes as changed,
        coalesce(moved.attempt, o.attempt) as attempt, present(coalesce(paid.payment, o.payment)) as shown
      from before o left join moved on moved.n = o.n left join paid on paid.n = o.n
    ), answered as (
      update idempotency i
      set status = case (a.attempt).state when 'failed' then 402 when 'pending' then 202 when 'unknown' then 202 else 201 end,
        answer = case (a.attempt).state when 'failed' then a.refusal || jsonb_build_object(
            'detail', (a.attempt).failure_message, 'failure', (a.attempt).failure_code)
          else a.shown end
      from after a
      where i.caller = a.caller and i.route = a.route and i.key = a.key and i.status is null
      returning a.n, i.status, i.answer
    )
    select o.n, case when a.n is not null then jsonb_build_object('changed', a.changed, 'state', (a.attempt).state,
        'failureCode', (a.attempt).failure_code, 'failureMessage', (a.attempt).failure_message,
        'payment', a.shown, 'status', coalesce(answered.status, k.status),
        'body', coalesce(answered.answer, k.answer)) end
    from unnest(outcomes) o
    left join after a on a.n = o.n
    left join answered on answered.n = o.n
    left join idempotency k on k.caller = o.caller and k.route = o.route and k.key = o.key and k.status is not null
    where o.turn = now_turn;
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
