import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchToken, printServer, sender, startTenant, type Tenant, userGrant } from '../testing/tenant.ts'
import { callTenant, faultsOfAnswer, operationOf } from './test/answers.ts'

let tenant: Tenant
let requesterUid: string
beforeAll(async () => {
  tenant = await startTenant({ devices: 300, alive: false })
  const [person] = (await tenant.asMachine('GET', '/v2/user/end-users')).json
  requesterUid = person.uid
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

const fields = { clientId: 1, ticketFormId: 1, subject: 'Printer offline', status: '1000' }
const path = '/v2/ticketing/ticket'
const create = async (more = {}) => (await tenant.asUser('POST', path, { ...fields, ...more })).json
const get = async (rest: string) => (await tenant.asMachine('GET', `/v2/ticketing/${rest}`)).json
const call = (id: string, input: unknown) => callTenant(tenant, operationOf(id), input)

describe('tickets', () => {
  test('are created with their first comment, and read back by a machine', async () => {
    const description = { public: true, body: 'Since this morning', timeTracked: 300 }
    const ticket = await create({ nodeId: printServer, requesterUid, description, priority: 'HIGH' })
    expect(ticket).toMatchObject({ version: 1, status: { statusId: 1000, name: 'NEW' }, source: 'TECHNICIAN' })
    const reply = await tenant.asMachine('GET', `${path}/${ticket.id}`)
    expect(reply.json).toEqual(ticket)
    expect(faultsOfAnswer(operationOf('tickets.get'), reply)).toEqual([])
    const log = await get(`ticket/${ticket.id}/log-entry`)
    expect(log).toHaveLength(1)
    expect(log[0]).toMatchObject({
      type: 'DESCRIPTION',
      body: 'Since this morning',
      timeTracked: 300,
      publicEntry: true,
    })
    const { activities } = (await tenant.asMachine('GET', `/v2/device/${printServer}/activities`)).json
    expect(activities[0]).toMatchObject({
      activityType: 'NINJA_TICKETING',
      statusCode: 'NINJA_TICKETING_TICKET_CREATED',
    })
  })

  test('are replaced as a whole by who has their version, and by nobody who has an older one', async () => {
    const { id } = await create({ priority: 'HIGH', tags: ['vip'] })
    const change = { ...fields, requesterUid, version: 1, status: '2000' }
    const changed = await tenant.asUser('PUT', `${path}/${id}`, change)
    expect(changed.json).toMatchObject({ version: 2, status: { name: 'OPEN' }, priority: 'NONE', tags: [] })
    const late = await tenant.asUser('PUT', `${path}/${id}`, change)
    expect([late.status, late.json.resultCode]).toEqual([400, 'ticket_version_mismatch'])
    const [save] = await get(`ticket/${id}/log-entry?type=SAVE`)
    expect(save.changeDiff).toMatchObject({ statusId: { old: 1000, new: 2000 } })
  })

  test('take no comment in an update', async () => {
    const { id } = await create()
    const reply = await tenant.asUser('PUT', `${path}/${id}`, { ...fields, requesterUid, version: 1, comment: {} })
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining("Unrecognized field 'comment'")])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['organization', { clientId: 999 }, 'client_not_found'],
    ['device of another organization', { clientId: 2, nodeId: printServer }, 'node_not_found'],
    ['location of another organization', { locationId: 21 }, 'location_not_found'],
    ['form', { ticketFormId: 99 }, 'ticket_form_not_found'],
    ['status', { status: '1234' }, 'invalid_status'],
    ['status in words', { status: 'NEW' }, 'invalid_status'],
    ['technician', { assignedAppUserId: 99 }, 'technician_not_found'],
    ['requester', { requesterUid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11' }, 'requester_not_found'],
    ['attribute of another form', { attributes: [{ attributeId: 21, value: 'x' }] }, 'ticket_attribute_not_found'],
    ['parent', { parentTicketId: 99_999 }, 'parent_ticket_not_found'],
    ['subject', { subject: 'x'.repeat(201) }, 'invalid_subject'],
  ])('are refused with an unknown %s', async (_case, more, resultCode) => {
    const reply = await tenant.asUser('POST', path, { ...fields, ...more })
    expect([reply.status, reply.json.resultCode]).toEqual([400, resultCode])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('that do not exist answer 404, and cannot be deleted or listed', async () => {
    const reply = await tenant.asMachine('GET', `${path}/99999`)
    expect([reply.status, reply.json.resultCode]).toEqual([404, 'ticket_not_found'])
    expect((await tenant.asUser('DELETE', `${path}/1`)).status).toBe(405)
    expect((await tenant.asUser('GET', path)).status).toBe(405)
  })

  test('are written by persons only: a machine is refused with user_context_required', async () => {
    const reply = await tenant.asMachine('POST', path, fields)
    expect([reply.status, reply.json.error, reply.json.error_code]).toEqual([403, 'user_context_required', 5])
  })

  test('are not written with the scope of a reader', async () => {
    const token = await fetchToken(tenant.sandbox, { ...userGrant(tenant.sandbox), scope: 'monitoring' })
    expect((await sender(tenant.sandbox.url, token)('POST', path, fields)).status).toBe(403)
  })
})

describe('comments', () => {
  test('quirk 10: are a form; plain JSON is refused with 415', async () => {
    const { id } = await create()
    const comment = { public: true, body: 'Restarted the spooler', timeTracked: 300 }
    expect((await tenant.asUser('POST', `${path}/${id}/comment`, { comment })).status).toBe(415)
    const files = [{ name: 'spooler.log', contentType: 'text/plain', base64: 'MDk6MTIK' }]
    expect((await call('tickets.addComment', { ticketId: id, comment, files })).status).toBe(204)
    const [entry] = await get(`ticket/${id}/log-entry?type=COMMENT`)
    expect(entry).toMatchObject({ body: comment.body, appUserContactId: 1, appUserContactType: 'TECHNICIAN' })
    const { body } = tenant.sandbox.control.ledger().at(-1)?.request ?? {}
    expect(body).toMatchObject([
      { name: 'comment', text: JSON.stringify(comment) },
      { name: 'files', contentType: 'text/plain' },
    ])
  })

  test('go to the incidents of a problem too when that is said', async () => {
    const { id } = await create({ type: 'PROBLEM' })
    const child = await create({ type: 'INCIDENT', parentTicketId: id })
    const comment = { public: true, body: 'Fixed', duplicateInIncidents: true }
    await call('tickets.addComment', { ticketId: id, comment })
    expect((await get(`ticket/${child.id}/log-entry`)).map(({ body }: { body: string }) => body)).toEqual(['Fixed'])
  })

  test('change the version, so that who has not read them cannot overwrite', async () => {
    const { id } = await create()
    await call('tickets.addComment', { ticketId: id, comment: { public: false, body: 'x' } })
    const reply = await tenant.asUser('PUT', `${path}/${id}`, { ...fields, requesterUid, version: 1 })
    expect(reply.json.resultCode).toBe('ticket_version_mismatch')
  })

  test('continue after an anchor, each once', async () => {
    const { id } = await create()
    for (const body of ['1', '2', '3', '4', '5']) {
      await call('tickets.addComment', { ticketId: id, comment: { public: true, body } })
    }
    const bodies: string[] = []
    for (let anchor = 0; ; ) {
      const page = await get(`ticket/${id}/log-entry?pageSize=2&anchorId=${anchor}`)
      if (page.length === 0) break
      bodies.push(...page.map(({ body }: { body: string }) => body))
      anchor = page.at(-1).id
    }
    expect(bodies).toEqual(['1', '2', '3', '4', '5'])
  })
})

describe('boards', () => {
  const run = async (boardId: number, body = {}) =>
    await tenant.asMachine('POST', `/v2/ticketing/trigger/board/${boardId}/run`, body)

  test('quirk 9: board 1 is not "all tickets"', async () => {
    const [first, second] = await get('trigger/boards')
    expect([first.id, second.name]).toEqual([1, 'All tickets'])
    expect(first.ticketCount).toBeLessThan(second.ticketCount)
    expect((await run(1, { pageSize: 10_000 })).json.data).toHaveLength(first.ticketCount)
  })

  test('continue with lastCursorId, which is an offset, until a page is empty', async () => {
    const all = (await run(2, { pageSize: 10_000 })).json.data
    const seen: unknown[] = []
    for (let lastCursorId = 0; ; ) {
      const { data, metadata } = (await run(2, { pageSize: 7, lastCursorId })).json
      if (data.length === 0) break
      seen.push(...data)
      expect(metadata.lastCursorId).toBe(lastCursorId + data.length)
      lastCursorId = metadata.lastCursorId
    }
    expect(seen).toEqual(all)
    expect((await run(2, { pageSize: 20 })).json.metadata.lastCursorId).toBe(20)
  })

  test('sort, search, filter and choose columns; a new ticket is on them', async () => {
    const { id } = await create({ subject: 'Zebra crossing', priority: 'HIGH' })
    const body = {
      sortBy: [{ field: 'id', direction: 'DESC' }],
      filters: [{ field: 'priority', operator: 'is', value: 'HIGH' }],
      includeColumns: ['id', 'summary'],
    }
    const { data } = (await run(2, body)).json
    expect(data[0]).toEqual({ id, summary: 'Zebra crossing' })
    expect(data.map((row: { id: number }) => row.id)).toEqual(
      data.map((row: { id: number }) => row.id).toSorted((one: number, other: number) => other - one),
    )
    expect((await run(2, { searchCriteria: 'zebra' })).json.data).toHaveLength(1)
  })

  test.each(['status', 'clientId'])(
    'refuse a filter by %s, so that a client filters what comes back',
    async (field) => {
      const reply = await run(2, { filters: [{ field, operator: 'is', value: '1' }] })
      expect([reply.status, reply.json.resultCode]).toEqual([400, 'invalid_filter'])
    },
  )

  test('that do not exist answer 404', async () => {
    const reply = await run(99)
    expect([reply.status, reply.json.resultCode]).toEqual([404, 'board_not_found'])
  })
})

describe('what ticketing knows', () => {
  test('a form has its attributes; one that does not exist answers 404', async () => {
    expect((await get('ticket-form/1')).fields.map(({ name }: { name: string }) => name)).toContain('Priority')
    expect((await tenant.asMachine('GET', '/v2/ticketing/ticket-form/99')).json.resultCode).toBe(
      'ticket_form_not_found',
    )
  })

  test('people continue after their naturalId, each once, whatever their kind', async () => {
    const all = await get('app-user-contact?pageSize=1000')
    const seen: unknown[] = []
    for (let anchor = '0'; ; ) {
      const page = await get(`app-user-contact?pageSize=7&anchorNaturalId=${anchor}`)
      if (page.length === 0) break
      seen.push(...page)
      anchor = page.at(-1).naturalId
    }
    expect(seen).toEqual(all)
    expect(new Set(all.map(({ userType }: { userType: string }) => userType)).size).toBe(3)
    const ofOne = await get('app-user-contact?clientId=1&userType=END_USER')
    expect(ofOne.every(({ clientId }: { clientId: number }) => clientId === 1)).toBe(true)
  })

  test.each([
    'tickets.create',
    'tickets.update',
    'tickets.get',
    'tickets.addComment',
    'tickets.listLog',
    'ticketBoards.list',
    'ticketBoards.run',
    'ticketForms.list',
    'ticketForms.get',
    'ticketStatuses.list',
    'ticketAttributes.list',
    'ticketContacts.list',
    'ticketUsers.list',
  ])('%s answers its first example in the vendor’s form', async (id) => {
    const [example] = operationOf(id).examples
    const input = { ...(example.input as object), ...('ticketId' in (example.input as object) && { ticketId: 1 }) }
    expect(faultsOfAnswer(operationOf(id), await call(id, input))).toEqual([])
  })
})
