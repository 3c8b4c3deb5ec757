/** What the page for writing a batch asks the gateway, over real HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executions, startTestGateway, type TestGateway } from '../../test/gateway.ts'
import { approveNext, runCommand } from '../doors/cli/test/command.ts'

let test: TestGateway
let headers: Record<string, string>

beforeAll(async () => {
  test = await startTestGateway()
  test.home.setRunning({ url: test.gateway.url, pid: process.pid })
  const { accounts } = test.gateway.parts
  const token = await accounts.createSignInToken('Carol', { kind: 'person', id: 'o', name: 'o' })
  const { url } = test.gateway
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  headers = { cookie, origin: url, 'x-csrf-token': csrfToken, 'content-type': 'application/json' }
})
afterAll(() => test.close())

/** Of several routes; a test that reads what is not there fails. */
interface Answer {
  readonly id: string
  readonly columns: string[]
  readonly rows: { line: number; values: Record<string, unknown> }[]
  readonly fields: { label: string; state: string; value?: unknown; message?: string }[]
  readonly call: unknown
  readonly error: { code: string; message: string }
}

async function post(path: string, body: unknown) {
  const response = await fetch(test.gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, answer: (await response.json()) as Answer }
}
const read = (name: string, content: string | Uint8Array, more = {}) =>
  post('/api/batches/read', { name, content: Buffer.from(content).toString('base64'), ...more })
const template = { id: '{{ id }}', displayName: '{{ name }}' }
const render = (row: unknown, changes = {}) =>
  post('/api/batches/render', { action: 'devices.update', template, row, ...changes })

describe('the actions to choose from', () => {
  it('name the playbook actions first, then every operation, with fields and which are needed', async () => {
    const response = await fetch(`${test.gateway.url}/api/batch-actions`, { headers })
    const { actions } = (await response.json()) as { actions: { name: string; fields: { label: string }[] }[] }
    expect(actions[0]?.name).toBe('Create New Organization')
    expect(actions.findIndex(({ name }) => name.includes('.'))).toBe(17)
    expect(actions.find(({ name }) => name === 'devices.update')).toMatchObject({
      operation: 'devices.update',
      risk: 'disruptive',
      fields: expect.arrayContaining([expect.objectContaining({ label: 'id', required: true, kind: 'number' })]),
    })
  })
})

describe('a file', () => {
  it.each([
    ['rows.csv', 'id;name\r\n1;"a\nb"\r\n2;c\r\n', ['id', 'name'], [2, 4]],
    ['rows.jsonl', '{"id":1}\n\n{"name":"x"}\n', ['id', 'name'], [1, 3]],
    ['rows.json', '[\n{"id":1},\n{"id":2}]', ['id'], [2, 3]],
    ['pasted', '{"id":1}', ['id'], [1]],
  ])('%s becomes rows with the lines on which they begin', async (name, content, columns, lines) => {
    const { status, answer } = await read(name, content)
    expect([status, answer.columns, answer.rows.map(({ line }) => line)]).toEqual([...[200, columns, lines]])
  })

  it.each([
    ['rows.csv', 'id,name\n1\n', 'Line 2 has 1 cells'],
    ['rows.jsonl', '{"id":1}\n{"id":', 'Line 2 is not JSON'],
    ['rows.csv', new Uint8Array([0x69, 0x64, 0x0a, 0xe4, 0x0a]), 'Line 2 is not UTF-8'],
    ['rows.parquet', 'PAR1', 'The command line takes it'],
    ['rows.csv', 'id\n', 'has no rows'],
    ['rows.csv', `id\n${'1\n'.repeat(20_001)}`, 'at most 20000 rows'],
  ])('%s that is malformed is refused with its line or its cure', async (name, content, words) => {
    const { status, answer } = await read(name, content)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(answer.error.message).toContain(words)
  })

  it('larger than a usual request is read, and above its own bound refused', async () => {
    expect((await read('rows.csv', `id\n${'x'.repeat(150_000)}\n`.repeat(10))).status).toBe(200)
    expect((await read('rows.csv', 'x'.repeat(4 * 1024 * 1024 + 10))).status).toBe(400)
    expect((await read('rows.csv', 'x'.repeat(5 * 1024 * 1024))).status).toBe(413)
  })

  it('in another encoding is read when that is named', async () => {
    const bytes = new Uint8Array([...Buffer.from('id,name\n1,M'), 0xfc, ...Buffer.from('ller\n')])
    expect((await read('rows.csv', bytes, { encoding: 'windows-1252' })).answer.rows[0]?.values.name).toBe('Müller')
  })
})

describe('one row', () => {
  it('is rendered as the plan will render it, and nothing is stored or sent', async () => {
    const before = executions(test)
    const { answer } = await render({ id: '1001', name: 'Desk 1' })
    expect(answer).toEqual({
      fields: [
        { label: 'id', state: 'value', value: 1001 },
        { label: 'displayName', state: 'value', value: 'Desk 1' },
      ],
      call: { operation: 'devices.update', input: { id: 1001, displayName: 'Desk 1' } },
      errors: [],
    })
    expect(executions(test)).toBe(before)
    expect(await test.gateway.parts.jobs.list(10)).toEqual([])
  })

  it('has every mistake beside its field, all at once', async () => {
    const { answer } = await render(
      { id: '1001', tags: '{"a": }' },
      {
        action: 'devices.updateCustomFields',
        template: { id: '{{ idd }}', fields: '{{ tags }}' },
      },
    )
    expect(answer.call).toBeNull()
    expect(answer.fields).toEqual([
      { label: 'id', state: 'error', message: expect.stringContaining('idd') },
      { label: 'fields', state: 'error', message: expect.stringContaining('is not JSON after rendering, character 7') },
    ])
    const broken = await render({}, { template: { displayName: '{{ name' } })
    expect(broken.answer.fields).toEqual([
      { label: 'displayName', state: 'error', message: expect.stringContaining('The template of displayName') },
      { label: 'id', state: 'error', message: 'is needed.' },
    ])
  })

  it('says what is not sent, what is cleared, and what the operation itself refuses', async () => {
    const { answer } = await render({ id: 1001, name: '' }, { template: { ...template, nodeRoleId: 'null' } })
    const states = answer.fields.map(({ label, state }) => [label, state])
    expect(states).toContainEqual(['displayName', 'absent'])
    expect(answer.fields.find(({ label }) => label === 'nodeRoleId')).toMatchObject({ state: 'error' })
    expect((await render({}, { action: 'devices.updat' })).answer.error.code).toBe('unknown_action')
  })

  it('is for people at the dashboard: no key opens it', async () => {
    const authorization = `Bearer ${test.home.key('cli')}`
    const response = await fetch(`${test.gateway.url}/api/batches/render`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })
})

describe('results', () => {
  it('are the same bytes from the page and from the command line, with formulas made text', async () => {
    const rows = [
      { line: 2, values: { id: 1001, name: 'Desk 1', note: '=cmd()' } },
      { line: 3, values: { id: 999_999, name: 'Nobody', note: '-5' } },
    ]
    const { answer: batch } = await post('/api/batches', { action: 'devices.update', template })
    await post(`/api/batches/${batch.id}/rows`, { after: 0, rows })
    await post(`/api/batches/${batch.id}/plan`, {})
    await Promise.all([post(`/api/batches/${batch.id}/start`, {}), approveNext(test)])
    await test.gateway.parts.jobs.sweep()
    await test.gateway.parts.jobs.settled(batch.id)
    for (const format of ['csv', 'jsonl', 'json']) {
      const path = `/api/batches/${batch.id}/results?format=${format}`
      const response = await fetch(test.gateway.url + path, { headers: { cookie: headers.cookie ?? '' } })
      const { stdout } = await runCommand(test, ['batch', 'results', batch.id, '--out-format', format])
      const text = await response.text()
      expect(text).toBe(stdout)
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${batch.id}.${format}"`)
      if (format === 'csv') {
        const lines = text.split('\r\n')
        expect(lines[0]).toBe('has_error,error,result,id,name,note')
        expect(lines[1]).toContain("'=cmd()")
        expect(lines[2]).toContain(',-5')
      }
    }
    const gone = await fetch(`${test.gateway.url}/api/batches/job_${'0'.repeat(32)}/results`, { headers })
    expect(gone.status).toBe(404)
  })
})
