-- Copies of what other services own: filled once, healed every night (see copies.ts).

create table copy_passes (
  name text primary key,
  due_at timestamptz not null default pg_catalog.now(),
  pass uuid,
  after text,
  seen int not null default 0,
  changed int not null default 0,
  attempts int not null default 0,
  error text,
  finished_at timestamptz,
  last_seen int,
  last_changed int
);
comment on table copy_passes is 'Of each copy the pass through its owner''s snapshot that is under way, and the last complete one';
comment on column copy_passes.due_at is 'When the pass begins, or goes on after a failure';
comment on column copy_passes.pass is 'Of the pass under way; null between passes. Whoever finds another one here than their own stops';
comment on column copy_passes.after is 'Key up to which the pass has come; commits with what it changed';
