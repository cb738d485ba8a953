create table mailboxes (
  id uuid primary key,
  user_id uuid not null,
  kind text not null check (kind in ('gmail', 'imap', 'upload')),
  account_digest text not null,
  address_index text,
  address text not null,
  credentials text,
  state text not null default 'connected' check (state in ('connected', 'reconnect', 'paused')),
  version int not null default 1,
  since timestamptz not null,
  history_id numeric(40),
  uid_validity bigint,
  last_uid bigint,
  due_at timestamptz,
  watch_due_at timestamptz,
  watcher uuid,
  last_checked_at timestamptz,
  last_error text,
  linked_at timestamptz not null,
  unlinked_at timestamptz,
  unique (user_id, account_digest)
);
create index mailboxes_due on mailboxes (due_at) where due_at is not null;
create index mailboxes_address_index on mailboxes (address_index) where address_index is not null;
create index mailboxes_watch_due on mailboxes (watch_due_at) where watch_due_at is not null;
comment on column mailboxes.account_digest is 'SHA-256 of user id and account: the same account is linked once, and nobody reads the address from it';
comment on column mailboxes.address_index is 'Gmail: HMAC of the address under a key of ours, by which a push finds its mailboxes';
comment on column mailboxes.address is 'Sealed: what the user calls this mailbox';
comment on column mailboxes.credentials is 'Sealed: how to get in; null for uploads and unlinked mailboxes';
comment on column mailboxes.since is 'Messages received before are none of our business';
comment on column mailboxes.history_id is 'Gmail: everything up to here is taken';
comment on column mailboxes.last_uid is 'IMAP: everything up to here is taken, as long as uid_validity stays';
comment on column mailboxes.due_at is 'When to look for mail next; null when nobody has to';
comment on column mailboxes.watcher is 'The process that holds the IDLE connection, as long as it is alive by its row in watchers';

create table watchers (
  process uuid primary key,
  alive_until timestamptz not null
);
comment on table watchers is 'Processes that hold IDLE connections: each renews one row, however many mailboxes it watches';

create table own_keys (
  name text primary key,
  public text not null,
  secret text not null
);
comment on table own_keys is 'Keys of this service: made once, the secret sealed';

create table oauth_states (
  state_digest text primary key,
  user_id uuid not null,
  verifier text not null,
  backfill_days int not null,
  expires_at timestamptz not null
);
comment on table oauth_states is 'Consents begun and not finished: bound to the user, good once';

create table emails (
  id uuid primary key,
  user_id uuid not null,
  mailbox_id uuid not null references mailboxes (id),
  headers text not null,
  received_at timestamptz not null,
  state text not null check (state in ('pending', 'processing', 'completed', 'failed', 'ignored', 'needs-review')),
  state_reason text,
  score real not null,
  trusted_sender boolean not null,
  urgent boolean not null,
  correlation_id uuid not null unique,
  version int not null default 1,
  started_at timestamptz not null,
  planned_at timestamptz,
  due_at timestamptz,
  stored_at timestamptz not null
);
create index emails_newest on emails (user_id, received_at desc, id desc);
create index emails_mailbox on emails (mailbox_id);
create index emails_due on emails (due_at) where due_at is not null;
comment on column emails.headers is 'Sealed: message id, subject, sender';
comment on column emails.started_at is 'When this processing (not the first one) began';
comment on column emails.planned_at is 'When the plan out of this processing was there';
comment on column emails.due_at is 'Deadline of the step being waited for';

create table attachments (
  id uuid primary key,
  email_id uuid not null references emails (id) on delete cascade,
  user_id uuid not null,
  position int not null,
  file_name text not null,
  content_type text not null,
  size int not null,
  sha256 text not null,
  blob_key text not null,
  outcome text check (outcome in ('usable', 'unsure', 'unusable', 'unreadable', 'schedule', 'other')),
  outcome_reason text,
  outcome_version int not null default 0,
  unique (user_id, sha256)
);
create index attachments_email on attachments (email_id, position);
comment on column attachments.file_name is 'Sealed';
comment on column attachments.outcome is 'What the PDF turned out to be (of several sheets in it, the first); null until it is read';

create table further_sheets (
  attachment_id uuid not null references attachments (id) on delete cascade,
  part int not null check (part > 1),
  document_id uuid unique,
  outcome text check (outcome in ('usable', 'unsure', 'unusable', 'schedule', 'other')),
  outcome_reason text,
  outcome_version int not null default 0,
  primary key (attachment_id, part)
);
comment on table further_sheets is 'Of a PDF that holds several call sheets: what the second and each after it turned out to be; null until it is told';

create table fingerprints (
  user_id uuid not null,
  digest text not null,
  email_id uuid,
  seen_at timestamptz not null,
  primary key (user_id, digest)
);
create index fingerprints_seen_at on fingerprints (seen_at);
comment on table fingerprints is 'Messages and files that an owner has sent before: this key decides what is a duplicate. No email: seen and ignored';

create table steps (
  event_id uuid primary key,
  correlation_id uuid not null references emails (correlation_id) on delete cascade,
  type text not null,
  outcome text not null check (outcome in ('ok', 'failed', 'skipped')),
  detail text,
  duration_ms double precision,
  at timestamptz not null
);
create index steps_story on steps (correlation_id, at);
comment on table steps is 'What other services said about a message being processed';

create table productions (
  production_id uuid primary key,
  version int not null,
  deleted boolean not null,
  user_ids uuid[] not null,
  sender_digests text[] not null
);
create index productions_user_ids on productions using gin (user_ids);
comment on table productions is 'Copy of production.changed: whose call sheets come from where; addresses as SHA-256';

create table loose_blobs (
  key text primary key,
  delete_after timestamptz not null
);
create index loose_blobs_delete_after on loose_blobs (delete_after);
comment on table loose_blobs is 'Blobs that no row refers to: being written, left by a crash, or of an erased person';
