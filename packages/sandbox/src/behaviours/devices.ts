import { refuseText } from '../server/answer.ts'
import { pageOfActivities, toWireActivity } from '../world/activity-pages.ts'
import { controlService, findService } from '../world/commands/control-service.ts'
import { reboot } from '../world/commands/reboot.ts'
import { noticeLook } from '../world/commands/run-job.ts'
import { runScript } from '../world/commands/run-script.ts'
import { setMaintenance } from '../world/commands/set-maintenance.ts'
import { deviceBytes, deviceRow } from '../world/device-rows.ts'
import { categories, credentials, roles, scriptingSystemOf } from '../world/kinds/scripts.ts'
import { hasAgent } from '../world/node-classes.ts'
import { searchDevices } from '../world/search.ts'
import { oldestFirst, toWireAlert } from './alerts.ts'
import { type Behaviours, findDevice, RawJson } from './behaviour.ts'
import { devicePages } from './device-pages.ts'

export const devices: Behaviours = {
  'devices.list': (input, { world, nowMs }) => new RawJson(devicePages(world).read(input, nowMs)),

  'devices.get': ({ id }, scene) => {
    const device = findDevice(id, scene)
    return new RawJson(deviceBytes(scene.world).details(device, scene.nowMs))
  },

  'devices.search': ({ q, limit }, { world, nowMs }) => ({
    query: q,
    devices: searchDevices(world, q, limit).map(({ device, ...match }) => ({
      ...deviceRow(world, device, nowMs),
      ...match,
    })),
  }),

  'devices.listActivities': ({ id, ...query }, scene) => {
    findDevice(id, scene)
    const { world, nowMs } = scene
    noticeLook(world, nowMs, id)
    const ids = world.activities.idsWhose('deviceId', id)
    const [newest, newestOfDevice] = [world.activities.lastId, ids.at(-1)]
    return {
      ...(newest !== undefined && { lastActivityId: newest }),
      ...(newestOfDevice !== undefined && { lastNodeActivityId: newestOfDevice }),
      activities: pageOfActivities(world, ids, query).map(toWireActivity),
    }
  },

  'devices.listAlerts': ({ id }, scene) => {
    findDevice(id, scene)
    return oldestFirst(scene.world.alerts.whose('deviceId', id)).map(toWireAlert)
  },

  'devices.listWindowsServices': ({ id, name, state }, scene) => {
    findDevice(id, scene)
    return (scene.world.services.get(id)?.rows ?? [])
      .filter((service) => name === undefined || service.name.toLowerCase() === name.toLowerCase())
      .filter((service) => state === undefined || service.state === state)
      .map(({ queue: _queue, ...service }) => service)
  },

  'devices.controlWindowsService': ({ id, serviceId, action }, scene) => {
    const { world, nowMs, requester, refuse } = scene
    const device = findDevice(id, scene)
    const service = findService(world, id, serviceId)
    if (!service) throw refuse(404, 'windows_service_not_found', `Device ${id} has no Windows service ${serviceId}`)
    controlService(world, nowMs, device, service, action, requester)
  },

  'devices.reboot': ({ id, mode, reason }, scene) => {
    const device = findDevice(id, scene)
    if (!hasAgent(device.nodeClass)) throw refuseText(400, 'Device is not applicable for reboot.')
    reboot(scene.world, scene.nowMs, device, { mode, reason }, scene.requester)
  },

  'devices.getScriptingOptions': ({ id }, scene) => {
    const system = scriptingSystemOf(findDevice(id, scene).nodeClass)
    const runsHere = ({ operatingSystems }: { operatingSystems: readonly string[] }) =>
      system !== undefined && operatingSystems.includes(system)
    return {
      categories: categories.map((category) => ({ ...category })),
      scripts: [
        ...scene.world.actions.list({ test: runsHere }).map(({ uid, name, description, categoryId }) => ({
          type: 'ACTION',
          uid,
          name,
          description,
          categoryId,
        })),
        ...scene.world.scripts
          .list({ test: (script) => script.active && runsHere(script) })
          .map(({ id: scriptId, name, description, language, categoryId }) => ({
            type: 'SCRIPT',
            id: scriptId,
            name,
            language,
            description,
            architecture: ['64'],
            categoryId,
          })),
      ],
      credentials: { roles: [...roles], credentials: credentials.map((credential) => ({ ...credential })) },
    }
  },

  'devices.runScript': ({ id, scriptId, uid, parameters, runAs }, scene) => {
    const { world, nowMs, requester, refuse } = scene
    const device = findDevice(id, scene)
    if (!hasAgent(device.nodeClass)) throw refuseText(400, 'Device is not applicable for scripts.')
    const script = scriptId !== undefined ? world.scripts.get(scriptId) : world.actions.whose('uid', uid)[0]
    if (!script) throw refuse(404, 'script_not_found', `Script ${scriptId ?? uid} not found`)
    const known = [...roles, ...credentials.map((credential) => String(credential.id))]
    // Case-sensitive: `System` is not `system` (ninjaone-api §5, "Script facts").
    if (runAs !== undefined && !known.includes(runAs)) throw refuse(400, 'invalid_run_as', `Unknown runAs ${runAs}`)
    runScript(world, nowMs, device, script, { parameters, runAs }, requester)
  },

  'devices.setMaintenance': ({ id, disabledFeatures, start, end, reasonMessage }, scene) => {
    const { world, nowMs, requester, refuse } = scene
    const device = findDevice(id, scene)
    const endMs = Date.parse(end)
    if (endMs <= nowMs) throw refuse(400, 'invalid_end', 'end: must be in the future')
    const startMs = start === undefined ? nowMs : Date.parse(start)
    setMaintenance(world, nowMs, device, { disabledFeatures, startMs, endMs, reasonMessage }, requester)
  },
}
