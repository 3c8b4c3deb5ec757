/** Patch jobs. Refusals are bare text, as the spec has them (ninjaone-api §4, "validation"). */
import { refuseText } from '../server/answer.ts'
import { type PatchKind, type PatchTask, patchDevice } from '../world/commands/patch-device.ts'
import { isWindows } from '../world/node-classes.ts'
import { type Behaviours, findCommandable, type Scene } from './behaviour.ts'

function patch(id: number, kind: PatchKind, task: PatchTask, scene: Scene): undefined {
  const { world, nowMs, requester } = scene
  const device = findCommandable(id, `${kind} ${task}`, scene)
  if (!isWindows(device.nodeClass)) throw refuseText(400, `Device is not applicable for ${kind} ${task}.`)
  patchDevice(world, nowMs, device, { kind, task }, requester)
}

export const devicePatches: Behaviours = {
  'devices.scanOsPatches': ({ id }, scene) => patch(id, 'os', 'scan', scene),
  'devices.applyOsPatches': ({ id }, scene) => patch(id, 'os', 'apply', scene),
  'devices.scanSoftwarePatches': ({ id }, scene) => patch(id, 'software', 'scan', scene),
  'devices.applySoftwarePatches': ({ id }, scene) => patch(id, 'software', 'apply', scene),
}
