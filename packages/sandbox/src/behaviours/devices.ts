import { refuseText } from '../server/answer.ts'
import { controlService } from '../world/commands/control-service.ts'
import { reboot } from '../world/commands/reboot.ts'
import { runScript } from '../world/commands/run-script.ts'
import { setMaintenance } from '../world/commands/set-maintenance.ts'
import { hasAgent } from '../world/profile.ts'
import { categories, credentials, roles, scriptingSystemOf } from '../world/scripts.ts'
import { searchDevices } from '../world/search.ts'
import { type Behaviours, findDevice, RawJson } from './behaviour.ts'
import { devicePages } from './device-pages.ts'

export const devices: Behaviours = {
  'devices.list': (input, { world, nowMs }) => new RawJson(devicePages(world).read(input, nowMs)),

  'devices.get': ({ id }, scene) => {
    const device = findDevice(id, scene)
    return new RawJson(scene.world.fleet.detailsBytes(device, scene.nowMs))
  },

  'devices.search': ({ q, limit }, { world, nowMs }) => ({
    query: q,
    devices: searchDevices(world, q, limit).map(({ device, ...match }) => ({
      ...world.fleet.row(device, nowMs),
      ...match,
    })),
  }),

  'devices.listActivities': ({ id, ...query }, scene) => {
    const { seed } = findDevice(id, scene)
    return scene.world.activities.pageOfDevice(seed.id, query)
  },

  'devices.listAlerts': ({ id }, scene) => {
    const { seed } = findDevice(id, scene)
    return [...scene.world.alerts.values()]
      .filter(({ deviceId }) => deviceId === seed.id)
      .map((alert) => scene.world.toWireAlert(alert))
  },

  'devices.listWindowsServices': ({ id, name, state }, scene) => {
    const services = scene.world.fleet.servicesOf(findDevice(id, scene))
    return [...services.values()]
      .filter((service) => name === undefined || service.name.toLowerCase() === name.toLowerCase())
      .filter((service) => state === undefined || service.state === state)
      .map(({ waiting: _waiting, busy: _busy, ...service }) => service)
  },

  'devices.controlWindowsService': ({ id, serviceId, action }, scene) => {
    const { world, nowMs, requester, refuse } = scene
    const device = findDevice(id, scene)
    const service = world.fleet.servicesOf(device).get(serviceId.toLowerCase())
    if (!service) throw refuse(404, 'windows_service_not_found', `Device ${id} has no Windows service ${serviceId}`)
    controlService(world, nowMs, device, service, action, requester)
  },

  'devices.reboot': ({ id, mode, reason }, scene) => {
    const device = findDevice(id, scene)
    if (!hasAgent(device.seed.nodeClass)) throw refuseText(400, 'Device is not applicable for reboot.')
    reboot(scene.world, scene.nowMs, device, { mode, reason }, scene.requester)
  },

  'devices.getScriptingOptions': ({ id }, scene) => {
    const { seed } = findDevice(id, scene)
    const system = scriptingSystemOf(seed.nodeClass)
    const runsHere = ({ operatingSystems }: { operatingSystems: readonly string[] }) =>
      system !== undefined && operatingSystems.includes(system)
    return {
      categories: categories.map((category) => ({ ...category })),
      scripts: [
        ...scene.world.seed.actions.filter(runsHere).map(({ uid, name, description, categoryId }) => ({
          type: 'ACTION',
          uid,
          name,
          description,
          categoryId,
        })),
        ...scene.world.seed.scripts
          .filter(({ active }) => active)
          .filter(runsHere)
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
    if (!hasAgent(device.seed.nodeClass)) throw refuseText(400, 'Device is not applicable for scripts.')
    const script =
      scriptId !== undefined
        ? world.seed.scripts.find((one) => one.id === scriptId)
        : world.seed.actions.find((one) => one.uid === uid)
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
