-- All of this is worked out from the facts, and can be at any time.

-- Link addresses and names that more addresses of one family had in a day than one client has: a router's, or what every
-- device of a kind calls itself.
create table crowd (
  site integer not null,
  word text not null,
  day integer not null,
  primary key (site, word, day)
);
create index crowd_day on crowd (site, day);

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
create index place_made_up on place (site, made_up) where made_up <> '';
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
create index client_last on client (last_seen);

-- A client and a service.
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
  mixed integer not null, -- 1: good on or before its last low day
  low text not null, -- the rhythm of each low stack, and its name, one a line
  before_stacks text not null, -- seen up to its last low day
  same_stack integer not null, -- 1: one of them was seen since
  address_used_again integer not null, -- 1: below, and perhaps another client has the address by now
  made_up integer not null, -- 1: a link address that the device made up, and kept for less than 8 days so far
  least_absence integer not null, -- covered days without it that make it quiet, at least
  stacks text not null,
  used text not null, -- by whom, as reports say
  sites text not null,
  history text not null,
  found text not null, -- since it was fixed last, of each stack on its last day: a day and a finding a line
  guilty text not null, -- stacks of what was found
  remedy text not null,
  reference text not null,
  site integer not null, -- the only one where it was seen; 0 for several
  covered_around integer not null, -- days without it that sampled ones stand for; 0 where that is not known
  owner text not null,
  ticket text not null,
  accepted_until integer not null, -- what people noted; 0 for nothing
  accepted_by text not null,
  accepted_why text not null,
  retired_on integer not null default 0, -- the day from which on people call it gone
  primary key (client, service)
);

create index pair_retired on pair (client) where retired_on > 0;
create index pair_open on pair (client) where kind in (1, 2);
create index pair_mixed on pair (last_day) where mixed = 1;

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

-- Who was below at the ends of weeks, as it was known then, and where it was seen last: in one row for as long as that
-- did not change.
create table week_low (
  identity text not null,
  service integer not null,
  site integer not null,
  last_day integer not null,
  least_absence integer not null,
  low text not null,
  since integer not null, -- the Monday of the first such week
  until integer not null, -- of the first week that is none any more
  primary key (identity, service, site, since)
);
create index week_low_until on week_low (until);

-- Who was seen in a week, as it was known at its end.
create table week_seen (
  start integer not null, -- its Monday
  identity text not null,
  primary key (start, identity)
);

-- How many clients were below at the end of a week, by covered days since they were last seen: -1 counts those that were
-- seen in it. As of its last day.
create table week (
  start integer not null,
  covered_since integer not null,
  clients integer not null,
  primary key (start, covered_since)
);
