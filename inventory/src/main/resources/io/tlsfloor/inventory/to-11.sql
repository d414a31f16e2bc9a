-- From version 10: of reports on several days the first one.
alter table observation add column since integer not null default 0;
update observation set since = day;
