-- Everybody who has written to the bot, linked to an account or not.
create table chats (
  chat_id bigint primary key,
  link_id uuid unique,
  user_id uuid,
  roles text[],
  version int not null default 0,
  state text not null default 'open' check (state in ('open', 'blocked')),
  language text not null,
  linked_at timestamptz,
  seen_at timestamptz not null default telegram.now(),
  served_by uuid,
  served_until timestamptz,
  free_at timestamptz not null default telegram.now(),
  last_message_id bigint not null default 0,
  check (num_nonnulls(link_id, user_id, roles, linked_at) in (0, 4))
);
create index chats_of_user on chats (user_id) where user_id is not null;
create index chats_by_age on chats (seen_at) where user_id is null;
comment on column chats.link_id is 'Names the grant under which the chat acts for the user; another one with every linking';
comment on column chats.roles is 'Of the user when the chat was linked: they count until an event has told of others';
comment on column chats.state is 'blocked: the person has stopped the bot; whatever they write opens it again';
comment on column chats.served_by is 'The run that answers this chat now, so that it is answered in order';
comment on column chats.free_at is 'Telegram takes about a message a second for a chat: the next one not before';
comment on column chats.last_message_id is 'The highest id of a message in this chat that is known here';

create table link_codes (
  code_hash bytea primary key,
  user_id uuid not null,
  roles text[] not null,
  expires_at timestamptz not null
);
create index link_codes_of_user on link_codes (user_id);
create index link_codes_by_age on link_codes (expires_at);

-- What Telegram brought. The key makes a repeated update do nothing.
create table updates (
  update_id bigint primary key,
  chat_id bigint not null,
  payload text,
  received_at timestamptz not null default telegram.now(),
  due_at timestamptz not null default telegram.now(),
  handled_at timestamptz,
  attempts int not null default 0
);
comment on column updates.due_at is 'What broke is tried again later, and what the person wrote after it waits';
create index updates_waiting on updates (chat_id, update_id) where handled_at is null;
create index updates_by_age on updates (received_at);
comment on column updates.payload is 'Sealed; emptied once it is handled';

-- What goes to a chat, in order.
create table outgoing (
  id uuid primary key,
  seq bigint generated always as identity unique,
  chat_id bigint not null,
  about uuid,
  payload text,
  created_at timestamptz not null default telegram.now(),
  due_at timestamptz not null default telegram.now(),
  begun_at timestamptz,
  begun_after bigint,
  ended_at timestamptz,
  message_id bigint,
  error text,
  attempts int not null default 0
);
create index outgoing_waiting on outgoing (chat_id, seq) where ended_at is null;
create index outgoing_by_age on outgoing (created_at);
comment on column outgoing.payload is 'Sealed; emptied once it has ended';
comment on column outgoing.begun_at is 'Given to Telegram; without an end its outcome is unknown';
comment on column outgoing.begun_after is 'The highest message id that was known of the bot then: its own, if there is one, is higher';

-- Where a chat stands in a conversation of several steps: ids and choices, nothing that the person wrote.
create table conversations (
  chat_id bigint primary key references chats on delete cascade,
  state jsonb not null,
  expires_at timestamptz not null
);
create index conversations_by_age on conversations (expires_at);
create index conversations_of_booking on conversations ((state ->> 'bookingId')) where state ->> 'bookingId' is not null;

-- What the bot has asked about and waits to be told: one question of a chat.
create table asked (
  chat_id bigint primary key references chats on delete cascade,
  text text not null,
  expires_at timestamptz not null
);
create index asked_by_age on asked (expires_at);
comment on column asked.text is 'Sealed: the words that the person has written';

-- What the assistant wants to do: done once the person has pressed the button, or never.
create table proposals (
  id uuid primary key,
  chat_id bigint not null references chats on delete cascade,
  act text not null,
  expires_at timestamptz not null
);
create index proposals_of_chat on proposals (chat_id);
create index proposals_by_age on proposals (expires_at);
comment on column proposals.id is 'Also the key under which it is done, so that it is done once';
comment on column proposals.act is 'Sealed: the tool and its arguments';

-- What was said last between a person and the assistant, so that it knows what "that one" is.
create table memories (
  chat_id bigint primary key references chats on delete cascade,
  turns text not null,
  expires_at timestamptz not null
);
create index memories_by_age on memories (expires_at);
comment on column memories.turns is 'Sealed; a few turns, without what tools have read';

-- How far long polling has come, and what the bot knows of itself.
create table bot (
  only_row boolean primary key default true check (only_row),
  next_update_id bigint not null default 0,
  highest_message_id bigint not null default 0
);
insert into bot default values;
comment on column bot.highest_message_id is 'Of all private chats: Telegram counts them together';

-- Call sheets that were sent to the bot: the chat hears what became of them.
create table sheets (
  correlation_id text primary key,
  chat_id bigint not null references chats on delete cascade,
  sent_at timestamptz not null default telegram.now(),
  day_id uuid,
  tell_at timestamptz
);
create index sheets_due on sheets (tell_at) where tell_at is not null;
create index sheets_by_age on sheets (sent_at);
create index sheets_of_chat on sheets (chat_id);
comment on column sheets.correlation_id is 'Of the story that began with the file: everything that follows carries it';
comment on column sheets.tell_at is 'The day is planned: to be told then, when route and weather are there or have not come for a while';
