/** The 24 fleet-wide reports: one mechanism over the tables of the world's inventory (`cursor-pages`, `report-rows`). */
import { deviceRow } from '../world/device-rows.ts'
import type { Behaviours } from './behaviour.ts'
import { pageOfReport } from './cursor-pages.ts'
import { isBetween } from './date-text.ts'
import { fieldRowsOfDevices, fieldRowsOfScopes, withDefinitions } from './report-fields.ts'
import { healthOf } from './report-health.ts'
import {
  computerSystems,
  devicesOf,
  isAsked,
  isOnline,
  networkInterfaces,
  operatingSystems,
  partRows,
  toWireInstall,
} from './report-rows.ts'

/** Assumed to be small: the defect was reported without a number. */
const smallPage = 1_000

export const queries: Behaviours = {
  'queries.listAntivirusStatus': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.antivirusStatus,
        devicesOf(scene, input.df),
        (row) => isAsked(row.productState, input.productState) && isAsked(row.productName, input.productName),
      ).map(({ timestampMs, ...row }) => ({ ...row, timestamp: timestampMs / 1000 })),
    ),

  'queries.listAntivirusThreats': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(scene, scene.world.antivirusThreats, devicesOf(scene, input.df)).map(({ timestampMs, ...row }) => ({
        ...row,
        timestamp: timestampMs / 1000,
      })),
    ),

  // No device filter here, and no device is ever deleted, so there are none to include.
  'queries.listBackupUsage': (input, scene) =>
    pageOfReport(scene, input, () =>
      devicesOf(scene, undefined).flatMap((device) => {
        const usage = scene.world.backupUsage.get(device.id)
        if (!usage || usage.cloudTotalSize + usage.localTotalSize === 0) return []
        const { id: _id, ...backupUsage } = usage
        return [{ ...deviceRow(scene.world, device, scene.nowMs), references: { backupUsage } }]
      }),
    ),

  'queries.listComputerSystems': (input, scene) =>
    pageOfReport(scene, input, () => computerSystems(scene, devicesOf(scene, input.df))),

  'queries.listCustomFields': (input, scene) =>
    pageOfReport(scene, input, () =>
      fieldRowsOfDevices(scene, input).map(({ entityId, values }) => ({ deviceId: entityId, fields: values })),
    ),

  'queries.listCustomFieldsDetailed': (input, scene) =>
    pageOfReport(scene, input, () =>
      fieldRowsOfDevices(scene, input).map((row) => ({
        deviceId: row.entityId,
        entityType: row.scope,
        entityId: row.entityId,
        fields: withDefinitions(row),
      })),
    ),

  'queries.listDeviceHealth': (input, scene) =>
    pageOfReport(scene, input, () =>
      devicesOf(scene, input.df)
        .map((device) => healthOf(scene.world, device))
        .filter(({ healthStatus }) => isAsked(healthStatus, input.health)),
    ),

  'queries.listDisks': (input, scene) =>
    pageOfReport(scene, input, () => partRows(scene, scene.world.disks, devicesOf(scene, input.df))),

  'queries.listLoggedOnUsers': (input, scene) =>
    pageOfReport(scene, input, () =>
      devicesOf(scene, input.df).flatMap((device) => {
        const user = scene.world.loggedOnUsers.get(device.id)
        return user ? [{ userName: user.userName, logonTime: user.logonMs / 1000, deviceId: device.id }] : []
      }),
    ),

  'queries.listNetworkInterfaces': (input, scene) =>
    pageOfReport(scene, input, () => networkInterfaces(scene, devicesOf(scene, input.df))),

  'queries.listOperatingSystems': (input, scene) =>
    pageOfReport(scene, input, () => operatingSystems(scene, devicesOf(scene, input.df))),

  'queries.listOsPatches': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.osPatches,
        devicesOf(scene, input.df),
        (row, device) =>
          isOnline(row, device) &&
          isAsked(row.status, input.status) &&
          isAsked(row.type, input.type) &&
          isAsked(row.severity, input.severity),
      ),
    ),

  'queries.listOsPatchInstalls': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.osPatchInstalls,
        devicesOf(scene, input.df),
        (row) =>
          isAsked(row.status, input.status) && isBetween(row.installedMs, input.installedAfter, input.installedBefore),
      ).map(toWireInstall),
    ),

  'queries.listPolicyOverrides': (input, scene) =>
    pageOfReport(scene, input, () =>
      devicesOf(scene, input.df).flatMap((device) => {
        const overrides = scene.world.policyOverrides.get(device.id)?.rows ?? []
        return overrides.length > 0 ? [{ overrides: [...overrides], deviceId: device.id }] : []
      }),
    ),

  'queries.listProcessors': (input, scene) =>
    pageOfReport(scene, input, () => partRows(scene, scene.world.processors, devicesOf(scene, input.df))),

  'queries.listRaidControllers': (input, scene) =>
    pageOfReport(scene, input, () => partRows(scene, scene.world.raidControllers, devicesOf(scene, input.df))),

  'queries.listRaidDrives': (input, scene) =>
    pageOfReport(scene, input, () => partRows(scene, scene.world.raidDrives, devicesOf(scene, input.df))),

  'queries.listScopedCustomFields': (input, scene) =>
    pageOfReport(scene, input, () =>
      fieldRowsOfScopes(scene, input).map(({ scope, entityId, values }) => ({ scope, entityId, fields: values })),
    ),

  'queries.listScopedCustomFieldsDetailed': (input, scene) =>
    pageOfReport(scene, input, () =>
      fieldRowsOfScopes(scene, input).map((row) => ({
        scope: row.scope,
        entityId: row.entityId,
        fields: withDefinitions(row),
      })),
    ),

  'queries.listSoftware': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(scene, scene.world.software, devicesOf(scene, input.df), (row) =>
        isBetween(Date.parse(row.installDate), input.installedAfter, input.installedBefore),
      ),
    ),

  'queries.listSoftwarePatches': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.softwarePatches,
        devicesOf(scene, input.df),
        (row, device) =>
          isOnline(row, device) &&
          isAsked(row.status, input.status) &&
          isAsked(row.productIdentifier, input.productIdentifier) &&
          isAsked(row.type, input.type) &&
          isAsked(row.impact, input.impact),
      ),
    ),

  'queries.listSoftwarePatchInstalls': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.softwarePatchInstalls,
        devicesOf(scene, input.df),
        (row) =>
          isAsked(row.status, input.status) &&
          isAsked(row.productIdentifier, input.productIdentifier) &&
          isAsked(row.type, input.type) &&
          isAsked(row.impact, input.impact) &&
          isBetween(row.installedMs, input.installedAfter, input.installedBefore),
      ).map(toWireInstall),
    ),

  // With `include=bl` and small pages the vendor silently drops BitLocker rows (ninjaone-api §6): here the last one of
  // every page that another one follows. Offset and count go on as if it had been there.
  'queries.listVolumes': (input, scene) =>
    pageOfReport(
      scene,
      input,
      () =>
        partRows(scene, scene.world.volumes, devicesOf(scene, input.df)).map(({ bitLockerStatus, ...row }) => ({
          ...row,
          ...(input.include === 'bl' && bitLockerStatus && { bitLockerStatus }),
        })),
      (page, isLast) => {
        if (isLast || (input.pageSize ?? smallPage) >= smallPage) return page
        const lost = page.findLastIndex(({ bitLockerStatus }) => bitLockerStatus !== undefined)
        return page.filter((_row, index) => index !== lost)
      },
    ),

  'queries.listWindowsServices': (input, scene) =>
    pageOfReport(scene, input, () =>
      partRows(
        scene,
        scene.world.services,
        devicesOf(scene, input.df),
        (row) => isAsked(row.name.toLowerCase(), input.name?.toLowerCase()) && isAsked(row.state, input.state),
      ).map(({ queue: _queue, ...service }) => service),
    ),
}
