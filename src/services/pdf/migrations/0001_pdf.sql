create table documents (
  id uuid primary key,
  attachment_id uuid not null,
  part int not null default 1,
  parts int not null default 1,
  email_id uuid not null,
  user_id uuid not null,
  sha256 text not null,
  size int not null,
  received_at timestamptz not null,
  correlation_id uuid not null,
  email_version int not null,
  read_version int not null default 0,
  state text not null default 'pending'
    check (state in ('pending', 'recognising', 'read', 'needs-review', 'confirmed', 'not-a-call-sheet', 'unreadable')),
  reason text,
  recognising_page int,
  recognising_of int,
  kind text,
  pages int,
  read_ms double precision,
  source text,
  sheet text,
  confirmed boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  unique (attachment_id, part)
);
create index documents_newest on documents (user_id, created_at desc, id desc);
create index documents_sha256 on documents (user_id, sha256);
comment on table documents is 'A sheet that was read from an attachment; of a file that holds several, one each';
comment on column documents.id is 'That of the attachment; of further sheets in it, an id that follows from it';
comment on column documents.part is 'Which sheet of the file, from 1';
comment on column documents.correlation_id is 'The story this document belongs to: what follows from a correction is told there too';
comment on column documents.email_version is 'The processing of the message that was asked for last';
comment on column documents.read_version is 'The processing that has been read';
comment on column documents.recognising_page is 'Of a scan that is being recognised: the page, of so many';
comment on column documents.source is 'Sealed: file name and sender';
comment on column documents.sheet is 'Sealed: what the reader found, without corrections';

create table corrections (
  id bigint generated always as identity primary key,
  document_id uuid not null references documents (id) on delete cascade,
  user_id uuid not null,
  change text not null,
  corrected_at timestamptz not null
);
create index corrections_document on corrections (document_id, id);
comment on column corrections.change is 'Sealed: field, value before, value after, where a person found it; one element of a list or the whole field';

create table learned (
  correction_id bigint not null references corrections (id) on delete cascade,
  position int not null,
  user_id uuid not null,
  place text not null,
  primary key (correction_id, position)
);
create index learned_newest on learned (user_id, correction_id desc);
comment on table learned is 'What corrections teach: where values stand on the sheets of a production and a sender';
comment on column learned.position is 'Which of the places of its correction: a day has several locations';
comment on column learned.place is 'Sealed: sender, production, field, label and place on the page';

create table recognised (
  user_id uuid not null,
  sha256 text not null,
  form int not null,
  pages bytea not null,
  primary key (user_id, sha256)
);
comment on table recognised is 'What was recognised on the scanned pages of a PDF, so that it is done once';
comment on column recognised.form is 'Of the reader: what is of another is recognised anew';
comment on column recognised.pages is 'Sealed: letters with their places, packed';
