/** Bodies of every form, sent by the real client: lists, maps, forms with files; and what is refused of them. */
import { createClient } from '@kunai/api'
import { operations } from '@kunai/api/catalogue'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SandboxContents } from '../sandbox.ts'
import { fetchToken, read, startTenant, type Tenant, userGrant } from '../testing/tenant.ts'

/** What each operation was given, as its behaviour got it. */
let taken: Record<string, unknown>[] = []
const ids = [
  'tickets.addComment',
  'knowledgeBaseArticles.upload',
  'relatedItems.addAttachment',
  'devices.updateCustomFields',
  'relatedItems.addRelations',
  'organizations.setPolicies',
] as const
const contents = {
  catalogue: Object.values(operations),
  behaviours: Object.fromEntries(
    ids.map((id) => [
      id,
      (input: Record<string, unknown>) => {
        taken.push(input)
        const [{ output }] = operations[id].examples as readonly { output?: unknown }[] as [{ output?: unknown }]
        return output
      },
    ]),
  ),
} as unknown as SandboxContents

let tenant: Tenant
let client: ReturnType<typeof createClient>
let token: string
beforeAll(async () => {
  tenant = await startTenant({}, contents)
  const { url, machine, user } = tenant.sandbox
  const { clientId, clientSecret, refreshToken } = user
  client = createClient({ baseUrl: url, machine, user: { clientId, clientSecret, refreshToken }, clock: tenant.clock })
  token = await fetchToken(tenant.sandbox, userGrant(tenant.sandbox))
})
afterAll(async () => {
  await client.close()
  await tenant.sandbox.close()
})
beforeEach(() => {
  taken = []
  tenant.sandbox.control.reset()
})

const log = { name: 'spooler åäö.log', contentType: 'text/plain', base64: 'MDk6MTIgcmVzdGFydGVkCg==' }
const bytes = { name: 'all.bin', contentType: 'application/octet-stream', base64: '' }
bytes.base64 = Buffer.from(Array.from({ length: 1_024 }, (_, index) => index % 256)).toString('base64')

describe('the client’s own requests arrive as they were meant:', () => {
  test('a comment with files', async () => {
    const input = { ticketId: 4711, comment: { public: true, body: 'Restarted – ✓' }, files: [log, bytes] }
    await client.tickets.addComment(input)
    expect(taken).toEqual([input])
    expect(tenant.sandbox.control.ledger()[0]?.request.body).toEqual([
      { name: 'comment', contentType: 'application/json', text: JSON.stringify(input.comment) },
      { name: 'files', fileName: log.name, contentType: 'text/plain', bytes: 16 },
      { name: 'files', fileName: bytes.name, contentType: 'application/octet-stream', bytes: 1_024 },
    ])
  })

  test('a comment without files', async () => {
    const input = { ticketId: 4711, comment: { public: false, body: 'Only words' } }
    await client.tickets.addComment(input)
    expect(taken).toEqual([input])
  })

  test('numbers and texts beside a file', async () => {
    const input = { organizationId: 1, folderId: 51, files: [log] }
    await client.knowledgeBaseArticles.upload(input)
    expect(taken).toEqual([input])
  })

  test('one file alone', async () => {
    const { input } = operations['relatedItems.addAttachment'].examples[0]
    await client.relatedItems.addAttachment(input)
    expect(taken).toEqual([input])
  })

  test('a map with keys of the caller’s own', async () => {
    const input = { id: 1001, fields: { assetTag: 'CED-0042', note: null } }
    await client.devices.updateCustomFields(input)
    expect(taken).toEqual([input])
    expect(tenant.sandbox.control.ledger()[0]?.request.body).toEqual(input.fields)
  })

  test.each(['relatedItems.addRelations', 'organizations.setPolicies'] as const)('a list: %s', async (id) => {
    const { input } = operations[id].examples[0]
    const [resource, verb] = id.split('.') as ['relatedItems', 'addRelations']
    await client[resource][verb](input as never)
    expect(taken).toEqual([input])
  })

  test('a file of ten megabytes', async () => {
    const large = { ...bytes, base64: Buffer.alloc(10 * 1024 * 1024, 7).toString('base64') }
    await client.knowledgeBaseArticles.upload({ files: [large] })
    const [file] = (taken[0]?.files ?? []) as { base64: string }[]
    expect(file?.base64 === large.base64).toBe(true)
  })
})

describe('a form is refused when', () => {
  const path = '/v2/ticketing/ticket/4711/comment'
  const send = async (body: string | FormData, headers: Record<string, string> = {}, target = path) =>
    read(
      await fetch(tenant.sandbox.url + target, {
        method: 'POST',
        body,
        headers: { Authorization: `Bearer ${token}`, ...headers },
      }),
    )
  const part = (name: string, content: string, type = 'application/json') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`
  const comment = part('comment', '{"public":true,"body":"x"}')
  const form = (text: string, contentType = 'multipart/form-data; boundary=b') =>
    send(text, { 'Content-Type': contentType })

  test('a comment comes as plain JSON: 415, as the vendor says', async () => {
    const reply = await send('{"comment":{"public":true,"body":"x"}}', { 'Content-Type': 'application/json' })
    expect([reply.status, reply.json.errorMessage]).toEqual([415, 'HTTP 415 Unsupported Media Type'])
    expect((await send('x', { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect(taken).toEqual([])
  })

  test('it is whole, it is taken', async () => {
    expect((await form(`${comment}--b--\r\n`)).status).toBe(204)
    expect((await form(`${comment}--b--\r\n`, 'multipart/form-data; boundary="b"')).status).toBe(204)
  })

  test.each<[string, string, RegExp, string?]>([
    ['it has no boundary', `${comment}--b--\r\n`, /no boundary/, 'multipart/form-data'],
    ['its boundary is another', `${comment}--b--\r\n`, /begin with its boundary/, 'multipart/form-data; boundary=c'],
    ['it does not end', comment.trimEnd(), /does not end/],
    ['a part has no headers', '--b\r\nx\r\n--b--\r\n', /no end of its headers/],
    ['a header is none', '--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n', /header that is none/],
    ['a part has no name', '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n', /does not say its name/],
    ['a part is unknown', `${part('colour', '1')}${comment}--b--\r\n`, /Unrecognized field 'colour'/],
    ['a part comes twice', `${comment}${comment}--b--\r\n`, /comes twice/],
    ['JSON is called something else', `${part('comment', '{}', 'text/plain')}--b--\r\n`, /not application\/json/],
    ['its JSON is none', `${part('comment', '{')}--b--\r\n`, /not JSON/],
    ['its JSON has an unknown field', `${part('comment', '{"public":true,"body":"x","colour":1}')}--b--\r\n`, /colour/],
    ['a file has no name', `${comment}${part('files', 'x', 'text/plain')}--b--\r\n`, /no file name/],
    ['the comment is missing', '--b--\r\n', /comment/],
  ])('%s', async (_name, text, message, contentType) => {
    const reply = await form(text, contentType)
    expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(message)])
    expect(taken).toEqual([])
  })

  test('it comes where JSON is wanted', async () => {
    const body = new FormData()
    body.set('assetTag', 'x')
    const reply = await fetch(`${tenant.sandbox.url}/v2/device/1001/custom-fields`, {
      method: 'PATCH',
      body,
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(reply.status).toBe(415)
  })

  test('it is longer than sixteen megabytes', async () => {
    const body = new FormData()
    body.set('files', new Blob([new Uint8Array(17 * 1024 * 1024)]), 'large.bin')
    const reply = await send(body, {}, '/v2/knowledgebase/articles/upload')
    expect([reply.status, reply.json.errorMessage]).toEqual([413, 'HTTP 413 Payload Too Large'])
  })

  test('a list is wanted and something else comes', async () => {
    const patch = (path: string, method: string, body: string) =>
      fetch(tenant.sandbox.url + path, {
        method,
        body,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      })
    expect((await patch('/v2/organization/1/policies', 'PUT', '{}')).status).toBe(400)
    expect((await patch('/v2/device/1001/custom-fields', 'PATCH', '[]')).status).toBe(400)
    expect(taken).toEqual([])
  })
})
