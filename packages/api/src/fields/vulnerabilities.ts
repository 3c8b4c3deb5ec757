/** Scan groups: which vulnerabilities another product's scan found on which devices, uploaded as CSV. */
import { z } from 'zod'
import { openEnum } from './index.ts'

export const ScanGroupId = z.int().positive().describe('Scan group id, from vulnerabilityScanGroups.list')

export const ScanGroup = z.looseObject({
  id: z.int(),
  groupName: z.string().optional(),
  fileName: z.string().optional(),
  status: openEnum(['COMPLETE', 'IN_PROGRESS', 'FAILED']).optional(),
  vendor: z.string().optional(),
  thirdPartyApiTile: z.string().optional(),
  /** Columns that an upload must have: the one that names the device, what it names it by, and the CVE. */
  deviceIdHeader: z.string().optional(),
  deviceInternalMapping: z.string().optional(),
  cveIdHeader: z.string().optional(),
  /** A text in the spec, of unknown form. */
  lastFileUploadDate: z.string().optional(),
  recordsProcessed: z.int().optional(),
})
