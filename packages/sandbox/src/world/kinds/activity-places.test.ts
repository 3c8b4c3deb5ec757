/** The past of a large fleet: one page costs a page, every device has its own, and nothing is there twice or missing. */
import { expect, test } from 'vitest'
import { createWorld } from '../../testing/world.ts'
import { pageOfTenantActivities } from '../activity-pages.ts'
import { ActivityPlaces } from './activity-places.ts'

test('of a fleet of a million, few devices are looked at for the newest ids, and one for its own', () => {
  let looks = 0
  const places = new ActivityPlaces(1_000_000, 0, 0, () => {
    looks++
    return [-3, -1, -2]
  })
  expect(places.find(places.endId - 1)).toBeDefined()
  expect(looks).toBeLessThan(12_000)
  looks = 0
  const ids = places.idsOf(777_777)
  expect(ids.map((id) => places.find(id))).toEqual([
    { index: 777_777, turn: 0 },
    { index: 777_777, turn: 2 },
    { index: 777_777, turn: 1 },
  ])
  expect(looks).toBeLessThan(10)
})

test.each([3, 10_000, 10_001, 25_003])(
  'with %i devices each activity has one id, and each id leads back to it',
  (devices) => {
    const momentsOf = (index: number) =>
      Array.from({ length: index % 5 }, (_, turn) => -((index * 7 + turn * 13) % 1000) * 100)
    const places = new ActivityPlaces(devices, 0, 0, momentsOf)
    const seen = new Set<number>()
    for (let index = 0; index < devices; index++) {
      const ids = places.idsOf(index)
      if (ids.length !== momentsOf(index).length) throw new Error(`device ${index} has ${ids.length}`)
      let lastMs = Number.NEGATIVE_INFINITY
      let lastId = 0
      for (const id of ids) {
        const found = places.find(id)
        const atMs = momentsOf(index)[found?.turn ?? -1] ?? Number.NaN
        if (found?.index !== index || !(atMs >= lastMs) || id <= lastId || seen.has(id))
          throw new Error(`place ${id} is wrong`)
        seen.add(id)
        lastMs = atMs
        lastId = id
      }
    }
    let stand = 0
    for (let turn = 0; turn < places.count; turn++) if (places.find(places.firstId + turn)) stand++
    expect(stand).toBe(seen.size)
  },
)

test('a large fleet’s pages go from the newest to the oldest, and a device’s history holds what began its alerts', () => {
  const world = createWorld({ devices: 30_000, orgs: 100 })
  const page = pageOfTenantActivities(world, { pageSize: 500 }, () => true)
  expect(page).toHaveLength(500)
  expect(page[0]?.id).toBe(world.activities.lastId)
  const moments = page.map(({ atMs }) => atMs)
  expect(moments.every((atMs, turn) => turn === 0 || atMs <= (moments[turn - 1] ?? 0) + 64)).toBe(true)
  const alerts = world.alerts.list({ limit: 50 })
  for (const { uid, deviceId } of alerts) {
    const series = world.activities.whose('deviceId', deviceId).map(({ seriesUid }) => seriesUid)
    expect(series).toContain(uid)
  }
})
