-- Tenants that people have connected. What is secret is sealed (AES-256-GCM) with a key that is not in here; a sealed
-- text names its key, and opens only in the table, row and column it was sealed for.

create table connections (
  name text primary key,
  -- New whenever the base URL or an application changes: what was approved or consented to before is not for it.
  tenant text not null unique,
  kind text not null check (kind in ('sandbox', 'production')),
  -- Null when the base URL was given as an address.
  region text,
  base_url text not null,
  machine_client_id text,
  machine_client_secret text,
  machine_scopes text,
  user_client_id text,
  user_platform text check (user_platform in ('web', 'native')),
  user_client_secret text,
  user_scopes text,
  -- Rises with every change that a client is built from.
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- What came of a person's consent. Without a row nobody has consented, or the consent was forgotten.
create table connection_tokens (
  tenant text primary key references connections (tenant) on delete cascade,
  sealed text not null,
  reconnect_needed boolean not null,
  renew_at timestamptz,
  refreshed_at timestamptz not null,
  consented_by text not null,
  consented_at timestamptz not null,
  granted_scopes text
);

-- How asking for a token ended last, for each identity. Connections that are not stored here have rows too.
create table connection_health (
  tenant text not null,
  identity text not null check (identity in ('machine', 'user')),
  code text,
  at timestamptz not null,
  primary key (tenant, identity)
);

create table connection_options (
  connection text primary key,
  bash_runner_script_id bigint
);

-- One row: processes that share the database look at the number to know whether to read the rest again.
create table connection_changes (
  id int primary key check (id = 1),
  revision bigint not null,
  default_connection text
);
insert into connection_changes values (1, 0, null);

-- Consents under way. The state that travels through the browser is kept as a hash.
create table authorizations (
  state_hash text primary key,
  tenant text not null,
  connection text not null,
  session_hash text not null,
  pending text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  superseded_at timestamptz,
  used_at timestamptz
);
