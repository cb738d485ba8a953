-- A replay sends events again in the order in which they were published.

alter table event_log add column seq bigint not null default 0;
comment on column event_log.seq is 'The place in the outbox; `relayed_at` is the same for a whole batch';
