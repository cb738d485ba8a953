create table keys (
  id uuid primary key,
  owner_id uuid not null,
  name text not null,
  hash bytea not null unique,
  hint text not null,
  models text[],
  budget_microdollars bigint,
  budget_period text not null,
  on_owners_budget boolean not null,
  requests_per_minute int,
  tokens_per_minute int,
  created_at timestamptz not null,
  revoked_at timestamptz
);
comment on table keys is 'Virtual keys; the key itself is shown once and never kept';
comment on column keys.hash is 'SHA-256 of the key, which is 256 random bits';
comment on column keys.on_owners_budget is 'Made by its owner: what it uses counts against the owner''s budget too, however many keys they make';
comment on column keys.models is 'Models it may ask for; all when null';
create index keys_by_owner on keys (owner_id, created_at);

create table model_routes (
  model text primary key,
  targets jsonb not null,
  updated_at timestamptz not null
);

create table prices (
  model text primary key,
  input_per_million bigint not null,
  output_per_million bigint not null,
  max_output_tokens int not null,
  updated_at timestamptz not null
);
comment on table prices is 'What an administrator says in place of the shipped prices; microdollars for a million tokens';

-- What a caller may use in a period, how much of it is used and how much is lent to the memory of processes.
create table allowances (
  subject text not null,
  kind text not null check (kind in ('cost', 'requests', 'tokens')),
  period text not null,
  used bigint not null default 0,
  leased bigint not null default 0 check (leased >= 0),
  ends_at timestamptz,
  primary key (subject, kind, period)
);
create index allowances_over on allowances (ends_at) where ends_at is not null;

create table holders (
  id uuid primary key,
  seen_at timestamptz not null
);
comment on table holders is 'Processes that hold leases, and when each was last heard of, in real time';

create table leases (
  holder_id uuid not null references holders on delete cascade,
  subject text not null,
  kind text not null,
  period text not null,
  amount bigint not null check (amount >= 0),
  primary key (holder_id, subject, kind, period),
  foreign key (subject, kind, period) references allowances
);
create index leases_by_allowance on leases (subject, kind, period);

-- Lends a slice: at least what the waiting calls need, as far as it is there, and a little more while there is plenty.
create function lend(a_holder uuid, a_subject text, a_kind text, a_period text, an_end timestamptz, a_limit bigint,
  a_need bigint, a_least bigint) returns table (lent bigint, free bigint)
language plpgsql as $$
declare
  row_of allowances;
  rest bigint;
  slice bigint;
begin
  insert into allowances as a (subject, kind, period, ends_at) values (a_subject, a_kind, a_period, an_end)
    on conflict (subject, kind, period) do update set ends_at = excluded.ends_at
    returning a.* into row_of;
  rest := case when a_limit is null then a_need * 64 else greatest(0, a_limit - row_of.used - row_of.leased) end;
  slice := least(rest, greatest(a_need, case when a_limit is null then rest else rest / 64 end));
  -- A remainder that is too small for any of them stays for others.
  if slice < a_least then slice := 0; end if;
  if slice > 0 then
    update allowances a set leased = a.leased + slice
      where (a.subject, a.kind, a.period) = (a_subject, a_kind, a_period);
    insert into leases as l (holder_id, subject, kind, period, amount)
      values (a_holder, a_subject, a_kind, a_period, slice)
      on conflict (holder_id, subject, kind, period) do update set amount = l.amount + excluded.amount;
  end if;
  return query select slice, rest - slice;
end $$;

create table usage_days (
  day date not null,
  subject text not null,
  user_id uuid,
  model text not null,
  upstream text not null,
  requests bigint not null default 0,
  failed bigint not null default 0,
  cached bigint not null default 0,
  estimated bigint not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_microdollars bigint not null default 0,
  primary key (day, subject, model, upstream)
);
comment on column usage_days.estimated is 'Calls whose upstream did not say what was used';
create index usage_by_user on usage_days (user_id, day);
