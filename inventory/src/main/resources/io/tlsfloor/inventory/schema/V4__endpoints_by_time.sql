-- Endpoints are looked for among those of the time that an import brings, so that it takes no longer as the years go by.
drop index endpoint_mac;
create index endpoint_mac on endpoint (mac, last_seen);
drop index endpoint_address;
create index endpoint_address on endpoint (address, last_seen);
drop index endpoint_name;
create index endpoint_name on endpoint (lower(name), last_seen);
drop index endpoint_client;
create index endpoint_client on endpoint (client, last_seen);

-- Who another sensor saw at the same address on the same days: the link address of a name, or the name of a link address
-- that a device made up. Empty for no one, null where nobody looked.
alter table endpoint add column partner text;

-- Whether any link address of a client was seen there: behind a router there is none. 1 also where nobody looked.
alter table site add column linked integer not null default 1;
