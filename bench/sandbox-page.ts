/** A page of 1,000 devices: the sandbox against a constant of the same bytes, and against making them each time. */
import { runDuel } from './sandbox.ts'
import { startOwn } from './support/processes.ts'
import type { Task } from './support/task.ts'

const pages = 10

export const sandboxPage: Task = {
  name: 'sandbox-page',
  run: (options) =>
    runDuel(
      {
        title: 'sandbox-page: GET /v2/devices?pageSize=1000, each of the ten pages of a fleet of 10,000 in turn',
        mark: '"systemName"',
        async paths(get) {
          const paths = ['/v2/devices?pageSize=1000']
          while (paths.length < pages) {
            const page = JSON.parse(await get(paths.at(-1) ?? '')) as { id: number }[]
            paths.push(`/v2/devices?pageSize=1000&after=${page.at(-1)?.id}`)
          }
          return paths
        },
        peer: {
          name: 'node:http, JSON.stringify each time',
          start: (file) => startOwn(new URL('./servers/bare.ts', import.meta.url), ['stringify', file]),
        },
        target: { what: 'sandbox ÷ peer (no figure was set; at least what a plain server does)', ratio: 1, of: 'peer' },
      },
      options,
    ),
}
