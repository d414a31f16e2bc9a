-- From version 9: the salt of each hash beside it, so that those of several inventories stand together.
alter table forgotten add column salt text not null default '';
update forgotten set salt = coalesce((select content from meta where name = 'forgotten'), '');
