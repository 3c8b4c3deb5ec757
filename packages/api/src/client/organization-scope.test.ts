import { describe, expect, test } from 'vitest'
import { clientFor, errorOf, startServer } from './test-support.ts'

/** A server that ignores every filter. */
async function careless() {
  const rows = [1, 2].map((id) => ({ id, organizationId: id, locationId: 1 }))
  const server = await startServer(() => ({ body: rows }))
  return clientFor(server).client
}

describe('rows of an organization nobody asked for are passed on to nobody', () => {
  test.each(['org = 1', 'organization in (1,3)', 'org != 2 AND online', 'org notin (2)'])('%s', async (df) => {
    const client = await careless()
    const refused = { kind: 'invalid_answer', code: 'filter_ignored', operationId: 'devices.list' }
    expect(await errorOf(client.devices.list({ df }))).toMatchObject(refused)
    const seen: object[] = []
    const all = (async () => {
      for await (const row of client.devices.list.all({ df })) seen.push(row)
    })()
    expect(await errorOf(all)).toMatchObject(refused)
    expect(seen).toEqual([])
  })

  test('also where the organization stands in the path', async () => {
    const client = await careless()
    expect(await errorOf(client.organizations.listDevices({ id: 1 }))).toMatchObject({ code: 'filter_ignored' })
  })
})

describe('what was asked for comes through', () => {
  test.each(['org in (1,2)', 'class = MAC', 'org != 3'])('%s', async (df) => {
    expect(await (await careless()).devices.list({ df })).toHaveLength(2)
  })

  test('without a filter', async () => {
    expect(await (await careless()).devices.list()).toHaveLength(2)
  })

  test('rows that name no organization prove nothing', async () => {
    const server = await startServer(() => ({ body: { results: [{ deviceId: 7 }] } }))
    const { client } = clientFor(server)
    expect(await client.queries.listDisks({ df: 'org = 1' })).toMatchObject({ results: [{ deviceId: 7 }] })
  })
})
