-- What there is to sell: movies, theaters, screens with their seat plans, price lists, showtimes.

create table movies (
  id uuid primary key,
  version int not null default 1,
  title text not null,
  title_key text not null,
  sort_key text collate "C" not null,
  original_title text,
  genres text[] not null,
  rating text,
  runtime_minutes int not null check (runtime_minutes > 0),
  release_date date,
  synopsis text not null,
  poster_url text,
  directors text[] not null,
  cast_names text[] not null,
  language text not null,
  subtitles text[] not null,
  withdrawn boolean not null default false,
  changed_at timestamptz not null default movie.now()
);
create index movies_by_title on movies (sort_key, id);
comment on column movies.title_key is 'Title and original title as searches compare them: no case, accents or punctuation';
comment on column movies.sort_key is 'Title in ASCII, as lists are sorted';

create table theaters (
  id uuid primary key,
  version int not null default 1,
  name text not null,
  city text not null,
  city_key text not null,
  sort_key text collate "C" not null,
  address text not null,
  time_zone text not null,
  closed boolean not null default false,
  changed_at timestamptz not null default movie.now()
);
create index theaters_by_city on theaters (sort_key, id);
comment on column theaters.sort_key is 'City and name in ASCII';

create table screens (
  id uuid primary key,
  theater_id uuid not null references theaters,
  version int not null default 1,
  name text not null,
  sort_key text collate "C" not null,
  layout_id uuid not null,
  turnaround_minutes int not null check (turnaround_minutes >= 0),
  closed boolean not null default false,
  changed_at timestamptz not null default movie.now(),
  unique (theater_id, sort_key)
);

create table layouts (
  id uuid primary key,
  screen_id uuid not null references screens deferrable initially deferred,
  version int not null,
  grid text not null,
  columns int not null,
  lines int not null,
  capacity int not null check (capacity > 0),
  seats jsonb not null,
  drawn_at timestamptz not null default movie.now(),
  unique (screen_id, version)
);
comment on table layouts is 'Seat plans, which never change: showtimes keep the one that they were scheduled with';
alter table screens add foreign key (layout_id) references layouts deferrable initially deferred;

create table price_lists (
  id uuid primary key,
  version int not null default 1,
  name text not null,
  currency text not null,
  vat_percent float8 not null,
  prices jsonb not null,
  created_at timestamptz not null default pg_catalog.now()
);
create index price_lists_by_age on price_lists (created_at desc, id desc);

create table showtimes (
  id uuid primary key,
  version int not null default 1,
  state text not null default 'scheduled' check (state in ('scheduled', 'cancelled')),
  movie_id uuid not null references movies,
  theater_id uuid not null references theaters,
  screen_id uuid not null references screens,
  layout_id uuid not null references layouts,
  format text not null,
  language text not null,
  subtitles text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  free_at timestamptz not null,
  on_sale_at timestamptz not null,
  sale_ends_at timestamptz not null,
  per_buyer_limit int,
  refuse_orphans boolean not null,
  price_list_id uuid not null references price_lists,
  currency text not null,
  vat_percent float8 not null,
  prices jsonb not null,
  changed_at timestamptz not null default movie.now(),
  check (starts_at < ends_at and ends_at <= free_at and on_sale_at < sale_ends_at)
);
create index showtimes_by_start on showtimes (starts_at, id);
create index showtimes_of_screen on showtimes (screen_id, starts_at) where state = 'scheduled';
create index showtimes_of_movie on showtimes (movie_id, starts_at) where state = 'scheduled';
comment on column showtimes.free_at is 'When the next showtime may start: the end and the turnaround of the screen';
comment on column showtimes.prices is 'As the price list stood when the showtime was scheduled or last changed';
