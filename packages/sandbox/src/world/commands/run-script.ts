/** A script run. What its parameters or its body say decides how it ends; the vendor has no endpoint for its output. */

import type { Device } from '../kinds/devices.ts'
import type { Execution } from '../kinds/records.ts'
import { type Action, type Script, scriptingSystemOf } from '../kinds/scripts.ts'
import type { World } from '../world.ts'
import { runJob } from './run-job.ts'
import { readSimulation, saysSimulation } from './simulation.ts'
import type { Requester } from './story.ts'

export function runScript(
  world: World,
  nowMs: number,
  device: Device,
  script: Script | Action,
  { parameters, runAs }: { parameters?: string | undefined; runAs?: string | undefined },
  requester: Requester,
): void {
  const command = world.nextCommand()
  const isAction = 'uid' in script
  const identifier = isAction ? { actionUid: script.uid } : { scriptId: String(script.id) }
  const system = scriptingSystemOf(device.nodeClass)
  const supported = script.operatingSystems.some((one) => one === system)
  runJob(
    world,
    nowMs,
    {
      story: {
        deviceId: device.id,
        requester,
        activityType: 'ACTION',
        seriesUid: world.drawOfCommand(command).uuid(),
        ...(isAction && { sourceConfigUid: script.uid }),
        sourceName: script.name,
        subject: `Run ${script.name}`,
        code: 'script_run',
        params: { name: script.name, ...identifier, ...(parameters && { parameters }), ...(runAs && { runAs }) },
      },
      title: `Run of "${script.name}"`,
      simulation: readSimulation(parameters, isAction ? undefined : script.body),
      durationMs: [3_000, 20_000],
      ...(!supported && { unsupported: 'does not work on this system' }),
      ...executionOf(world, device, script, parameters),
    },
    command,
  )
}

/** Shell scripts on Linux devices alone: a Mac's shell and tools are others, and Windows has none of them. */
function executionOf(
  world: World,
  { nodeClass, systemName }: Device,
  script: Script | Action,
  parameters = '',
): { execution: Execution } | undefined {
  if (!world.settings.runScripts || scriptingSystemOf(nodeClass) !== 'Linux') return undefined
  if (!('body' in script) || script.body === undefined || script.language !== 'sh') return undefined
  // Who says how a run shall end wants that, and no run.
  if (saysSimulation(parameters) || saysSimulation(script.body)) return undefined
  const hostname = systemName.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 63)
  return { execution: { body: script.body, words: parameters.split(' ').filter((word) => word !== ''), hostname } }
}
