-- A batch is a job: the plan that was made of its rows, and how far it has been carried out.
create table jobs (
  id text primary key,
  call_id text not null unique,
  state text not null check (state in ('draft', 'planned', 'waiting', 'running', 'paused', 'done', 'cancelled', 'denied')),
  action text not null,
  operation text not null,
  connection text not null,
  actor text not null,
  door text not null,
  reason text,
  template text not null,
  options text not null,
  columns text,
  row_count int not null default 0,
  input_hash text,
  plan_hash text,
  plan text,
  approval_id text references approvals (id),
  instance_id text,
  note text,
  created_at timestamptz not null,
  started_at timestamptz,
  seen_at timestamptz,
  ended_at timestamptz
);
create index jobs_open on jobs (state) where state in ('draft', 'waiting', 'running', 'paused');
create index jobs_created on jobs (created_at desc);
create index jobs_input on jobs (input_hash) where input_hash is not null;

-- One row of the input, the call that was made of it, and what became of that.
create table job_steps (
  job_id text not null references jobs (id) on delete cascade,
  seq int not null,
  line int not null,
  state text not null check (state in
    ('pending', 'rendered', 'awaiting_approval', 'sent', 'ok', 'failed', 'unknown', 'skipped', 'cancelled')),
  key text not null,
  occurrence int not null default 0,
  source text not null,
  call text,
  digest text,
  part int not null default 0,
  attempt int not null default 0,
  call_id text,
  code text,
  message text,
  result text,
  primary key (job_id, seq)
);
create index job_steps_state on job_steps (job_id, state, seq);
create index job_steps_key on job_steps (job_id, key);
create unique index job_steps_call on job_steps (call_id) where call_id is not null;
