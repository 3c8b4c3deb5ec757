-- One row per connection whose fleet is followed. Only hashes of what a delivery has to know.
create table webhook_receivers (
  connection text primary key,
  -- Null while nothing is asked of NinjaOne and the fleet is only looked at.
  public_url text,
  path_hash text,
  -- Valid still, because the vendor goes on with it until a person approved the new one.
  previous_path_hash text,
  previous_header_hash text,
  header_hash text,
  events text not null,
  followed_since timestamptz not null,
  -- Largest activity id that was looked at; everything up to it is in webhook_events.
  swept_to bigint not null,
  -- Who sweeps claims the row by moving this on: one replica at a time.
  sweep_due_at timestamptz not null,
  -- False until the offline devices were read once: the first look finds a state, not a change.
  knows_presence boolean not null default false,
  last_delivery_at timestamptz,
  last_sweep_at timestamptz,
  last_sweep_problem text
);

-- What happened in the fleet, once, however often and by whichever way we heard of it.
create table webhook_events (
  seq bigserial primary key,
  connection text not null,
  dedupe_key text not null,
  via text not null check (via in ('delivery', 'sweep')),
  state text not null check (state in ('hint', 'confirmed', 'refuted')),
  received_at timestamptz not null,
  events text not null,
  activity_id bigint,
  device_id int,
  series_uid text,
  facts text not null,
  unique (connection, dedupe_key)
);
create index webhook_events_hints on webhook_events (connection) where state = 'hint';

create table offline_devices (
  connection text not null,
  device_id int not null,
  primary key (connection, device_id)
);
