create table measures (
  day date not null,
  metric text not null,
  label text not null,
  bucket smallint not null,
  count bigint not null,
  sum double precision not null,
  primary key (day, metric, label, bucket)
);
comment on table measures is 'What happened on a day (UTC): counts and durations. Bucket 0 holds what has no duration; see histogram.ts';
comment on column measures.sum is 'Of the durations in this bucket, milliseconds';

create table stories (
  correlation_id text primary key,
  received_at timestamptz,
  planned_at timestamptz,
  notified_at timestamptz,
  plan_counted boolean not null default false,
  delivery_counted boolean not null default false,
  seen_at timestamptz not null default pg_catalog.now()
);
create index stories_seen_at on stories (seen_at);
comment on table stories is 'When an e-mail was received, first planned and first told of, until both ends of a duration are known; 30 days';
