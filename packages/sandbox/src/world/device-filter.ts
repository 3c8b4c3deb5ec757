/**
 * What the vendor makes of a device filter `df` (ninjaone-api §7). The grammar is `@kunai/api`'s own; here a term that
 * cannot be read is silently ignored, as the vendor does: that trap is why callers must look at what came back.
 */
import { type DeviceFilterTerm, isDay, readTerms, startOf } from '@kunai/api/device-filter'
import type { LiveDevice } from './fleet.ts'

export type DeviceTest = (device: LiveDevice) => boolean

interface Facts {
  createdMs(device: LiveDevice): number
}

const dayMs = 86_400_000

/** Unknown text passes every device; it never throws. */
export function parseDeviceFilter(text: string | undefined, facts: Facts): DeviceTest {
  const terms = readTerms(forgive(text ?? '')).flatMap((read) => (read.ok ? [read.term] : []))
  const tests = terms.flatMap((term) => testOf(term, facts) ?? [])
  // Devices waiting for approval stay hidden unless the filter speaks of status.
  if (!terms.some(({ key }) => key === 'status')) tests.push((device) => device.seed.approvalStatus === 'APPROVED')
  return (device) => tests.every((test) => test(device))
}

/** The vendor is not known to mind white space or the case of its keys; our own callers are held to one spelling. */
function forgive(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/(^| )([a-z]+)/gi, (word) => (isKey(word) ? word.toLowerCase() : word))
}

const isKey = (word: string) =>
  /^ ?(and|org|organization|loc|location|role|id|class|status|created|online|offline|group)$/i.test(word)

function testOf(term: DeviceFilterTerm, facts: Facts): DeviceTest | undefined {
  switch (term.key) {
    case 'online':
      return (device) => !device.offline
    case 'offline':
      return (device) => device.offline
    case 'group':
      // A saved search. This tenant has none, so the term means nothing here and is ignored.
      return undefined
    case 'organization':
      return testValues(term, ({ seed }) => seed.organizationId)
    case 'location':
      return testValues(term, ({ seed }) => seed.locationId)
    case 'role':
      return testValues(term, ({ seed }) => seed.nodeRoleId)
    case 'id':
      return testValues(term, ({ seed }) => seed.id)
    case 'class':
      return testValues(term, ({ seed }) => seed.nodeClass)
    case 'status':
      return ({ seed }) => (seed.approvalStatus === term.value) === (term.operator === 'is')
    case 'created':
      return testCreated(term.operator, term.value, facts)
  }
}

function testValues(
  { operator, values }: { readonly operator: 'in' | 'notIn'; readonly values: readonly (number | string)[] },
  read: (device: LiveDevice) => number | string,
): DeviceTest {
  const wanted = new Set(values)
  return (device) => wanted.has(read(device)) === (operator === 'in')
}

function testCreated(operator: 'is' | 'before' | 'after', date: string, facts: Facts): DeviceTest {
  const startMs = startOf(date)
  // A day is met by all of its moments; a moment only by itself.
  const endMs = startMs + (isDay(date) ? dayMs : 1)
  if (operator === 'before') return (device) => facts.createdMs(device) < startMs
  if (operator === 'after') return (device) => facts.createdMs(device) >= endMs
  return (device) => facts.createdMs(device) >= startMs && facts.createdMs(device) < endMs
}
