/** How long a tenant takes to be there, by the size of its fleet; to be as it was at first; to be kept and brought back. */

import { seed } from './support/machine.ts'
import { startOwn } from './support/processes.ts'
import { atMost, figure, spread } from './support/report.ts'
import { summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'

interface Life {
  readonly startMs: number
  readonly rssMb: number
  readonly resetMs: number
  readonly snapshotMs: number
  readonly restoreMs: number
}

const sizes = { small: 10_000, large: 100_000, huge: 1_000_000 } as const

const live = (devices: number) => async (): Promise<Life> => {
  const file = new URL('./servers/sandbox-life.ts', import.meta.url)
  const organizations = Math.min(10_000, devices / 100)
  const server = await startOwn<Life>(file, [String(devices), String(organizations), String(seed)])
  await server.stop()
  return server.ready
}

export const sandboxStart: Task = {
  name: 'sandbox-start',
  async run({ runs }) {
    const lives = await inTurns(runs, { small: live(sizes.small), large: live(sizes.large), huge: live(sizes.huge) })
    const of = (size: keyof typeof sizes, what: keyof Life) => summarize(lives[size].map((life) => life[what]))
    return {
      title: 'sandbox-start: from startSandbox() to the first page, by the size of the fleet',
      table: {
        head: ['devices', 'start ms', 'MB (RSS)', 'reset ms', 'snapshot ms', 'restore ms'],
        rows: (Object.keys(sizes) as (keyof typeof sizes)[]).map((size) => [
          figure(sizes[size]),
          ...(['startMs', 'rssMb', 'resetMs', 'snapshotMs', 'restoreMs'] as const).map((what) =>
            spread(of(size, what)),
          ),
        ]),
      },
      targets: [
        atMost('start, 10,000 devices', of('small', 'startMs'), 300, ' ms'),
        atMost('start, 100,000 devices', of('large', 'startMs'), 2_000, ' ms'),
        atMost('memory, 1,000,000 devices', of('huge', 'rssMb'), 2_048, ' MB'),
        atMost('reset, 1,000,000 devices', of('huge', 'resetMs'), 50, ' ms'),
      ],
      notes: [
        'Each in a process of its own. Start holds a token and a first page too; memory is read after eleven pages.',
        'Snapshot and restore: of a world in which 1,000 devices have changed.',
        'No peer: Prism and json-server keep no fleet of their own to start, reset or snapshot.',
      ],
    }
  },
}
