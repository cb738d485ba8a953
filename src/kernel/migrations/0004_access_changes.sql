-- Other processes read what has changed since their last look, every second: by the transaction that wrote it. A time
-- would miss what was written before that look and committed after it.

alter table revoked_sessions add column changed_by xid8 not null default pg_current_xact_id();
alter table user_roles add column changed_by xid8 not null default pg_current_xact_id();
alter table role_permissions add column changed_by xid8 not null default pg_current_xact_id();
create index revoked_sessions_changed_by on revoked_sessions (changed_by);
create index user_roles_changed_by on user_roles (changed_by);
create index role_permissions_changed_by on role_permissions (changed_by);
