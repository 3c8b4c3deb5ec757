/** Endpoints that move time and go back in it. */
import { z } from 'zod'
import { clockModes } from '../../clock.ts'
import { defineEndpoint, FileAnswer, WholeText, Word } from './endpoint.ts'

const advanceMaxMs = 366 * 86_400_000
const Name = z.object({ name: z.string() })

export const moving = [
  defineEndpoint({
    method: 'GET',
    path: '/clock',
    summary: "Tell the tenant's time",
    run: (control) => control.clock(),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/clock',
    summary: "Set the pace of the tenant's time",
    note: '`live`, `fast` (60 times), `frozen` (stands, whatever is asked) or `step` (stands until it is advanced).',
    body: z.strictObject({ mode: Word(clockModes) }),
    example: { mode: 'step' },
    run: (control, { body }) => control.setClockMode(body.mode),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/clock/advance',
    summary: 'Move time forward; what becomes due by then happens',
    note: 'Or `{"until": "2026-12-24T18:00:00Z"}`: to a moment. One of the two, a year at most.',
    body: z
      .strictObject({
        milliseconds: z.int().min(0).max(advanceMaxMs).optional(),
        until: z.iso.datetime({ offset: true }).optional(),
      })
      .refine(({ milliseconds, until }) => (milliseconds === undefined) !== (until === undefined), {
        message: 'send either {"milliseconds": 60000} or {"until": "2026-12-24T18:00:00Z"}',
      }),
    example: { milliseconds: 60_000 },
    run: (control, { body: { milliseconds = 0, until } }) =>
      until === undefined ? control.advance(milliseconds) : control.advanceTo(until),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/snapshots',
    summary: 'List the snapshots',
    note: 'Equal hashes are equal states. Snapshots survive resets, and end with the sandbox.',
    run: (control) => ({ snapshots: control.snapshots() }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/snapshots/:name',
    summary: 'Keep the world as it is under a name, replacing a snapshot of that name',
    parameters: Name,
    run: (control, { parameters }) => control.snapshot(parameters.name),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/snapshots/:name/restore',
    summary: 'Go back to a snapshot, in time too',
    note: 'Reports that a client was paging through answer as if they had expired. Tokens, faults, ledger and log stay.',
    parameters: Name,
    run: (control, { parameters }) => control.restore(parameters.name),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/snapshots/:name',
    summary: 'Throw a snapshot away',
    status: 204,
    parameters: Name,
    run: (control, { parameters }) => control.removeSnapshot(parameters.name),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/diff',
    summary: 'Show what differs between a snapshot and another, or now',
    note: 'All differences are counted; `limit` of them (200) are listed.',
    query: z.strictObject({
      from: z.string(),
      to: z.string().optional(),
      limit: WholeText(0, 5_000).optional(),
    }),
    run: (control, { query }) => ({ from: query.from, to: query.to ?? null, ...control.diff(query) }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/export',
    summary: 'Give the world as one file',
    run: (control) => new FileAnswer('kunai-sandbox-world.json', control.export()),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/import',
    summary: 'Take over the world of a file',
    note: 'A file that cannot be used is refused with line and field, and nothing has changed.',
    status: 204,
    takesFile: true,
    body: z.string(),
    run: (control, { body }) => control.import(body),
  }),
]
