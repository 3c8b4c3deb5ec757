import { refuseText } from '../server/answer.ts'
import { pageOfActivities, toWireActivity } from '../world/activity-pages.ts'
import { configureService } from '../world/commands/configure-service.ts'
import { controlService, findService } from '../world/commands/control-service.ts'
import { reboot } from '../world/commands/reboot.ts'
import { noticeLook } from '../world/commands/run-job.ts'
import { runScript } from '../world/commands/run-script.ts'
import { cancelMaintenance, setMaintenance } from '../world/commands/set-maintenance.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import { deviceBytes, deviceRow } from '../world/device-rows.ts'
import type { Service } from '../world/kinds/inventory/services.ts'
import { categories, credentials, roles, scriptingSystemOf } from '../world/kinds/scripts.ts'
import { hasAgent } from '../world/node-classes.ts'
import { searchDevices } from '../world/search.ts'
import { oldestFirst, toWireAlert } from './alerts.ts'
import { type Behaviours, findCommandable, findDevice, lasting, RawJson, type Scene } from './behaviour.ts'
import { toWireJob } from './jobs.ts'
import { leastGood, listOf } from './paging.ts'

/** How long a link to the console works; nobody has said (grade U). */
const linkLifeMs = 3_600_000

function requireService(id: number, serviceId: string, { world, refuse }: Scene): Service {
  const service = findService(world, id, serviceId)
  if (!service) throw refuse(404, 'windows_service_not_found', `Device ${id} has no Windows service ${serviceId}`)
  return service
}

export const devices: Behaviours = {
  'devices.list': ({ df, after, pageSize }, { world, nowMs }) => {
    const test = parseDeviceFilter(df, factsOf(world))
    const kept = deviceBytes(world)
    return listOf(world.devices.list({ after, limit: pageSize, test }).map((device) => kept.row(device, nowMs)))
  },

  'devices.get': ({ id }, scene) => {
    const { json, goodUntilMs } = deviceBytes(scene.world).details(findDevice(id, scene), scene.nowMs)
    return new RawJson(json, goodUntilMs)
  },

  'devices.listDetailed': ({ df, after, pageSize }, { world, nowMs }) => {
    const test = parseDeviceFilter(df, factsOf(world))
    const kept = deviceBytes(world)
    const found = world.devices.list({ after, limit: pageSize, test })
    return listOf(found.map((device) => kept.details(device, nowMs)))
  },

  'devices.getDashboardUrl': ({ id }, scene) => {
    findDevice(id, scene)
    return {
      url: `https://sandbox.example/#/deviceDashboard/${id}/overview`,
      expires: (scene.nowMs + linkLifeMs) / 1000,
    }
  },

  'devices.listJobs': ({ id }, scene) => {
    findDevice(id, scene)
    noticeLook(scene.world, scene.nowMs, id)
    return lasting(scene.world.jobs.whose('deviceId', id).map(toWireJob))
  },

  'devices.search': ({ q, limit }, { world, nowMs }) => {
    const found = searchDevices(world, q, limit)
    const devices = found.map(({ device, ...match }) => ({ ...deviceRow(world, device, nowMs), ...match }))
    const kept = deviceBytes(world)
    const goodUntilMs = leastGood(found.map(({ device }) => kept.row(device, nowMs)))
    return new RawJson(JSON.stringify({ query: q, devices }), goodUntilMs)
  },

  'devices.listActivities': ({ id, ...query }, scene) => {
    findDevice(id, scene)
    const { world, nowMs } = scene
    noticeLook(world, nowMs, id)
    const newest = world.activities.lastId
    const { value: newestOfDevice } = world.activities.idsWhoseDescending('deviceId', id).next()
    return lasting({
      ...(newest !== undefined && { lastActivityId: newest }),
      ...(newestOfDevice !== undefined && { lastNodeActivityId: newestOfDevice }),
      activities: pageOfActivities(world, id, query).map(toWireActivity),
    })
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

  'devices.configureWindowsService': ({ id, serviceId, startType, userName }, scene) => {
    const { world, nowMs, requester } = scene
    const device = findCommandable(id, 'service configuration', scene)
    const service = requireService(id, serviceId, scene)
    const change = { ...(startType && { startType }), ...(userName && { userName }) }
    configureService(world, nowMs, device, service, change, requester)
  },

  'devices.controlWindowsService': ({ id, serviceId, action }, scene) => {
    const { world, nowMs, requester } = scene
    const device = findCommandable(id, 'service control', scene)
    const service = requireService(id, serviceId, scene)
    controlService(world, nowMs, device, service, action, requester)
  },

  'devices.reboot': ({ id, mode, reason }, scene) => {
    const device = findCommandable(id, 'reboot', scene)
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
    const device = findCommandable(id, 'scripts', scene)
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
    const device = findCommandable(id, 'maintenance', scene)
    const endMs = Date.parse(end)
    if (endMs <= nowMs) throw refuse(400, 'invalid_end', 'end: must be in the future')
    const startMs = start === undefined ? nowMs : Date.parse(start)
    setMaintenance(world, nowMs, device, { disabledFeatures, startMs, endMs, reasonMessage }, requester)
  },

  'devices.cancelMaintenance': ({ id }, scene) => {
    cancelMaintenance(scene.world, scene.nowMs, findDevice(id, scene), scene.requester)
  },
}
