-- Tables partitioned by month: what is about to be needed is made ahead, what is past its time is dropped.

-- Acts with its caller's rights, so only for the owner of the table; everybody else goes through upkeep(), whose tables
-- and times are fixed. A lock that is not to be had is given up soon: the hourly upkeep comes again, and there are
-- months to spare.
create function keep_months(parent regclass, keep_days int) returns void
language plpgsql set lock_timeout = '5s' set timezone = 'UTC' as $$
declare
  home text; stem text; time_column text; net regclass;
  first date; next date; part text; stray boolean;
begin
  select n.nspname, c.relname, a.attname, p.partdefid into strict home, stem, time_column, net
  from pg_partitioned_table p
  join pg_class c on c.oid = p.partrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
  where c.oid = parent;
  if net = 0::regclass then
    raise exception '% has no default partition: rows of a month that is missing would be refused', parent;
  end if;

  for ahead in 0..3 loop
    first := date_trunc('month', pg_catalog.now()) + make_interval(months => ahead);
    next := first + interval '1 month';
    part := stem || to_char(first, '_YYYY_MM');
    continue when to_regclass(format('%I.%I', home, part)) is not null;
    execute format('lock table %s in access exclusive mode', net);
    execute format('select exists (select from %s where %I >= $1 and %2$I < $2)', net, time_column)
      into stray using first::timestamptz, next::timestamptz;
    if stray then
      -- The default partition has caught rows of this month: they move. Triggers guard against people, not against this.
      execute format('create table %I.%I (like %s including all)', home, part, parent);
      execute format('alter table %s disable trigger user', net);
      execute format('with moved as (delete from %s where %I >= $1 and %2$I < $2 returning *)
        insert into %I.%I select * from moved', net, time_column, home, part) using first::timestamptz, next::timestamptz;
      execute format('alter table %s enable trigger user', net);
      execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)', parent, home, part, first, next);
    else
      execute format('create table %I.%I partition of %s for values from (%L) to (%L)', home, part, parent, first, next);
    end if;
  end loop;

  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent and c.relname ~ ('^' || stem || '_\d{4}_\d{2}$')
      and right(c.relname, 7) < to_char(pg_catalog.now() - make_interval(days => keep_days), 'YYYY_MM')
  loop
    execute format('drop table %I.%I', home, part);
  end loop;
end $$;
