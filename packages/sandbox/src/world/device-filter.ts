/**
 * The vendor's device filter `df` (ninjaone-api §7). Terms are joined by AND only. A term that cannot be read
 * is silently ignored, as the vendor does: that trap is why callers must look at what came back.
 */
import type { LiveDevice } from './fleet.ts'

export type DeviceTest = (device: LiveDevice) => boolean

interface Facts {
  createdMs(device: LiveDevice): number
}

const equals = ['=', 'eq']
const differs = ['!=', 'neq', '<>']
const within = ['in']
const without = ['nin', 'notin', '!in']
const before = ['<', 'lt', 'before']
const after = ['>', 'gt', 'after']

/** Unknown text passes every device; it never throws. */
export function parseDeviceFilter(text: string | undefined, facts: Facts): DeviceTest {
  // Spaces are made single first: then no pattern below can be slow on a long run of them.
  const plain = (text ?? '').replace(/\s+/g, ' ')
  const terms = plain.split(/ and | ?&& ?/i).map((term) => term.trim())
  const tests: DeviceTest[] = []
  let statusAsked = false
  for (const term of terms) {
    const test = readTerm(term, facts)
    if (!test) continue
    tests.push(test)
    if (/^status\b/i.test(term)) statusAsked = true
  }
  // Devices waiting for approval stay hidden unless the filter speaks of status.
  if (!statusAsked) tests.push((device) => device.seed.approvalStatus === 'APPROVED')
  return (device) => tests.every((test) => test(device))
}

function readTerm(term: string, facts: Facts): DeviceTest | undefined {
  const bare = term.toLowerCase()
  if (bare === 'online') return (device) => !device.offline
  if (bare === 'offline') return (device) => device.offline
  // `group 563` is a saved search. This tenant has none, so the term means nothing here and is ignored.
  const parts = /^([a-z]+)\s*(!=|<>|!in\b|=|<|>|\b[a-z]+\b)\s*(\([^()]*\)|[^\s()]+)$/i.exec(term)
  if (!parts) return undefined
  const [, key = '', operator = '', value = ''] = parts
  const word = operator.toLowerCase()
  switch (key.toLowerCase()) {
    case 'org':
    case 'organization':
      return testNumber(word, value, (device) => device.seed.organizationId)
    case 'loc':
    case 'location':
      return testNumber(word, value, (device) => device.seed.locationId)
    case 'role':
      return testNumber(word, value, (device) => device.seed.nodeRoleId)
    case 'id':
      return testNumber(word, value, (device) => device.seed.id)
    case 'class':
      return testWord(word, value, (device) => device.seed.nodeClass)
    case 'status':
      return testStatus(word, value)
    case 'created':
      return testCreated(word, value, facts)
    default:
      return undefined
  }
}

function testNumber(operator: string, value: string, read: (device: LiveDevice) => number): DeviceTest | undefined {
  const texts = readList(operator, value)
  if (!texts?.every((text) => /^\d+$/.test(text))) return undefined
  const wanted = new Set(texts.map(Number))
  const inverse = differs.includes(operator) || without.includes(operator)
  return (device) => wanted.has(read(device)) !== inverse
}

function testWord(operator: string, value: string, read: (device: LiveDevice) => string): DeviceTest | undefined {
  const texts = readList(operator, value)
  if (!texts?.every((text) => /^[A-Z_]+$/.test(text))) return undefined
  const wanted = new Set(texts)
  const inverse = differs.includes(operator) || without.includes(operator)
  return (device) => wanted.has(read(device)) !== inverse
}

function testStatus(operator: string, value: string): DeviceTest | undefined {
  if (value !== 'PENDING' && value !== 'APPROVED') return undefined
  if (equals.includes(operator)) return (device) => device.seed.approvalStatus === value
  if (differs.includes(operator)) return (device) => device.seed.approvalStatus !== value
  return undefined
}

function testCreated(operator: string, value: string, facts: Facts): DeviceTest | undefined {
  const day = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(value)
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(value)
  if (!day && !isMoment) return undefined
  const startMs = Date.parse(day ? `${day[1]}-${day[2]}-${day[3]}T00:00:00Z` : value)
  if (Number.isNaN(startMs)) return undefined
  // A day is met by all of its moments; a moment only by itself.
  const endMs = startMs + (day ? 86_400_000 : 1)
  if (before.includes(operator)) return (device) => facts.createdMs(device) < startMs
  if (after.includes(operator)) return (device) => facts.createdMs(device) >= endMs
  if (equals.includes(operator)) {
    return (device) => facts.createdMs(device) >= startMs && facts.createdMs(device) < endMs
  }
  return undefined
}

/** The values of a list operator, or the single value of an equality; undefined when they do not belong together. */
function readList(operator: string, value: string): string[] | undefined {
  const inParentheses = /^\(([^()]*)\)$/.exec(value)?.[1]
  const wantsList = within.includes(operator) || without.includes(operator)
  const wantsOne = equals.includes(operator) || differs.includes(operator)
  if (wantsList && inParentheses !== undefined) return inParentheses.split(',').map((text) => text.trim())
  if (wantsOne && inParentheses === undefined) return [value]
  return undefined
}
