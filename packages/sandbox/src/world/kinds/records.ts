/** What stands beside entities: related items, uploads, custom tabs, unmanaged devices, scan groups, jobs. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { emptySource, listSource, sparseSource } from '../store/source.ts'
import { locationIdOf } from './locations.ts'

export interface RelatedItem {
  readonly id: number
  readonly type: 'VALUE' | 'ENTITY'
  readonly entityType: string
  readonly entityId: number
  readonly relEntityType: string
  readonly relEntityId?: number
  /** Of a file. */
  readonly attachmentId?: number
  /** Of a secret; it never goes out. */
  readonly secret?: { readonly name: string } & Readonly<Record<string, string | undefined>>
  readonly createdMs: number
  readonly updatedMs: number
  readonly createdByAppUserId?: number
  readonly updatedByAppUserId?: number
}

/** Both sides are found: `ORGANIZATION 7`. */
export const relationKey = (type: string, id: number | undefined) => `${type} ${id ?? ''}`

export const relatedItemKind = (origin: Origin): Kind<RelatedItem, 'entity' | 'relEntity'> => ({
  name: 'related-item',
  source: listSource(() =>
    Array.from({ length: Math.min(origin.size.orgs, 20) }, (_, index) => ({
      id: index + 1,
      type: 'ENTITY' as const,
      entityType: 'ORGANIZATION',
      entityId: index + 1,
      relEntityType: 'DOCUMENT',
      // The document about internet access, which every organization has.
      relEntityId: (index + 1) * 10 + 1,
      createdMs: origin.startMs - 200 * dayMs,
      updatedMs: origin.startMs - 200 * dayMs,
      createdByAppUserId: 5,
    })),
  ),
  indexes: {
    entity: { keyOf: ({ entityType, entityId }) => relationKey(entityType, entityId) },
    relEntity: { keyOf: ({ relEntityType, relEntityId }) => relationKey(relEntityType, relEntityId) },
  },
})

export interface Attachment {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly base64: string
  readonly createdMs: number
}

export const attachmentKind = (_origin: Origin): Kind<Attachment, 'uid'> => ({
  name: 'attachment',
  source: emptySource(),
  indexes: { uid: { keyOf: ({ uid }) => uid } },
})

/** Something on a tab that only shows something. */
export interface UiElement {
  readonly uiElementUid: string
  readonly uiElementType: string
  readonly uiElementValue?: string
  readonly name?: string
  readonly createdMs: number
  readonly updatedMs: number
}

/** A custom field by its name, or such an element. */
export type TabItem = { readonly fieldName: string } | UiElement

export interface CustomTab {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly scope: 'NODE' | 'LOCATION' | 'ORGANIZATION' | 'END_USER' | 'GLOBAL'
  readonly position: number
  readonly fieldNames: readonly string[]
  /** Instead of `fieldNames`, when somebody has said what is on it. */
  readonly items?: readonly TabItem[]
  readonly nodeRoleId?: number
  /** Of a role's extension: the tab it extends. */
  readonly parentTabId?: number
  readonly hiddenForRoles?: readonly number[]
}

export const customTabKind = (_origin: Origin): Kind<CustomTab> => ({
  name: 'custom-tab',
  source: listSource(() => [
    { id: 1, name: 'Asset', scope: 'NODE', position: 1, fieldNames: ['assetOwner', 'purchaseDate', 'rackUnit'] },
    { id: 2, name: 'Contract', scope: 'ORGANIZATION', position: 2, fieldNames: ['contractNumber', 'serviceLevel'] },
  ]),
})

export interface UnmanagedDevice {
  readonly id: number
  readonly uid: string
  readonly organizationId: number
  readonly locationId: number
  readonly nodeRoleId: number
  readonly name: string
  readonly make?: string
  readonly model?: string
  readonly serialNumber?: string
  readonly warrantyStartMs?: number
  readonly warrantyEndMs?: number
  readonly assignedUserUid?: string
  readonly assetFields?: Readonly<Record<string, unknown>>
  readonly decommissionedMs?: number
  readonly createdMs: number
}

const unmanagedRoleId = 32

export const unmanagedDeviceKind = (origin: Origin): Kind<UnmanagedDevice, 'organizationId'> => {
  const idsOf = (organizationId: number) =>
    organizationId >= 1 &&
    organizationId <= origin.size.orgs &&
    origin.draw('unmanaged', organizationId).chance('has', 0.6)
      ? [organizationId * 10 + 1]
      : []
  return {
    name: 'unmanaged-device',
    source: sparseSource(
      () => Array.from({ length: origin.size.orgs }, (_, index) => idsOf(index + 1)).flat(),
      (id) => {
        const organizationId = Math.floor(id / 10)
        if (!idsOf(organizationId).includes(id)) return undefined
        const draw = origin.draw('unmanaged-device', id)
        return {
          id,
          uid: draw.uuid(),
          organizationId,
          locationId: locationIdOf(organizationId, 1),
          nodeRoleId: unmanagedRoleId,
          name: draw.pick('name', ['Label printer', 'Time clock', 'Alarm panel', 'Coffee machine with a network port']),
          serialNumber: draw.hex('serial', 8).toUpperCase(),
          createdMs: origin.startMs - draw.whole('age', 30, 900) * dayMs,
        }
      },
    ),
    indexes: {
      organizationId: { keyOf: ({ organizationId }) => organizationId, seedIds: (key) => idsOf(Number(key)) },
    },
  }
}

export interface ScanGroup {
  readonly id: number
  readonly groupName: string
  readonly fileName?: string
  readonly status: 'COMPLETE' | 'IN_PROGRESS' | 'FAILED'
  readonly vendor: string
  readonly deviceIdHeader: string
  readonly deviceInternalMapping: string
  readonly cveIdHeader: string
  readonly lastUploadMs?: number
  readonly recordsProcessed: number
}

export const scanGroupKind = (origin: Origin): Kind<ScanGroup> => ({
  name: 'vulnerability-scan-group',
  source: listSource(() => {
    const headers = { deviceIdHeader: 'hostname', deviceInternalMapping: 'SYSTEM_NAME', cveIdHeader: 'cve' }
    const done = { status: 'COMPLETE' as const, vendor: 'CSV', ...headers }
    return [
      {
        id: 1,
        groupName: 'Monthly scan',
        fileName: 'monthly.csv',
        ...done,
        lastUploadMs: origin.startMs - 12 * dayMs,
        recordsProcessed: 412,
      },
      { id: 2, groupName: 'Servers', ...done, recordsProcessed: 0 },
    ]
  }),
})

/** A script that is to be run for real, as it was when it was asked for. */
export interface Execution {
  readonly body: string
  /** Its parameters, one string of the caller's, split at spaces (ninjaone-api §5, "Script facts"). */
  readonly words: readonly string[]
  readonly hostname: string
}

/** What came of running it. */
export interface ScriptOutcome {
  /** `stopped` is the sandbox's own closing; `not-started` is a wall that could not be put up. */
  readonly kind: 'exited' | 'timed-out' | 'too-much-output' | 'stopped' | 'not-started'
  /** 0 to 255; 128 and the signal's number when a signal ended it. Only of `exited`. */
  readonly exitCode?: number
  /** What was written, as text, no longer than is kept. Of `not-started`: why, for the sandbox's owner alone. */
  readonly output: string
  readonly truncated: boolean
}

/** Something that runs on a device right now; it is gone when it is finished. */
export interface Job {
  readonly id: number
  readonly uid: string
  readonly deviceId: number
  readonly message: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly sourceType: string
  readonly sourceConfigUid?: string
  readonly sourceName: string
  readonly subject: string
  readonly userId?: number
  readonly data: Readonly<Record<string, unknown>>
  /** How often somebody still has to look until it is finished; only in that mode. */
  readonly pollsLeft?: number
  /** Somebody with a shell has to run it; its end is what came of that. */
  readonly execution?: Execution
}

export const jobKind = (_origin: Origin): Kind<Job, 'deviceId' | 'uid'> => ({
  name: 'job',
  source: emptySource(),
  indexes: { deviceId: { keyOf: ({ deviceId }) => deviceId }, uid: { keyOf: ({ uid }) => uid } },
})
