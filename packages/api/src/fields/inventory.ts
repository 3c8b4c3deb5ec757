/**
 * What a device consists of: hardware, software, patches. The per-device reads and the fleet-wide reports answer
 * with the same rows; reports add whose they are (`reported`).
 */
import { z } from 'zod'
import { openEnum, Timestamp } from './index.ts'

export const Disk = z.looseObject({
  name: z.string().optional(),
  model: z.string().optional(),
  manufacturer: z.string().optional(),
  serialNumber: z.string().optional(),
  description: z.string().optional(),
  interfaceType: z.string().optional(),
  mediaType: z.string().optional(),
  size: z.number().optional(),
  bytesPerSector: z.number().optional(),
  partitionCount: z.int().optional(),
  smartCapable: z.boolean().optional(),
  status: z.string().optional(),
})

export const Volume = z.looseObject({
  name: z.string().optional(),
  driveLetter: z.string().optional(),
  label: z.string().optional(),
  deviceType: z.string().optional(),
  fileSystem: z.string().optional(),
  autoMount: z.boolean().optional(),
  compressed: z.boolean().optional(),
  capacity: z.number().optional(),
  freeSpace: z.number().optional(),
  serialNumber: z.string().optional(),
  /** Only when asked for with `include: 'bl'`. */
  bitLockerStatus: z
    .looseObject({
      conversionStatus: openEnum(['FULLY_DECRYPTED', 'FULLY_ENCRYPTED', 'ENCRYPTION_IN_PROGRESS']).optional(),
      encryptionMethod: openEnum(['NONE', 'AES_128', 'AES_256', 'XTS_AES_128', 'XTS_AES_256']).optional(),
      protectionStatus: openEnum(['UNPROTECTED', 'PROTECTED', 'UNKNOWN', 'PENDING']).optional(),
      lockStatus: openEnum(['UNKNOWN', 'UNLOCKED', 'LOCKED']).optional(),
      initializedForProtection: z.boolean().optional(),
    })
    .optional(),
})

export const Software = z.looseObject({
  name: z.string().optional(),
  publisher: z.string().optional(),
  version: z.string().optional(),
  /** A date as text, `yyyy-MM-dd` in practice, although the spec says date-time (ninjaone-api §9.2). */
  installDate: z.string().optional(),
  location: z.string().optional(),
  size: z.number().optional(),
  productCode: z.string().optional(),
  isSystemComponent: z.boolean().optional(),
})

export const Processor = z.looseObject({
  name: z.string().optional(),
  architecture: z.string().optional(),
  maxClockSpeed: z.number().optional(),
  clockSpeed: z.number().optional(),
  numCores: z.int().optional(),
  numLogicalCores: z.int().optional(),
})

export const NetworkInterface = z.looseObject({
  adapterName: z.string().optional(),
  interfaceName: z.string().optional(),
  interfaceType: z.string().optional(),
  interfaceIndex: z.string().optional(),
  ipAddress: z.array(z.string()).optional(),
  macAddress: z.array(z.string()).optional(),
  subnetMask: z.string().optional(),
  defaultGateway: z.string().optional(),
  dnsHostName: z.string().optional(),
  dnsServers: z.string().optional(),
  linkSpeed: z.string().optional(),
  mtu: z.string().optional(),
  status: z.string().optional(),
})

/** Severity and status are free text in mixed case, so they stay text (ninjaone-api §9.3). */
export const OsPatch = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  kbNumber: z.string().optional(),
  severity: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  installedAt: Timestamp.optional(),
})

export const SoftwarePatch = z.looseObject({
  id: z.string().optional(),
  productIdentifier: z.string().optional(),
  title: z.string().optional(),
  impact: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  installedAt: Timestamp.optional(),
})

export const LogonFact = z.looseObject({ userName: z.string().optional(), logonTime: Timestamp.optional() })

export const PatchStatus = z.string().min(1).describe('Only patches in this status, e.g. APPROVED')
export const InstallStatus = z.enum(['FAILED', 'INSTALLED']).describe('Only installs that ended so')
export const PatchType = z.string().min(1).describe('Only patches of this type')
export const PatchSeverity = z.string().min(1).describe('Only patches of this severity, e.g. CRITICAL')
export const PatchImpact = z.string().min(1).describe('Only patches of this impact')
export const ProductIdentifier = z.string().min(1).describe('Only patches of this product, from softwareProducts.list')
export const VolumeExtras = z.literal('bl').describe('bl adds the BitLocker status')
