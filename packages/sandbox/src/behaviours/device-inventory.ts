/** What a device consists of: unpaged reads (ninjaone-api §5, "Per-device reads"). */
import { isAway } from '../world/commands/story.ts'
import { type Behaviours, findDevice } from './behaviour.ts'
import { isBetween } from './date-text.ts'

/** Patch words come in mixed case (ninjaone-api §9.3), so case does not matter to a filter. */
const says = (wanted: string | undefined, value: string) =>
  wanted === undefined || value.toLowerCase() === wanted.toLowerCase()

const toWireInstall = <Row extends { readonly installedMs: number }>({ installedMs, ...row }: Row) => ({
  ...row,
  installedAt: installedMs / 1000,
})

export const deviceInventory: Behaviours = {
  'devices.listDisks': ({ id }, scene) => {
    findDevice(id, scene)
    return (scene.world.disks.get(id)?.rows ?? []).map((row) => ({ ...row }))
  },

  'devices.listVolumes': ({ id, include }, scene) => {
    findDevice(id, scene)
    return (scene.world.volumes.get(id)?.rows ?? []).map(({ bitLockerStatus, ...row }) => ({
      ...row,
      ...(include === 'bl' && bitLockerStatus && { bitLockerStatus: { ...bitLockerStatus } }),
    }))
  },

  'devices.listProcessors': ({ id }, scene) => {
    findDevice(id, scene)
    return (scene.world.processors.get(id)?.rows ?? []).map((row) => ({ ...row }))
  },

  'devices.listNetworkInterfaces': ({ id }, scene) => {
    const { ipAddresses, macAddresses } = findDevice(id, scene)
    // The first interface is the one that carries what the device reports of itself.
    return (scene.world.networkInterfaces.get(id)?.rows ?? []).map((row, index) => ({
      ...row,
      ...(index === 0 && { ipAddress: [...ipAddresses] }),
      macAddress: [...(index === 0 ? macAddresses : row.macAddress)],
    }))
  },

  'devices.listSoftware': ({ id }, scene) => {
    findDevice(id, scene)
    return (scene.world.software.get(id)?.rows ?? []).map((row) => ({ ...row }))
  },

  'devices.getLastLoggedOnUser': ({ id }, scene) => {
    findDevice(id, scene)
    const user = scene.world.loggedOnUsers.get(id)
    return user ? { userName: user.userName, logonTime: user.logonMs / 1000 } : {}
  },

  // A device that is offline leaves out the rows of what is missing (ninjaone-api §9.4).
  'devices.listOsPatches': ({ id, status, type, severity }, scene) => {
    if (isAway(findDevice(id, scene))) return []
    return (scene.world.osPatches.get(id)?.rows ?? [])
      .filter((row) => says(status, row.status) && says(type, row.type) && says(severity, row.severity))
      .map((row) => ({ ...row }))
  },

  'devices.listSoftwarePatches': ({ id, status, type, impact, productIdentifier }, scene) => {
    if (isAway(findDevice(id, scene))) return []
    return (scene.world.softwarePatches.get(id)?.rows ?? [])
      .filter((row) => says(status, row.status) && says(type, row.type) && says(impact, row.impact))
      .filter((row) => says(productIdentifier, row.productIdentifier))
      .map((row) => ({ ...row }))
  },

  'devices.listOsPatchInstalls': ({ id, status, installedAfter, installedBefore }, scene) => {
    findDevice(id, scene)
    return (scene.world.osPatchInstalls.get(id)?.rows ?? [])
      .filter((row) => says(status, row.status) && isBetween(row.installedMs, installedAfter, installedBefore))
      .map(toWireInstall)
  },

  'devices.listSoftwarePatchInstalls': ({ id, installedAfter, installedBefore, ...wanted }, scene) => {
    findDevice(id, scene)
    return (scene.world.softwarePatchInstalls.get(id)?.rows ?? [])
      .filter((row) => says(wanted.status, row.status) && isBetween(row.installedMs, installedAfter, installedBefore))
      .filter((row) => says(wanted.type, row.type) && says(wanted.impact, row.impact))
      .filter((row) => says(wanted.productIdentifier, row.productIdentifier))
      .map(toWireInstall)
  },
}
