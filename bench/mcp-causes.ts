/** Where the gateway's time goes: a second gateway, with the profiler on, so that it does not disturb the figures. */
import { join } from 'node:path'
import { deviceIds, startGateway } from './mcp-contestants.ts'
import type { SandboxReady } from './sandbox.ts'
import type { LoadGenerator } from './support/load.ts'
import type { Server } from './support/processes.ts'
import { type Cost, readProfiles } from './support/profile.ts'
import { figure } from './support/report.ts'

const warmUpMs = 2000
const inFlight = 20
const shown = 8

export interface Surroundings {
  readonly folder: string
  readonly sandbox: Server<SandboxReady>
  readonly load: LoadGenerator
  readonly seconds: number
}

export async function explain({ folder, sandbox, load, seconds }: Surroundings): Promise<string[]> {
  const profiles = join(folder, 'profiles')
  const gateway = await startGateway({
    sandbox: sandbox.ready,
    ids: await deviceIds(sandbox.ready),
    store: 'embedded',
    home: join(folder, 'profiled'),
    nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  })
  const { startedMicroseconds, endedMicroseconds } = await (async () => {
    try {
      await load.run({ ...gateway.plan, connections: inFlight, durationMs: warmUpMs })
      return await load.run({ ...gateway.plan, connections: inFlight, durationMs: seconds * 1000 })
    } finally {
      // Profiles are written when the process ends.
      await gateway.stop()
    }
  })()
  const percent = ({ name, share }: Cost) => `${name} ${figure(share * 100)} %`
  return readProfiles(profiles, startedMicroseconds, endedMicroseconds).flatMap(({ busy, areas, functions }, index) => [
    `Profile, thread ${index + 1} of the gateway (embedded store), busy ${figure(busy * 100)} %, by area: ${areas
      .slice(0, shown)
      .map(percent)
      .join(', ')}.`,
    `Its dearest functions: ${functions.slice(0, shown).map(percent).join(', ')}.`,
  ])
}
