create table limits (
  key text primary key check (length(key) between 1 and 200),
  turns timestamptz[] not null default '{}',
  wait_ms integer not null default 0,
  day date,
  calls integer not null default 0
);
