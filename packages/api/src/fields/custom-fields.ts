/**
 * Custom field values: a flat map from a field's name to its value, whose type depends on the field's definition.
 * DATE, DATE_TIME and TIME values are epoch milliseconds, unlike every other moment of this API (ninjaone-api §9.2),
 * and cannot be told from numbers here, so they pass as they are. Encrypted text comes masked (§9.6).
 */
import { z } from 'zod'

export const CustomFieldValues = z.record(z.string(), z.unknown())

/** Null clears a value; nobody has shown that on a live tenant (ninjaone-api §5, grade U). */
export const CustomFieldChanges = z
  .record(z.string().min(1), z.unknown())
  .refine((changes) => Object.keys(changes).length > 0, { message: 'name at least one custom field' })
  .describe('Field name to new value; null clears it; dates as epoch milliseconds')

export const WithInheritance = z.boolean().describe('Also values that come from the location or organization')
