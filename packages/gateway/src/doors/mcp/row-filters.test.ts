import { expect, test } from 'vitest'
import { findOperation } from '../../call/index.ts'
import { rowFilters } from './row-filters.ts'

type Row = Record<string, unknown>

function kept(operation: string, input: Row, rows: Row[]): unknown[] {
  const found = findOperation(operation)
  if (found === undefined) throw new Error(`no operation ${operation}`)
  const filters = rowFilters(found, input)
  return rows.filter((row) => filters.every((isAskedFor) => isAskedFor(row))).map(({ id }) => id)
}

const activities = [
  { id: 5, activityType: 'PATCH_MANAGEMENT', type: 'Patch management', statusCode: 'STARTED', status: 'Started' },
  { id: 6, activityType: 'CONDITION', type: 'Condition', statusCode: 'TRIGGERED', status: 'Triggered' },
  { id: 7, activityTime: '2026-01-20T10:00:00.000Z' },
]

test.each<[Row, number[]]>([
  [{}, [5, 6, 7]],
  // The display text of a type is not the word that is asked for.
  [{ type: 'PATCH_MANAGEMENT' }, [5, 7]],
  [{ status: 'STARTED' }, [5, 7]],
  [{ status: 'in (STARTED, COMPLETED)' }, [5, 7]],
  [{ status: 'in (STARTED,TRIGGERED)' }, [5, 6, 7]],
  // A form that we do not read is no reason to leave anything out.
  [{ status: 'not in (STARTED)' }, [5, 6, 7]],
  [{ newerThan: 5 }, [6, 7]],
  [{ olderThan: 7 }, [5, 6]],
  [{ recordedBefore: '20260119' }, [5, 6, 7]],
  [{ recordedBefore: '20260118' }, [5, 6]],
  [{ recordedAfter: '2026-01-23' }, [5, 6]],
  [{ recordedAfter: 'soon' }, [5, 6, 7]],
])('activities that contradict %j are left out', (input, expected) => {
  expect(kept('activities.list', input, activities)).toEqual(expected)
})

const devices = [
  { id: 1, nodeClass: 'WINDOWS_SERVER', offline: false, locationId: 11, nodeRoleId: 21, approvalStatus: 'APPROVED' },
  { id: 2, nodeClass: 'MAC', offline: true, locationId: 12, nodeRoleId: 22, approvalStatus: 'PENDING' },
  { id: 3, created: '2025-06-01T00:00:00.000Z' },
]

test.each<[string, number[]]>([
  ['class = MAC', [2, 3]],
  ['class != MAC', [1, 3]],
  ['class = MANAGED_DEVICE', [1, 2, 3]],
  ['online', [1, 3]],
  ['offline', [2, 3]],
  ['loc in (11,13)', [1, 3]],
  ['role nin (21)', [2, 3]],
  ['id = 3', [3]],
  ['status = PENDING', [2, 3]],
  ['created after 2026-01-01', [1, 2]],
  ['created before 2026-01-01 AND class = MAC', [2, 3]],
  ['group 5', [1, 2, 3]],
])('devices that contradict the filter %s are left out', (df, expected) => {
  expect(kept('devices.list', { df }, devices)).toEqual(expected)
})

test('services are looked for by a part of either name; where a name is something else, nothing is compared', () => {
  const services = [{ id: 1, name: 'Spooler', displayName: 'Print Spooler' }, { id: 2, name: 'W32Time' }, { id: 3 }]
  expect(kept('devices.listWindowsServices', { id: 1, name: 'spool' }, services)).toEqual([1, 3])
  expect(kept('devices.listDisks', { name: 'spool' }, services)).toEqual([1, 2, 3])
})

test('patches are held against impact, product and date of their install', () => {
  const patches = [
    { id: 1, impact: 'critical', productIdentifier: 'p1', installedAt: '2026-02-01T00:00:00.000Z' },
    { id: 2, impact: 'OPTIONAL', productIdentifier: 'p2', installedAt: '2026-01-01T00:00:00.000Z' },
  ]
  const find = (input: Row) => kept('devices.listSoftwarePatchInstalls', { id: 1, ...input }, patches)
  expect(find({ impact: 'CRITICAL' })).toEqual([1])
  expect(find({ productIdentifier: 'p2' })).toEqual([2])
  expect(find({ installedAfter: '2026-01-15' })).toEqual([1])
})
