-- One schema for SQLite and PostgreSQL: only what both understand. Days count from 1970-01-01 (UTC), times are
-- nanoseconds since then. Ids are given by the one writer, in its transaction.

create table meta (
  name text primary key,
  content text not null
);

-- A site has no gaps before its first day and after its last one: 0 where that was not said.
create table site (
  id integer primary key,
  name text not null unique,
  opened integer not null,
  closed integer not null
);

create table service (
  id integer primary key,
  instance text not null,
  area text not null,
  name text not null,
  unique (instance, area, name)
);

-- What was brought by one run. Of one that ends by itself, it replaces what the same run had brought. Rows that are not
-- whole are being written, or were given up: nothing reads them. Runs in one lane do not overlap in time.
create table run (
  id integer primary key,
  name text not null, -- empty while it is being written
  site integer not null references site (id),
  first_seen bigint not null,
  last_seen bigint not null,
  lane integer not null,
  narrowed integer not null,
  floor text not null, -- versions before it are below; several, one a line, where it changed; empty where no line says it
  whole integer not null, -- 0: being written
  head text not null, -- hash of its first line: where its last line is missing, that is all that tells it from others
  told bigint not null, -- when it said what run_day has; its last line is the latest
  imported bigint not null
);
create index run_name on run (name);
create index run_head on run (head);
create index run_site on run (site, last_seen);

-- Parts of a watch that were taken in, so that the same lines again are no work.
create table part (
  run integer not null references run (id),
  part bigint not null,
  content text not null, -- a hash
  primary key (run, part)
);

-- What a run says of the days that it watched.
create table run_day (
  run integer not null references run (id),
  day integer not null,
  watched integer not null, -- seconds
  connections bigint not null, -- of the service
  lost bigint not null, -- of these
  packets bigint not null,
  dropped bigint not null,
  primary key (run, day)
);

-- The facts: what a client did with a service on a day, or in a part of it, as one run saw it.
create table observation (
  run integer not null references run (id),
  part bigint not null,
  site integer not null,
  day integer not null,
  since integer not null, -- the first of the days that a report is about; else the day
  address text not null,
  service integer not null references service (id),
  mac text not null,
  name text not null,
  connections bigint not null,
  below bigint not null, -- best offer or choice below the floor, excepted or not
  good bigint not null, -- established at or above the floor
  failed bigint not null,
  offered text not null,
  negotiated text not null,
  stacks text not null,
  hours integer not null, -- of the day, UTC, in which it had connections: a bit each, from 0
  low text not null, -- hours in which each stack was below, and the stack's name, one a line
  used text not null, -- by whom, as reports of Microsoft's say, one a line
  first_seen bigint not null,
  last_seen bigint not null,
  primary key (run, part, address, day, service)
);
create index observation_place on observation (site, address, day);
create index observation_day on observation (site, day);
create index observation_mac on observation (site, mac, day, address) where mac <> '';
create index observation_name on observation (site, name, day, address) where name <> '';

-- What was found in it, by rule, stack and exception.
create table finding (
  run integer not null references run (id),
  part bigint not null,
  site integer not null,
  day integer not null,
  address text not null,
  service integer not null references service (id),
  rule text not null,
  stack text not null,
  exception text not null, -- empty for none
  enforced text not null, -- a day that the service has set
  seen bigint not null, -- the last time
  content text not null, -- all of it, as lines have it
  primary key (run, part, address, day, service, rule, stack, exception)
);
create index finding_place on finding (site, address, day);
create index finding_seen on finding (seen);
create index finding_enforced on finding (enforced) where enforced <> '';

-- Places whose facts changed, and that were not looked at since.
create table touched (
  site integer not null,
  address text not null,
  day integer not null,
  primary key (site, address, day)
);

-- What people know of hosts: from a directory, a CMDB or a DHCP server. Without a site they hold everywhere.
create table host (
  id integer primary key,
  source text not null,
  site text not null,
  name text not null,
  mac text not null,
  address text not null,
  owner text not null,
  ticket text not null,
  from_day integer not null,
  until_day integer not null
);
create index host_name on host (name);
create index host_mac on host (mac);
create index host_address on host (address);

-- What was forgotten, as hashes: facts up to the day are not taken in again. Each with the salt of the inventory that it
-- was forgotten in.
create table forgotten (
  mark text primary key,
  until_day integer not null,
  salt text not null
);

-- What people decided. Never changed by an import; the last of a field counts. A note on a client stands at a place where
-- the client was seen, so that it stays with the client when that is known better.
create table note (
  id integer primary key,
  scope text not null,
  target text not null,
  field text not null,
  content text not null,
  owner text not null,
  until_day integer not null,
  author text not null,
  noted bigint not null,
  day integer not null,
  at_site integer not null,
  at_address text not null,
  at_day integer not null
);
create index note_target on note (scope, target);

-- What a site watched of a day: worked out from run_day. Later days change nothing of it.
create table site_day (
  site integer not null,
  day integer not null,
  watched integer not null, -- seconds
  lost integer not null, -- of a million
  hours integer not null, -- of the day, UTC, that were watched with little loss: a bit each, from 0
  primary key (site, day)
);
create index site_day_day on site_day (day);
