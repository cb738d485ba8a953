create table records (
  seq bigint not null,
  recorded_at timestamptz not null,
  event_id uuid not null,
  at timestamptz not null,
  service text not null,
  type text not null,
  action text not null,
  actor text not null,
  target text,
  reason text not null,
  correlation_id text not null,
  causation_id text,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (recorded_at, seq)
) partition by range (recorded_at);
create table records_default partition of records default;
create index records_seq on records (seq);
create index records_correlation on records (correlation_id, seq);
create index records_actor on records (actor, seq);
create index records_target on records (target, seq);
create index records_type on records (type, seq);
create index records_at on records (at);
comment on table records is 'Every event of every service, chained; a partition a month, two years';
comment on column records.recorded_at is 'Real time of the append, never less than that of the record before';
comment on column records.at is 'When it happened, as the event says';
comment on column records.hash is 'SHA-256 over previous_hash and the canonical JSON of the record';

create table chain_head (
  singleton boolean primary key default true check (singleton),
  seq bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex'),
  recorded_at timestamptz not null default '1970-01-01Z'
);
insert into chain_head default values;
comment on table chain_head is 'The last record; its lock puts those who append in a row';

create table checkpoints (
  month date primary key,
  seq bigint not null,
  hash bytea not null
);
comment on table checkpoints is 'The record before the first of each month: where the chain is taken up when older months are gone';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only: % of % is refused', tg_op, tg_table_name using errcode = '42501';
end $$;

create trigger append_only before update or delete on records for each row execute function refuse_change();
create trigger never_emptied before truncate on records for each statement execute function refuse_change();
create trigger never_emptied before truncate on records_default for each statement execute function refuse_change();
create trigger append_only before update or delete on checkpoints for each row execute function refuse_change();
create trigger never_emptied before truncate on checkpoints for each statement execute function refuse_change();

create function refuse_going_back() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.seq > old.seq and new.recorded_at >= old.recorded_at then
    return new;
  end if;
  raise exception 'The head of the audit log only moves on' using errcode = '42501';
end $$;
create trigger never_emptied before truncate on chain_head for each statement execute function refuse_change();
create trigger only_onwards before update or delete on chain_head for each row execute function refuse_going_back();
