import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../catalogue.ts'
import { parseInput } from '../request/index.ts'
import { type WebhookEvent, webhookActivities } from './events.ts'
import { parseWebhook, type WebhookDelivery } from './parse-webhook.ts'

/** As NinjaOne sends it: flat, seconds with a fraction, references inside the device. */
const triggered = {
  id: 4_711,
  activityTime: 1_742_391_675.556,
  deviceId: 1001,
  seriesUid: '6a6cf4a5-4c0e-4f50-8d4b-0d5a9c0b8f11',
  activityType: 'CONDITION',
  statusCode: 'TRIGGERED',
  status: 'Triggered',
  sourceConfigUid: 'f6f8c9de-18b4-4fb5-a4c8-2f1f3a1c7e55',
  sourceName: 'Disk space',
  subject: 'C:',
  message: 'Disk C: is nearly full',
  type: 'Condition',
  data: { message: { code: 'disk_free_space', params: { percent: '4' } } },
  device: {
    id: 1001,
    systemName: 'CEDAR-PRINT01',
    created: 1_700_000_000.25,
    references: { organization: { id: 1, name: 'Cedar' }, location: { id: 11, name: 'Main' } },
  },
}
const { id: _id, ...withoutId } = triggered
const event = {
  event: 'DEVICE_OFFLINE',
  alert: { uid: 'a1', severity: 'MAJOR' },
  device: { id: 1001 },
  timestamp: 1_742_391_675,
}

function deliveriesOf(body: unknown, options = {}): readonly WebhookDelivery[] {
  const parsed = parseWebhook(body, options)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.deliveries
}

function only(body: unknown, options = {}): WebhookDelivery {
  const [delivery, ...others] = deliveriesOf(body, options)
  if (!delivery || others.length > 0) throw new Error('not one delivery')
  return delivery
}

const problemOf = (body: unknown, options = {}) => {
  const parsed = parseWebhook(body, options)
  return parsed.ok ? 'ok' : `${parsed.code}: ${parsed.message}`
}

describe('a delivery of NinjaOne', () => {
  test('comes back typed, times in ISO 8601, with its device and as it came', () => {
    expect(only(JSON.stringify(triggered))).toEqual({
      kind: 'activity',
      dedupeKey: 'activity:4711',
      events: ['ALERT_TRIGGERED'],
      activity: {
        ...triggered,
        activityTime: '2025-03-19T13:41:15.556Z',
        device: { ...triggered.device, created: '2023-11-14T22:13:20.250Z' },
      },
      original: triggered,
    })
  })

  test.each<[string, object, WebhookEvent[]]>([
    ['a reset', { statusCode: 'RESET' }, ['ALERT_CLEARED']],
    ['a device that went, by its condition', { sourceConfigUid: 'offline' }, ['ALERT_TRIGGERED', 'DEVICE_OFFLINE']],
    ['a device that went, by its source', { sourceType: 'AGENT_OFFLINE' }, ['ALERT_TRIGGERED', 'DEVICE_OFFLINE']],
    ['a device that came', { sourceConfigUid: 'offline', statusCode: 'RESET' }, ['ALERT_CLEARED', 'DEVICE_ONLINE']],
    ['an acknowledgement', { statusCode: 'ACKNOWLEDGED' }, []],
    ['an action', { activityType: 'ACTION', statusCode: 'TRIGGERED' }, []],
    ['a type nobody knows yet', { activityType: 'NEW', statusCode: 'NEWER' }, []],
  ])('is told in plain words: %s', (_name, change, events) => {
    expect(only({ ...triggered, ...change }, { offlineConditions: ['offline'] }).events).toEqual(events)
  })

  test.each<[string, unknown]>([
    ['bytes', Buffer.from(JSON.stringify(triggered))],
    ['parsed JSON', triggered],
    ['a wrapper', { activity: triggered }],
    ['a wrapped list', { activities: [triggered] }],
    ['a list', [triggered]],
    ['a list of wrappers', JSON.stringify([{ activity: triggered }])],
  ])('is understood as %s', (_name, body) => {
    expect(only(body).dedupeKey).toBe('activity:4711')
  })

  test('is one of many in a list, in the order they came', () => {
    const keys = deliveriesOf({ activities: [triggered, { ...triggered, id: 5 }, event] }).map((one) => one.dedupeKey)
    expect(keys).toEqual(['activity:4711', 'activity:5', expect.stringMatching(/^content:[0-9a-f]{64}$/)])
    expect(deliveriesOf('[]')).toEqual([])
  })
})

describe('the older shape { event, alert, device, timestamp }', () => {
  test('comes back as an event', () => {
    expect(only(event)).toMatchObject({
      kind: 'event',
      events: ['DEVICE_OFFLINE'],
      event: { ...event, timestamp: '2025-03-19T13:41:15.000Z' },
      original: event,
    })
    expect(only({ event: 'SOMETHING_ELSE', timestamp: '2025-03-19T13:41:15Z' }).events).toEqual([])
  })
})

describe('the key of repeats', () => {
  test('is the same whatever stands beside what identifies a delivery, and in whatever order', () => {
    expect(only({ ...triggered, message: 'in another language' }).dedupeKey).toBe('activity:4711')
    const reordered = Object.fromEntries(Object.entries(event).reverse())
    const richer = { ...event, alert: { severity: 'MINOR', uid: 'a1' }, device: { id: 1001, displayName: 'x' } }
    for (const repeat of [reordered, richer]) expect(only(repeat).dedupeKey).toBe(only(event).dedupeKey)
    expect(only({ ...withoutId, device: undefined }).dedupeKey).toBe(only(withoutId).dedupeKey)
  })

  test('differs where the delivery does', () => {
    const others = [
      event,
      { ...event, event: 'DEVICE_ONLINE' },
      { ...event, timestamp: 1_742_391_676 },
      { ...event, device: { id: 1002 } },
      { ...event, alert: { uid: 'a2' } },
      withoutId,
      { ...withoutId, statusCode: 'RESET' },
      { ...withoutId, activityTime: 1_742_391_675.557 },
    ]
    expect(new Set(others.map((one) => only(one).dedupeKey)).size).toBe(others.length)
  })
})

describe('what cannot be taken is refused as a whole, with a reason', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'not_json: The body is not JSON in UTF-8.'],
    ['nothing', '', 'not_json: The body is not JSON in UTF-8.'],
    ['no UTF-8', Uint8Array.from([0x22, 0xff, 0x22]), 'not_json: The body is not JSON in UTF-8.'],
    ['too many bytes', `"${'é'.repeat(524_288)}"`, 'too_large: The body is larger than 1048576 bytes.'],
    ['depth', deep, 'too_complex: The body nests deeper than 32 or has more than 100000 values.'],
    [
      'numbers of values',
      JSON.stringify(Array(100_001).fill(0)),
      'too_complex: The body nests deeper than 32 or has more than 100000 values.',
    ],
    ['text', '"x"', 'not_a_delivery: The body is not an object.'],
    ['null', 'null', 'not_a_delivery: The body is not an object.'],
    ['nothing at all', undefined, 'not_a_delivery: The body is not an object.'],
    ['another object', '{"resultCode":"FAILURE"}', 'not_a_delivery: The body has neither activityType nor event.'],
    [
      'a wrapper around a wrapper',
      { activity: { activity: triggered } },
      'not_a_delivery: The body has neither activityType nor event.',
    ],
    ['an id that is text', { ...triggered, id: '1' }, 'not_a_delivery: The body has an unexpected id.'],
    [
      'an id that JSON cannot hold',
      JSON.stringify(triggered).replace('4711', '9007199254740993'),
      'not_a_delivery: The body has an unexpected id.',
    ],
    ['no time', { ...triggered, activityTime: undefined }, 'not_a_delivery: The body has an unexpected activityTime.'],
    ['a device that is none', { ...triggered, device: [1] }, 'not_a_delivery: The body has an unexpected device.'],
    ['an empty event', { event: '' }, 'not_a_delivery: The body has an unexpected event.'],
    ['one bad part among good ones', [triggered, 7, event], 'not_a_delivery: Delivery 2 of 3 is not an object.'],
  ])('%s', (_name, body, problem) => {
    expect(problemOf(body)).toBe(problem)
  })

  test('a time that no date holds spoils nothing', () => {
    expect(problemOf({ ...triggered, activityTime: 1e300 })).toBe('ok')
  })

  test('a bound of one’s own counts', () => {
    expect(problemOf(JSON.stringify(triggered), { bytesMax: 100 })).toBe(
      'too_large: The body is larger than 100 bytes.',
    )
  })

  test('a name that reaches a prototype changes none', () => {
    const hostile = JSON.stringify(triggered).replace('"data":', '"__proto__":{"polluted":true},"data":')
    expect(only(hostile).kind).toBe('activity')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('whatever comes, it is answered and does not throw, and text is not repeated', () => {
    const canary = 'canary-7f3a'
    const shape = fc.record(
      {
        id: fc.anything(),
        activityTime: fc.anything(),
        activityType: fc.anything(),
        device: fc.anything(),
        event: fc.anything(),
        timestamp: fc.anything(),
        [canary]: fc.constant(canary),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything(), shape, fc.array(shape)), (body) => {
        expect(problemOf(body)).not.toContain(canary)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what to ask NinjaOne for', () => {
  test.each<[WebhookEvent[], string[]]>([
    [['ALERT_TRIGGERED'], ['TRIGGERED']],
    [['DEVICE_ONLINE'], ['RESET']],
    [
      ['ALERT_TRIGGERED', 'ALERT_CLEARED', 'DEVICE_ONLINE', 'DEVICE_OFFLINE'],
      ['TRIGGERED', 'RESET'],
    ],
  ])('%j', (events, codes) => {
    const activities = webhookActivities(events)
    expect(activities).toEqual({ CONDITION: codes })
    expect(parseInput(operations['webhooks.set'], { url: 'https://hooks.example.com/', activities }).ok).toBe(true)
  })

  test('no event, or one that does not exist, is refused: it would mean everything', () => {
    expect(() => webhookActivities([])).toThrow('Give at least one event')
    expect(() => webhookActivities(['toString' as 'ALERT_CLEARED'])).toThrow('No such event')
  })
})
