/**
 * Reports over the whole fleet (`/v2/queries/*`). A report is a snapshot on the vendor's side that expires;
 * its rows have no id, so they are keyed by device and what else tells them apart (ninjaone-api §6).
 */
import { z } from 'zod'
import { DeviceFilter, PageSize, Timestamp } from './index.ts'

/** What a report adds to each row. */
export const reported = { deviceId: z.int().optional(), timestamp: Timestamp.optional() }

/** One page of a report. `cursor` is absent on some tenants; its name stays the same while `offset` advances. */
export function reportOf<Row extends z.ZodType>(row: Row) {
  return z.looseObject({
    cursor: z
      .looseObject({
        name: z.string(),
        offset: z.int().optional(),
        count: z.int().optional(),
        expires: Timestamp.optional(),
      })
      .optional(),
    results: z.array(row),
  })
}

const ReportCursor = z.string().min(1).describe('cursor.name of the page before')
const ReportTime = z.string().min(1).describe('Monitoring timestamp filter; the vendor documents no syntax')
/** For the reports where the vendor declares bounds; the others take any size. */
export const BoundedReportPageSize = z
  .int()
  .min(10)
  .max(10_000)
  .describe('Rows in one page, 10 to 10000; vendor default 1000')

/** Which devices a report is about, and for some reports as of when. */
export const byDevice = { df: DeviceFilter.optional() }
export const byDeviceAndTime = { ...byDevice, ts: ReportTime.optional() }

/** What a report is asked: filters of its own, then where to go on and how far. */
export function reportInput<const Filters extends z.ZodRawShape>(filters: Filters, pageSize: z.ZodInt = PageSize) {
  return z.strictObject({ ...filters, cursor: ReportCursor.optional(), pageSize: pageSize.optional() })
}
