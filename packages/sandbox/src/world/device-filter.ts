/**
 * What the vendor makes of a device filter `df` (ninjaone-api §7). The grammar is `@kunai/api`'s own; here a term that
 * cannot be read is silently ignored, as the vendor does: that trap is why callers must look at what came back.
 */
import { type DeviceFilterTerm, isDay, readTerms, startOf } from '@kunai/api/device-filter'
import { isAway } from './commands/story.ts'
import type { Device } from './kinds/devices.ts'
import type { World } from './world.ts'

export type DeviceTest = (device: Device) => boolean

/** What a filter may ask about beyond the device itself. */
export interface Facts {
  /** The filter of a saved search. */
  filterOfGroup(id: number): string | undefined
}

export const factsOf = ({ groups }: World): Facts => ({ filterOfGroup: (id) => groups.get(id)?.filter })

const dayMs = 86_400_000

/** Unknown text passes every device; it never throws. */
export function parseDeviceFilter(text: string | undefined, facts: Facts): DeviceTest {
  const terms = termsOf(text)
  const tests = terms.flatMap((term) => testOf(term, facts) ?? [])
  // Devices waiting for approval stay hidden unless the filter speaks of status.
  if (!terms.some(({ key }) => key === 'status')) tests.push((device) => device.approvalStatus === 'APPROVED')
  return (device) => tests.every((test) => test(device))
}

/** What of it can be read. */
export const termsOf = (text = ''): DeviceFilterTerm[] =>
  readTerms(forgive(text)).flatMap((read) => (read.ok ? [read.term] : []))

/** The vendor is not known to mind white space or the case of its keys; our own callers are held to one spelling. */
function forgive(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/(^| )([a-z]+)/gi, (word) => (isKey(word) ? word.toLowerCase() : word))
}

const isKey = (word: string) =>
  /^ ?(and|org|organization|loc|location|role|id|class|status|created|online|offline|group)$/i.test(word)

function testOf(term: DeviceFilterTerm, facts: Facts): DeviceTest | undefined {
  switch (term.key) {
    case 'online':
      return (device) => !isAway(device)
    case 'offline':
      return isAway
    case 'group':
      return testGroup(term, facts)
    case 'organization':
      return testValues(term, ({ organizationId }) => organizationId)
    case 'location':
      return testValues(term, ({ locationId }) => locationId)
    case 'role':
      return testValues(term, ({ nodeRoleId }) => nodeRoleId)
    case 'id':
      return testValues(term, ({ id }) => id)
    case 'class':
      return testValues(term, ({ nodeClass }) => nodeClass)
    case 'status':
      return ({ approvalStatus }) => (approvalStatus === term.value) === (term.operator === 'is')
    case 'created':
      return testCreated(term.operator, term.value)
  }
}

function testValues(
  { operator, values }: { readonly operator: 'in' | 'notIn'; readonly values: readonly (number | string)[] },
  read: (device: Device) => number | string,
): DeviceTest {
  const wanted = new Set(values)
  return (device) => wanted.has(read(device)) === (operator === 'in')
}

function testCreated(operator: 'is' | 'before' | 'after', date: string): DeviceTest {
  const startMs = startOf(date)
  // A day is met by all of its moments; a moment only by itself.
  const endMs = startMs + (isDay(date) ? dayMs : 1)
  if (operator === 'before') return (device) => device.createdMs < startMs
  if (operator === 'after') return (device) => device.createdMs >= endMs
  return (device) => device.createdMs >= startMs && device.createdMs < endMs
}

/** A saved search finds what its own filter finds; one that does not exist means nothing and is ignored. */
function testGroup({ id }: { readonly id: number }, facts: Facts): DeviceTest | undefined {
  const filter = facts.filterOfGroup(id)
  // A saved search that speaks of saved searches would never come to an end.
  return filter === undefined ? undefined : parseDeviceFilter(filter, { filterOfGroup: () => undefined })
}
