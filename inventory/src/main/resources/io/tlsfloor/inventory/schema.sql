-- One schema for SQLite and PostgreSQL: only what both understand. Days count from 1970-01-01 (UTC), times are
-- nanoseconds since then. Ids are given by the one writer, in its transaction.

create table meta (
  name text primary key,
  content text not null
);

create table site (
  id integer primary key,
  name text not null unique,
  linked integer not null default 1 -- whether any link address of a client was seen there: behind a router there is none
);

create table service (
  id integer primary key,
  instance text not null,
  area text not null,
  name text not null,
  unique (instance, area, name)
);

-- Who is one client. Made from endpoints, and made again whenever more is known of them.
create table client (
  id integer primary key,
  identity text not null unique,
  basis text not null,
  address text not null,
  mac text not null,
  name text not null,
  first_seen bigint not null,
  last_seen bigint not null
);

create index client_address on client (address);

-- An address at a site, with the link address and the name it had: what a line says, before anyone concludes anything.
create table endpoint (
  id integer primary key,
  site integer not null references site (id),
  address text not null,
  family integer not null,
  mac text not null,
  name text not null,
  client integer not null references client (id),
  first_seen bigint not null,
  last_seen bigint not null,
  -- Who another sensor saw at the same address on the same days: the link address of a name, or the name of a link address
  -- that a device made up. Empty for no one, null where nobody looked.
  partner text,
  unique (site, address, mac, name)
);
-- Endpoints are looked for among those of the time that an import brings, so that it takes no longer as the years go by.
create index endpoint_client on endpoint (client, last_seen);
create index endpoint_mac on endpoint (mac, last_seen);
create index endpoint_address on endpoint (address, last_seen);
create index endpoint_name on endpoint (lower(name), last_seen);

-- An endpoint and a service over all time; days has one letter a day from first_day on (see DayMark).
create table sighting (
  endpoint integer not null references endpoint (id),
  service integer not null references service (id),
  first_seen bigint not null,
  last_seen bigint not null,
  first_day integer not null,
  days text not null,
  below_days integer not null,
  connections bigint not null,
  stacks text not null,
  primary key (endpoint, service)
);
create index sighting_first_day on sighting (first_day);

create table client_day (
  endpoint integer not null references endpoint (id),
  service integer not null references service (id),
  day integer not null,
  connections bigint not null,
  flagged bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  mark text not null,
  severity integer not null,
  offered text not null,
  negotiated text not null,
  stacks text not null,
  rules text not null,
  periods text not null,
  first_seen bigint not null,
  last_seen bigint not null,
  primary key (endpoint, service, day)
);
create index client_day_day on client_day (day);

-- The newest evidence for each rule and stack.
create table finding (
  endpoint integer not null references endpoint (id),
  service integer not null references service (id),
  rule text not null,
  stack text not null,
  severity integer not null,
  summary text not null,
  remedy text not null,
  reference text not null,
  enforced text not null,
  exception text not null,
  exception_until integer not null,
  file text not null,
  frame bigint not null,
  event_id text not null,
  seen bigint not null,
  primary key (endpoint, service, rule, stack)
);
create index finding_seen on finding (seen);

-- Link addresses that had too many addresses behind them in one day to be a client's.
create table router (
  site integer not null references site (id),
  mac text not null,
  day integer not null,
  primary key (site, mac)
);

create table run (
  id text primary key,
  site integer not null references site (id),
  first_packet bigint not null,
  last_packet bigint not null,
  narrowed integer not null,
  losses text not null,
  imported bigint not null
);

create table site_day (
  site integer not null references site (id),
  day integer not null,
  spans text not null,
  losses text not null,
  primary key (site, day)
);

create table receipt (
  id integer primary key,
  imported bigint not null,
  input text not null,
  sha256 text not null,
  lines bigint not null,
  malformed bigint not null,
  fresh bigint not null,
  changed bigint not null,
  reopened bigint not null,
  untouched bigint not null
);

-- Where reading of an input that grows goes on.
create table input (
  file_key text primary key,
  position bigint not null,
  tail text not null
);

-- What people decided. Never changed by an import; the last of a field counts.
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
  day integer not null
);
create index note_target on note (scope, target);

-- Names that more addresses of a site gave themselves in one day than one client has: they identify no one.
create table shared_name (
  site integer not null references site (id),
  name text not null,
  day integer not null,
  primary key (site, name)
);
