-- From version 5: hours of the day. Of facts that were kept without them, all hours from the first connection to the last
-- are taken for those of a stack that nobody knows.
alter table observation add column hours integer not null default 0;
alter table observation add column low text not null default '';
update observation set hours = (1 << (cast(last_seen / 3600000000000 % 24 as integer) + 1))
  - (1 << cast(first_seen / 3600000000000 % 24 as integer));
update observation set low = cast(hours as text) || ' ' where below > 0;
alter table site_day add column hours integer not null default 0;
