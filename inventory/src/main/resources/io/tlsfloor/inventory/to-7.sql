-- From version 6: what an import looks up.
create index run_site on run (site, last_seen);
create index observation_mac on observation (site, mac, day, address) where mac <> '';
create index observation_name on observation (site, name, day, address) where name <> '';
create index site_day_day on site_day (day);
