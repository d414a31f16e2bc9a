-- What a client is looked for by, and the first day of all.
create index client_address on client (address);
create index endpoint_address on endpoint (address);
create index endpoint_name on endpoint (lower(name));
create index sighting_first_day on sighting (first_day);

-- Who is told of changes, and how; nobody at first. The owner * stands for all clients whose owner is not told.
create table subscription (
  owner text primary key,
  channel text not null,
  target text not null,
  author text not null,
  made bigint not null
);

-- What is to be told: written in the transaction of the change, deleted in that of the digest that tells it.
create table outbox (
  id integer primary key,
  endpoint integer not null references endpoint (id),
  service integer not null references service (id),
  day integer not null
);
create index outbox_endpoint on outbox (endpoint);

-- What owners are told. Not sent yet where sent is 0.
create table digest (
  id integer primary key,
  owner text not null,
  channel text not null,
  target text not null,
  made bigint not null,
  below integer not null,
  content text not null,
  attempts integer not null,
  failure text not null,
  sent bigint not null
);
create index digest_sent on digest (sent);

-- Exceptions whose end was told.
create table warned (
  exception text primary key
);
