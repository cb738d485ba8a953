create table states (
  service text primary key,
  status text not null check (status in ('healthy', 'degraded', 'unhealthy')),
  since timestamptz not null,
  version int not null
);
comment on table states is 'The state of each service as last seen; a row changes only when its state does';

create table changes (
  id bigint generated always as identity primary key,
  service text not null,
  from_status text,
  to_status text not null,
  at timestamptz not null,
  detail text
);
create index changes_at on changes (at desc, id desc);
comment on table changes is 'Every change of state, 90 days';
comment on column changes.detail is 'The checks that failed, for those who run the system';
