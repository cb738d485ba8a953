-- One event that the bus refuses waits by itself instead of holding up those behind it.

alter table outbox
  add column refusals int not null default 0,
  add column refusal text,
  add column held_until timestamptz;
comment on column outbox.refusals is 'How often the bus has refused this event alone while it took others';
comment on column outbox.refusal is 'What it said the last time';
comment on column outbox.held_until is 'Not tried before; infinity: parked until somebody retries it';
