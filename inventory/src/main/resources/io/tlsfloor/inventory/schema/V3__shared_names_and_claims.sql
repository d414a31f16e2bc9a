-- Names that more addresses of a site gave themselves in one day than one client has: they identify no one.
create table shared_name (
  site integer not null references site (id),
  name text not null,
  day integer not null,
  primary key (site, name)
);

-- When a process began to send a digest; 0 while none does.
alter table digest add column claimed bigint not null default 0;
