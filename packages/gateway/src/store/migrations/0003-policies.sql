-- What people have set of the policy. The rules themselves are compiled from this; what is not set is as we ship it.
-- An empty connection means every connection that has nothing of its own.

create table policy_rows (
  connection text not null,
  subject text not null,
  verdict text not null check (verdict in ('allow', 'ask', 'deny')),
  revision bigint not null,
  primary key (connection, subject)
);

create table policy_bases (
  connection text primary key,
  base text not null check (base in ('cautious', 'read-only')),
  revision bigint not null
);

-- One row: whoever changes anything locks it first, and whoever only wants to know whether anything changed reads it.
create table policy_head (
  id int primary key check (id = 1),
  version bigint not null,
  epoch bigint not null,
  emergency text not null check (emergency in ('off', 'ask', 'deny'))
);
insert into policy_head values (1, 0, 0, 'off');

create table policy_changes (
  version bigint primary key,
  at timestamptz not null,
  changed_by text not null,
  kind text not null check (kind in ('verdict', 'preset', 'reset', 'switch')),
  connection text not null,
  subject text,
  before text not null,
  after text not null,
  reason text not null
);

-- History is added to and never rewritten; the audit's chain would tell, and this refuses.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of policies is never rewritten';
end
$$;
create trigger policy_changes_kept before update or delete on policy_changes
  for each statement execute function refuse_change();

-- Of approvals: one extension by a person, and what had changed when one became stale.
alter table approvals add column extended_by text;
alter table approvals add column stale_because text;
create index approvals_operation on approvals (operation, created_at desc);

-- A key of this store for fingerprints of secrets: they tell whether two are the same and nothing else.
create table fingerprint_key (
  id int primary key check (id = 1),
  key text not null
);
insert into fingerprint_key values (1, gen_random_uuid()::text || gen_random_uuid()::text);
