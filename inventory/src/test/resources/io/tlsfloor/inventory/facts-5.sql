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
  used text not null, -- by whom, as reports of Microsoft's say, one a line
  first_seen bigint not null,
  last_seen bigint not null,
  primary key (run, part, address, day, service)
);
create index observation_place on observation (site, address, day);
create index observation_day on observation (site, day);

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

-- What was forgotten, as hashes: facts up to the day are not taken in again.
create table forgotten (
  mark text primary key,
  until_day integer not null
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
  primary key (site, day)
);
-- All of this is worked out from the facts, and can be at any time.

-- Link addresses and names that more addresses of one family had in a day than one client has: a router's, or what every
-- device of a kind calls itself.
create table crowd (
  site integer not null,
  word text not null,
  day integer not null,
  primary key (site, word, day)
);

-- Who had an address on a day: what was seen there, and the client that follows from it.
create table place (
  site integer not null,
  address text not null,
  day integer not null,
  mac text not null, -- given by a maker
  made_up text not null, -- a link address that the device made up
  name text not null,
  client integer not null, -- 0: nobody can tell whose it was
  primary key (site, address, day)
);
create index place_client on place (client, day);
create index place_mac on place (mac) where mac <> '';
create index place_name on place (site, name) where mac = '';
create index place_holds_name on place (site, name, day) where mac <> '';
create index place_made_up on place (site, made_up);
create index place_holds_made_up on place (site, made_up, day) where name <> '';

create table client (
  id integer primary key,
  identity text not null unique,
  basis text not null,
  address text not null, -- the latest
  sort text not null,
  mac text not null,
  name text not null,
  first_seen bigint not null,
  last_seen bigint not null
);
create index client_address on client (address);
create index client_name on client (name);

-- A client and a service. Covered days since count those of the site where they are fewest.
create table pair (
  client integer not null,
  service integer not null,
  kind integer not null, -- what its days have shown: 0 never below, 1 below, 2 below again after it was fixed, 3 fixed
  first_day integer not null,
  last_day integer not null,
  first_low integer not null, -- the first day on which it was below; 0 for none
  first_seen bigint not null,
  last_seen bigint not null,
  connections bigint not null,
  good_connections bigint not null, -- since it was below last
  good_days integer not null,
  stacks text not null,
  used text not null, -- by whom, as reports say
  sites text not null,
  history text not null,
  found text not null, -- since it was fixed last, of each stack on its last day: a day and a finding a line
  guilty text not null, -- stacks of what was found
  remedy text not null,
  reference text not null,
  covered_since_last integer not null,
  owner text not null,
  ticket text not null,
  accepted_until integer not null, -- what people noted; 0 for nothing
  accepted_by text not null,
  accepted_why text not null,
  primary key (client, service)
);

create index pair_open on pair (client) where kind in (1, 2);

-- How a client fares with a service, by the day of asking; good where nothing is said.
create table faring (
  client integer not null,
  service integer not null,
  since integer not null, -- asked from this day on
  until integer not null, -- asked before this day
  kind integer not null,
  day integer not null, -- a far one where none is known
  whom text not null,
  ended_until integer not null, -- of an exception that holds no more; 0 for none
  ended_by text not null,
  issuer text not null,
  primary key (client, service, since)
);
create index faring_kind on faring (kind);

create table pair_site (
  client integer not null,
  service integer not null,
  site integer not null,
  primary key (client, service, site)
);

-- How many clients were below at the end of a week, by covered days since they were last seen: -1 counts those that were
-- seen in it. As of its last day.
create table week (
  start integer not null,
  covered_since integer not null,
  clients integer not null,
  primary key (start, covered_since)
);
