/** Groups, tasks, channels, products and licences: what a tenant has set up for all its organizations. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { emptySource, listSource } from '../store/source.ts'
import { patchedProducts } from './inventory/patches.ts'

/** A saved search. Its devices are those its filter finds. */
export interface Group {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly shared: boolean
  /** In the words of a device filter. */
  readonly filter: string
  readonly createdMs: number
  readonly updatedMs: number
}

export interface Task {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly createdMs: number
  readonly lastRunMs?: number
  readonly runCount: number
}

export interface NotificationChannel {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly type: string
}

export interface SoftwareProduct {
  readonly id: number
  readonly uid: string
  readonly vendorName: string
  readonly productName: string
  readonly installable: boolean
  readonly active: boolean
}

export interface SoftwareLicense {
  readonly id: number
  readonly name: string
  readonly vendorName: string
  readonly type: string
  readonly quantity: number
  readonly assignedDeviceIds: readonly number[]
  readonly assignedEndUserIds: readonly number[]
  readonly expiresMs?: number
  readonly createdMs: number
  readonly publisherName?: string
  readonly publisherId?: number
  readonly vendorId?: number
  readonly description?: string
  readonly purchasedMs?: number
  readonly currentUsage?: number
  readonly scope?: {
    readonly global?: boolean
    readonly organizationIds?: readonly number[]
    readonly locationIds?: readonly number[]
  }
  /** Without its end, which is `expiresMs`. */
  readonly term?: Readonly<Record<string, unknown>>
  readonly notificationChannelInfo?: Readonly<Record<string, unknown>>
  readonly automation?: Readonly<Record<string, unknown>>
  readonly note?: string
}

export const groupKind = (origin: Origin): Kind<Group> => ({
  name: 'group',
  source: listSource(() =>
    [
      [561, 'Windows servers', 'class = WINDOWS_SERVER'],
      [562, 'Macs', 'class = MAC'],
      [563, 'Offline devices', 'offline'],
      [564, 'First organization', 'org = 1'],
    ].map(([id, name, filter]) => ({
      id: Number(id),
      name: String(name),
      shared: id !== 564,
      filter: String(filter),
      createdMs: origin.startMs - 300 * dayMs,
      updatedMs: origin.startMs - 30 * dayMs,
    })),
  ),
})

export const taskKind = (origin: Origin): Kind<Task> => ({
  name: 'task',
  source: listSource(() =>
    ['Weekly cleanup', 'Nightly patch scan', 'Restart print servers on Sunday', 'Collect licence keys'].map(
      (name, index) => {
        const draw = origin.draw('task', index + 1)
        return {
          id: 41 + index,
          name,
          enabled: index !== 3,
          createdMs: origin.startMs - draw.whole('age', 100, 900) * dayMs,
          lastRunMs: origin.startMs - Math.round(draw.fraction('last') * 7 * dayMs),
          runCount: draw.whole('runs', 3, 400),
        }
      },
    ),
  ),
})

export const notificationChannelKind = (_origin: Origin): Kind<NotificationChannel> => ({
  name: 'notification-channel',
  source: listSource(() => [
    { id: 9, name: 'Night shift', enabled: true, type: 'EMAIL' },
    { id: 10, name: 'Operations chat', description: 'Major and critical', enabled: true, type: 'MICROSOFT_TEAMS' },
    { id: 11, name: 'On call', enabled: true, type: 'SMS' },
    { id: 12, name: 'Old pager', description: 'Not used any more', enabled: false, type: 'PAGER_DUTY' },
  ]),
})

const vendors: Readonly<Record<string, string>> = {
  'google-chrome': 'Google',
  'mozilla-firefox': 'Mozilla',
  '7-zip': 'Igor Pavlov',
  zoom: 'Zoom',
  'adobe-acrobat': 'Adobe',
  'notepad-plus-plus': 'Notepad++ Team',
}

export const softwareProductKind = (origin: Origin): Kind<SoftwareProduct, 'uid'> => ({
  name: 'software-product',
  source: listSource(() =>
    patchedProducts.map(([product, productName], index) => ({
      id: index + 1,
      // The same one that patches of the product name.
      uid: origin.draw(`patch-${product}`, 0).uuid(),
      vendorName: vendors[product] ?? productName,
      productName,
      installable: true,
      active: index !== 5,
    })),
  ),
  indexes: { uid: { keyOf: ({ uid }) => uid } },
})

export const softwareLicenseKind = (origin: Origin): Kind<SoftwareLicense> => ({
  name: 'software-license',
  source: listSource(() =>
    [
      ['Microsoft 365 Business Premium', 'Microsoft', 120],
      ['Adobe Acrobat Pro', 'Adobe', 15],
      ['TeamViewer Corporate', 'TeamViewer', 3],
    ].map(([name, vendorName, quantity], index) => ({
      id: index + 1,
      name: String(name),
      vendorName: String(vendorName),
      type: 'SUBSCRIPTION',
      quantity: Number(quantity),
      assignedDeviceIds: [],
      assignedEndUserIds: [],
      // One has run out, and nobody noticed.
      expiresMs: origin.startMs + (index === 2 ? -20 : 200) * dayMs,
      createdMs: origin.startMs - 500 * dayMs,
    })),
  ),
})

export interface AssetTag {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly createdByUserId?: number
  readonly updatedByUserId?: number
}

/** Tags of asset management; endpoint tags (`tags` of a device) are something else (ninjaone-api §5, "Families"). */
export const assetTagKind = (origin: Origin): Kind<AssetTag> => ({
  name: 'asset-tag',
  source: listSource(() =>
    ['leased', 'end of life', 'spare', 'on loan'].map((name, index) => ({
      id: index + 1,
      name,
      createdMs: origin.startMs - (400 - index) * dayMs,
      updatedMs: origin.startMs - (100 - index) * dayMs,
    })),
  ),
})

export interface AssetTagsOfDevice {
  readonly id: number
  readonly tagIds: readonly number[]
}

/** Which asset tags a device has; the id is the device's. */
export const assetTagsOfDeviceKind = (_origin: Origin): Kind<AssetTagsOfDevice> => ({
  name: 'asset-tags-of-device',
  source: emptySource(),
})

/** A link somebody generated. Whoever has it can enrol devices into the organization. */
export interface Installer {
  readonly id: number
  readonly organizationId: number
  readonly locationId: number
  readonly type: string
  readonly token: string
  readonly createdMs: number
}

export const installerKind = (_origin: Origin): Kind<Installer> => ({ name: 'installer', source: emptySource() })
