-- Times are timestamptz, read as ISO 8601 UTC. What a digest or a hash is taken over is kept as text,
-- because jsonb would rewrite numbers and key order.

create table audit_events (
  seq bigint primary key,
  at timestamptz not null,
  kind text not null,
  call_id text,
  approval_id text,
  operation text,
  connection text,
  actor text not null,
  door text,
  summary text not null,
  data text not null,
  previous_hash text not null,
  hash text not null
);
create index audit_events_call on audit_events (call_id) where call_id is not null;

-- One row: the end of the chain. Whoever appends locks it first.
create table audit_head (
  id int primary key check (id = 1),
  seq bigint not null,
  hash text not null
);
insert into audit_head values (1, 0, repeat('0', 64));

create table approvals (
  id text primary key,
  call_id text not null unique,
  state text not null check (state in ('pending', 'approved', 'rejected', 'expired', 'withdrawn', 'stale')),
  connection text not null,
  operation text not null,
  risk text not null,
  title text not null,
  actor text not null,
  door text not null,
  reason text,
  targets text not null,
  proposal text not null,
  digest text not null,
  rule text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  start_by timestamptz,
  decided_at timestamptz,
  decided_by text,
  decision_reason text
);
create index approvals_open on approvals (state, expires_at) where state in ('pending', 'approved');
create index approvals_created on approvals (created_at desc);

-- The intent, written before the first byte leaves. One row per call, at most one per approval.
create table dispatches (
  call_id text primary key,
  approval_id text unique references approvals (id),
  instance_id text not null,
  connection text not null,
  operation text not null,
  device_id int,
  proposal text not null,
  state text not null check (state in ('sending', 'ended')),
  claimed_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  receipt text,
  watch_after bigint,
  watch_until timestamptz
);
create index dispatches_open on dispatches (instance_id) where state = 'sending';
create index dispatches_watched on dispatches (watch_until) where watch_until is not null;

create table people (
  id text primary key,
  name text not null unique,
  role text not null check (role in ('owner', 'approver')),
  created_at timestamptz not null
);

create table sign_in_links (
  token_hash text primary key,
  person_id text not null references people (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sessions (
  id_hash text primary key,
  person_id text not null references people (id),
  csrf_token text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);

create table client_keys (
  key_hash text primary key,
  kind text not null check (kind in ('mcp', 'cli', 'owner')),
  name text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
