/** One device: the sandbox against a constant of the same bytes, and against the framework others would take. */
import { runDuel } from './sandbox.ts'
import { startOwn } from './support/processes.ts'
import type { Task } from './support/task.ts'

export const sandboxDevice: Task = {
  name: 'sandbox-device',
  run: (options) =>
    runDuel(
      {
        title: 'sandbox-device: GET /v2/device/{id}, fleet of 10,000, bearer token checked',
        mark: '"systemName"',
        async paths(get) {
          const page = JSON.parse(await get('/v2/devices?pageSize=1000')) as { id: number }[]
          return page.map(({ id }) => `/v2/device/${id}`)
        },
        peer: {
          name: 'Hono, JSON.stringify of the object',
          start: (file) => startOwn(new URL('./servers/hono.ts', import.meta.url), [file]),
        },
        target: { what: 'sandbox ÷ limit', ratio: 0.5, of: 'limit' },
      },
      options,
    ),
}
