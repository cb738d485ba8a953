-- What booking last told of each booking, as far as money is concerned.
create table bookings (
  booking_id uuid primary key,
  version int not null,
  state text not null check (state in ('held', 'confirmed', 'cancelled', 'expired', 'admitted')),
  user_id uuid,
  guest_token_hash text,
  total int not null check (total >= 0),
  owed int not null check (owed >= 0),
  credited int not null check (credited >= 0),
  currency text not null,
  held_until timestamptz not null,
  cancel_reason text,
  payment_id uuid,
  refused_payments uuid[] not null default '{}'
);
create index bookings_of_user on bookings (user_id) where user_id is not null;
comment on column bookings.refused_payments is 'Payments besides it that this state has refused: all their money goes back';
comment on column bookings.payment_id is 'The payment that this state has taken into account: before that nothing is known about it';

create table payments (
  id uuid primary key default gen_random_uuid(),
  booking_id uuid not null unique references bookings,
  user_id uuid,
  version int not null default 1,
  state text not null default 'open'
    check (state in ('open', 'pending', 'action-needed', 'completed', 'failed', 'closed')),
  gateway text,
  amount int not null check (amount > 0),
  captured int not null default 0,
  refunded int not null default 0,
  currency text not null,
  brand text,
  last4 text,
  failure_code text,
  failure_message text,
  action_url text,
  created_at timestamptz not null,
  completed_at timestamptz,
  due_at timestamptz,
  check (refunded between 0 and captured)
);
create index payments_of_user on payments (user_id, created_at desc, id desc) where user_id is not null;
create index payments_due on payments (due_at) where due_at is not null;
comment on column payments.due_at is
  'Open or failed: when the hold is surely over; completed: when the verdict of booking is missed; else null';

-- Every attempt to capture. Its id is the key by which the gateway knows it.
create table transactions (
  id uuid primary key,
  payment_id uuid not null references payments,
  gateway text not null,
  amount int not null check (amount > 0),
  currency text not null,
  state text not null check (state in ('pending', 'unknown', 'action-needed', 'succeeded', 'failed')),
  reference text,
  customer text,
  saves_as uuid,
  failure_code text,
  failure_message text,
  asked int not null default 0,
  due_at timestamptz,
  correlation_id text not null,
  created_at timestamptz not null,
  ended_at timestamptz
);
-- Money is taken once, whatever the keys: of all attempts of a payment one may live or have succeeded.
create unique index transactions_one_alive on transactions (payment_id) where state <> 'failed';
create index transactions_of_payment on transactions (payment_id);
create index transactions_by_reference on transactions (gateway, reference);
create index transactions_due on transactions (due_at) where due_at is not null;
create index transactions_ended_at on transactions (ended_at);
comment on column transactions.reference is 'The gateway''s own id of it';
comment on column transactions.customer is 'Whom the gateway knows the payer as; only with a saved method or one to be saved';
comment on column transactions.saves_as is 'Id of the payment method that a success leaves behind';
comment on column transactions.due_at is 'When to ask the gateway (again); null once it has ended';

create table refunds (
  id uuid primary key,
  payment_id uuid not null references payments,
  transaction_id uuid not null references transactions,
  booking_id uuid not null,
  amount int not null check (amount > 0),
  currency text not null,
  state text not null default 'pending' check (state in ('pending', 'completed', 'failed')),
  reason text not null,
  round int not null default 1,
  tries int not null default 0,
  reference text,
  failure_code text,
  was_done boolean not null default false,
  due_at timestamptz,
  created_at timestamptz not null,
  completed_at timestamptz
);
create index refunds_newest on refunds (created_at desc, id desc);
create index refunds_of_payment on refunds (payment_id);
create index refunds_of_booking on refunds (booking_id);
create index refunds_by_reference on refunds (reference);
create index refunds_due on refunds (due_at) where due_at is not null;
comment on column refunds.was_done is 'Had the gateway reported it done before it failed last?';
comment on column refunds.due_at is 'When to ask the gateway (again): also of one that is done, for a month';
comment on column refunds.round is 'Grows when somebody has it tried again: each round has a key of its own at the gateway';

create table customers (
  user_id uuid not null,
  gateway text not null,
  reference text not null,
  primary key (user_id, gateway)
);
comment on table customers is 'Whom a gateway knows our users as: their saved methods hang on it there';

create table payment_methods (
  id uuid primary key,
  user_id uuid not null,
  gateway text not null,
  token text not null,
  brand text,
  last4 text,
  expires text,
  created_at timestamptz not null,
  forgotten_at timestamptz
);
create index payment_methods_of_user on payment_methods (user_id, created_at desc, id desc);
comment on column payment_methods.forgotten_at is 'Since then it is nobody''s to see; the row stays until the gateway has let go of it';
comment on column payment_methods.token is 'Sealed under the person''s key';

create table webhook_events (
  gateway text not null,
  event_id text not null,
  received_at timestamptz not null default pg_catalog.now(),
  primary key (gateway, event_id)
);
create index webhook_events_received_at on webhook_events (received_at);
