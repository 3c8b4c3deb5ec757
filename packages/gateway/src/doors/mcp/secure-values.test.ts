/**
 * NinjaOne gives secrets in the clear to whoever adds `showSecureValues` to a report of custom fields. No operation has
 * that field; here every way in over MCP is tried with it, and what reaches NinjaOne is looked at.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { operations } from '../../call/index.ts'
import { definePolicy } from '../../policy/index.ts'
import { listTools } from './profiles.ts'
import { toolNameOf } from './tool-names.ts'

let gateway: TestGateway
let client: Client
beforeAll(async () => {
  // Even where policy lets everything through.
  const policy = definePolicy([{ id: 'everything', verdict: 'allow', match: {} }])
  gateway = await startTestGateway({ policy: () => policy })
  client = new Client({ name: 'curious', version: '0' })
  const headers = { authorization: `Bearer ${gateway.home.key('mcp', 'curious')}` }
  const url = new URL(`${gateway.gateway.url}/mcp`)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
})
afterAll(async () => {
  await client.close()
  await gateway.close()
})

const call = async (name: string, input: Record<string, unknown>) =>
  (await client.callTool({ name, arguments: input })).structuredContent as { status: string; code?: string }

/** Paths and queries that NinjaOne was asked for. */
const sent = () => gateway.sandbox.control.requests().map(({ path, query }) => `${path}?${query.replace(/^\?/, '')}`)

const secret = /secure.?values/i
const spellings = [
  ...['showSecureValues', 'showsecurevalues', 'SHOWSECUREVALUES', 'ShowSecureValues', 'show_secure_values'],
  ...['showSecureValues ', ' showSecureValues', 'showSecureValues[]', 'showSecureValues\u200B'],
]
const reports = ['custom-fields', 'custom-fields-detailed', 'scoped-custom-fields', 'scoped-custom-fields-detailed']
const reportOperations = operations.filter(({ id }) => /^queries\.list(?:Scoped)?CustomFields/.test(id))

test('no tool says that there is such a field', () => {
  expect(reportOperations).toHaveLength(4)
  expect(JSON.stringify(listTools('full', operations))).not.toMatch(secret)
})

test.each(spellings)('%j is refused as a field of the tools, and of run-read', async (field) => {
  for (const { id } of reportOperations) {
    for (const value of [true, 'true']) {
      const refused = { status: 'failed', code: 'invalid_input' }
      expect(await call(toolNameOf(id), { [field]: value })).toMatchObject(refused)
      expect(await call('run-read', { operation: id, input: { [field]: value } })).toMatchObject(refused)
      expect(await call('run-read', { operation: id, [field]: value })).toMatchObject(refused)
    }
  }
  expect(sent().filter((url) => secret.test(url))).toEqual([])
})

/** Each letter as its code, once and twice. */
const encoded = (text: string) => [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')

test.each(reports)('%s: a generic read with it is refused, however it is written', async (report) => {
  const names = [
    ...spellings.slice(0, 5),
    ...['%73howSecureValues', encoded('showSecureValues'), encoded(encoded('showSecureValues'))],
    ...['showSecureValues%00', 'showSecureValues%20', '%20showSecureValues', 'showSecureValues%5B%5D'],
  ]
  for (const name of names) {
    for (const query of [`?${name}=true`, `?${name}`, `?pageSize=10&${name}=true`, `?&${name}=true`, `;${name}=true`]) {
      for (const prefix of ['/v2', '/api/v2']) {
        const path = `${prefix}/queries/${report}${query}`
        expect(await call('ninja-api-get', { path }), path).toMatchObject({ status: 'failed' })
      }
    }
  }
  expect(sent().filter((url) => secret.test(decodeURIComponent(url)))).toEqual([])
})

test('hidden in another value it reaches NinjaOne as that value, and asks for nothing', async () => {
  const hidden = [
    'x&showSecureValues=true',
    'x%26showSecureValues=true',
    'x#&showSecureValues=true',
    'x\r\nshowSecureValues=true',
  ]
  for (const value of hidden) {
    for (const { id } of reportOperations)
      await call('run-read', { operation: id, input: { fields: value, df: value } })
    const path = `/v2/queries/custom-fields?cursor=${encodeURIComponent(value)}`
    await call('ninja-api-get', { path })
  }
  const asked = sent().map((url) => new URL(url, 'http://x.test'))
  expect(asked.some(({ search }) => secret.test(search))).toBe(true)
  expect(asked.flatMap(({ searchParams }) => [...searchParams.keys()]).filter((name) => secret.test(name))).toEqual([])
})
