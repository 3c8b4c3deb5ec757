/**
 * A script run. What the parameters say decides how it ends: `#sim exit=3 after=40s` fails with code 3 after
 * forty seconds. Without a word it succeeds after a while. The vendor has no endpoint for a script's output.
 */
import type { LiveDevice } from '../fleet.ts'
import { type SeedAction, type SeedScript, scriptingSystemOf } from '../scripts.ts'
import type { World } from '../world.ts'
import { narrate, type Requester, whenOnline } from './command.ts'

interface Simulation {
  readonly exitCode: number
  readonly afterMs: number | undefined
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** Reads `#sim …` anywhere in the parameters; unknown words in it are passed over. */
function readSimulation(parameters: string | undefined): Simulation {
  const words = /#sim\b(.*)/.exec(parameters ?? '')?.[1] ?? ''
  const exit = /\bexit=(-?\d{1,9})\b/.exec(words)?.[1]
  const [, amount, unit] = /\bafter=(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)\b/.exec(words) ?? []
  const afterMs = amount && unit ? Math.round(Number(amount) * (unitMs[unit] ?? 1)) : undefined
  return { exitCode: exit ? Number(exit) : 0, afterMs }
}

export function runScript(
  world: World,
  nowMs: number,
  device: LiveDevice,
  script: SeedScript | SeedAction,
  { parameters, runAs }: { parameters?: string | undefined; runAs?: string | undefined },
  requester: Requester,
): void {
  const draw = world.nextCommand()
  const identifier = 'id' in script ? { scriptId: String(script.id) } : { actionUid: script.uid }
  const write = narrate(world, device, requester, {
    activityType: 'ACTION',
    seriesUid: draw.uuid(),
    ...('uid' in script && { sourceConfigUid: script.uid }),
    sourceName: script.name,
    subject: `Run ${script.name}`,
    code: 'script_run',
    params: { name: script.name, ...identifier, ...(parameters && { parameters }), ...(runAs && { runAs }) },
  })
  write(nowMs, 'START_REQUESTED', `Run of "${script.name}" requested`)
  const simulation = readSimulation(parameters)
  const system = scriptingSystemOf(device.seed.nodeClass)
  const supported = script.operatingSystems.some((one) => one === system)
  whenOnline(device, nowMs, (onlineMs) => {
    const { boots } = device
    world.schedule.plan(onlineMs + draw.whole('pick-up', 400, 1_500), (startMs) => {
      write(startMs, 'STARTED', `Run of "${script.name}" started`)
      const runMs = supported ? (simulation.afterMs ?? draw.whole('duration', 3_000, 20_000)) : 0
      world.schedule.plan(startMs + runMs, (endMs) => {
        const { exitCode } = simulation
        if (!supported) {
          write(endMs, 'COMPLETED', `"${script.name}" does not run on this system`, { result: 'UNSUPPORTED' })
        } else if (device.boots !== boots) {
          write(endMs, 'COMPLETED', `"${script.name}" was cut off by a restart`, { result: 'UNCOMPLETED' })
        } else {
          const result = exitCode === 0 ? 'SUCCESS' : 'FAILURE'
          write(endMs, 'COMPLETED', `"${script.name}" ended with code ${exitCode}`, { result, exitCode })
        }
      })
    })
  })
}
