create table user_settings (
  user_id uuid primary key,
  version int not null default 0,
  home text,
  home_since int not null default 0,
  home_found boolean,
  stop text,
  stop_since int not null default 0,
  stop_found boolean,
  crew text,
  buffers jsonb not null,
  language text not null,
  time_zone text not null,
  event_visibility text not null,
  notifications jsonb not null,
  updated_at timestamptz not null default pg_catalog.now()
);
comment on column user_settings.home is 'Address, sealed under the person''s key';
comment on column user_settings.stop is 'Name, address and opening time as JSON, sealed under the person''s key';
comment on column user_settings.crew is 'Name, role and department as JSON, sealed under the person''s key';
comment on column user_settings.home_since is 'Version at which the address was set: what the map said about an older one does not count';
comment on column user_settings.stop_since is 'Version at which the address was set: what the map said about an older one does not count';

create table credentials (
  name text primary key,
  version int not null,
  secret text,
  hint text,
  set_at timestamptz not null,
  valid boolean,
  checked_at timestamptz,
  latency_ms float8
);
comment on table credentials is 'Keys of providers; a removed one stays as a row without secret, so that versions go on';
comment on column credentials.secret is 'Sealed under the master key';
