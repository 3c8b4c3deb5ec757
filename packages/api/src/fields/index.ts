/**
 * Fields that several operations share: identifiers, times, open lists of words.
 * A field is described here once; operations compose them.
 */
import { z } from 'zod'
import { describePlace, deviceClasses, parseDeviceFilter } from '../device-filter/index.ts'
import { ignoredByVendor, listedIn, resources, secrets, wireForms } from '../operation.ts'
import { isoOf } from './moments.ts'

export const DeviceId = z.int().positive().describe('Device id').register(resources, { resource: 'device' })
export const OrganizationId = z
  .int()
  .positive()
  .describe('Organization id')
  .register(resources, { resource: 'organization' })
export const ScriptId = z
  .int()
  .positive()
  .describe('Script id, from scripts.list')
  .register(resources, { resource: 'script' })
export const AlertUid = z.uuid().describe('Alert uid, from alerts.list').register(resources, { resource: 'alert' })

/** A text that is sent and never shown: approvals hide it and tell its length. */
export const SecretText = (whatItIs: string) =>
  z.string().describe(`${whatItIs}; hidden from who approves the call`).register(secrets, { whatItOpens: whatItIs })

/** What follows is no resource: an approval does not name it. What a list names can be given by its name. */
const Id = z.int().positive()
export const LocationId = Id.describe('Location id, from locations.list').register(listedIn, {
  word: 'location',
  list: 'locations.list',
  id: 'id',
})
export const PolicyId = Id.describe('Policy id, from policies.list').register(listedIn, {
  word: 'policy',
  list: 'policies.list',
  id: 'id',
})
export const NodeRoleId = Id.describe('Device role id, from roles.list').register(listedIn, {
  word: 'device role',
  list: 'roles.list',
  id: 'id',
})
export const TicketBoardId = Id.describe('Board id of this tenant, from ticketBoards.list').register(listedIn, {
  word: 'ticket board',
  list: 'ticketBoards.list',
  id: 'id',
})
export const UserId = Id.describe('User id, from users.list')
export const UserUid = z.uuid().describe('User uid, from users.list')
export const TicketId = Id.describe('Ticket id')
export const TicketFormId = Id.describe('Ticket form id, from ticketForms.list').register(listedIn, {
  word: 'ticket form',
  list: 'ticketForms.list',
  id: 'id',
})

export const UserData = z.record(z.string(), z.unknown()).describe('Free-form data of your own, kept by NinjaOne')

/** Words by which alerts, activities and tickets are ranked. */
export const severities = ['NONE', 'MINOR', 'MODERATE', 'MAJOR', 'CRITICAL'] as const
export const priorities = ['NONE', 'LOW', 'MEDIUM', 'HIGH'] as const

/** Vendor answers with 204 or an empty body. */
export const NoContent = z.undefined()

/** The vendor answers with something that its spec does not describe: it passes as it came. */
export const Undescribed = z.unknown()

/**
 * A moment. The vendor sends epoch seconds with a fraction (ninjaone-api §9.2); clients written
 * to other texts send ISO strings, which pass. Ours is always ISO 8601 UTC.
 */
export const Timestamp = z.codec(z.union([z.number(), z.string()]), z.string(), {
  decode: (wire) => (typeof wire === 'number' ? isoOf(wire * 1000) : wire),
  encode: (iso) => Date.parse(iso) / 1000,
})

/**
 * A moment that a caller writes as ISO 8601 with a zone; sent as epoch seconds, which is what
 * clients in production send (the vendor's own text says milliseconds; ninjaone-api §5, "Maintenance units").
 */
export const MomentInput = z.iso
  .datetime({ offset: true })
  .describe('ISO 8601 with zone, e.g. 2026-03-01T22:00:00Z')
  .register(wireForms, {
    encode: (iso: string) => Date.parse(iso) / 1000,
    decode: (wire) => (typeof wire === 'number' ? isoOf(wire * 1000) : wire),
  })

/**
 * Known words of a list that the vendor extends without notice: known ones complete in editors,
 * new ones pass.
 */
export function openEnum<const Words extends readonly [string, ...string[]]>(words: Words) {
  type Open = Words[number] | (string & {})
  return z.string().meta({ examples: [...words] }) as unknown as z.ZodType<Open, Open>
}

/** Kinds of devices: those of the vendor's spec, and whatever it adds. */
export const NodeClass = openEnum(deviceClasses)

export const serviceStates = [
  'UNKNOWN',
  'STOPPED',
  'START_PENDING',
  'RUNNING',
  'STOP_PENDING',
  'PAUSE_PENDING',
  'PAUSED',
  'CONTINUE_PENDING',
] as const

export const startTypes = [
  'AUTO_START',
  'AUTO_START_DELAYED',
  'BOOT_START',
  'DEMAND_START',
  'DISABLED',
  'SYSTEM_START',
] as const

/** Strict, because the vendor answers a filter that it cannot read with every device (ninjaone-api §7). */
export const DeviceFilter = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const parsed = text === '' ? undefined : parseDeviceFilter(text)
    if (!parsed || parsed.ok) return
    for (const issue of parsed.issues) {
      const rule = `is no filter that NinjaOne is known to follow: ${describePlace(issue)} ${issue.rule}`
      context.addIssue({ code: 'custom', message: `${rule}: ${issue.cure}`, params: { rule, cure: issue.cure } })
    }
  })
  .describe('Device filter (df), e.g. org = 1 AND class in (WINDOWS_SERVER) AND online')
  .register(ignoredByVendor, { whatIsIgnored: 'terms outside the grammar' })
/** Filters of reports take several forms of dates (ninjaone-api §9.2); this one is understood everywhere. */
export const DateText = z.string().min(1).describe('Date, e.g. 2026-01-31')
export const PageSize = z.int().min(1).describe('Rows in one page')
export const After = z.int().min(0).describe('Last id of the page before')
export const Language = z.string().describe('Language tag, e.g. en')
export const TimeZone = z.string().describe('IANA time zone, e.g. Europe/Berlin')
