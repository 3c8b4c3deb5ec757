/** Endpoints that look: at what was asked, what was done, and what is there. */
import { z } from 'zod'
import { ControlError } from '../../control-error.ts'
import { defineEndpoint, WholeText } from './endpoint.ts'

export const observing = [
  defineEndpoint({
    method: 'GET',
    path: '/world',
    summary: 'Count the world, and give the hash of its seed',
    note: 'The hash reads the whole seed, which takes a while in a large fleet.',
    run: (control) => control.world(),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/ledger',
    summary: 'List every command that was really carried out, oldest first',
    run: (control) => ({ entries: control.ledger(), executions: control.executions() }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/requests',
    summary: 'List the last thousand requests, oldest first',
    note: '`lastSeq` is the newest there is: ask again with `after` to see what came since. `path` may hold `*`.',
    query: z.strictObject({
      after: WholeText(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: WholeText(1, 1_000).optional(),
      method: z.string().max(20).optional(),
      path: z.string().max(2_000).optional(),
      status: WholeText(0, 599).optional(),
      client: z.string().max(256).optional(),
    }),
    run: (control, { query }) => ({ entries: control.requests(query), lastSeq: control.requests().at(-1)?.seq ?? 0 }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/requests/:seq',
    summary: 'Show one request with headers and bodies',
    note: 'Secrets are hidden, bodies cut at 16 KiB. Of the oldest requests only the line is kept.',
    parameters: z.object({ seq: WholeText(1, Number.MAX_SAFE_INTEGER) }),
    run: (control, { parameters: { seq } }) => {
      const request = control.request(seq)
      if (!request) throw new ControlError('missing', `Request ${seq} is not among those that are kept`)
      return request
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/verdicts',
    summary: 'Judge how each client behaved',
    note: 'Whether it waited after a Retry-After, which calls could have been one, scopes used against granted, calls per endpoint.',
    run: (control) => control.verdicts(),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/webhook-deliveries',
    summary: 'List the last thousand activities that a webhook wanted, and what became of them',
    run: (control) => ({ entries: control.webhookDeliveries() }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/jobs',
    summary: 'List the jobs that are running',
    note: 'Looking here does not count as a look in the mode `polls`.',
    run: (control) => ({ jobs: control.jobs(), mode: control.jobMode() }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/fidelity',
    summary: 'Say of each operation whether the sandbox models it',
    run: (control) => ({ operations: control.fidelity() }),
  }),
]
