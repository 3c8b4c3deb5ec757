/**
 * Generic calls with hostile paths, through the door: whatever the text, the operation that a server would carry out is
 * the one that was judged. Servers differ in what they make of a path, so four kinds are asked. A few hundred payloads
 * in `npm test`, all of them in `npm run campaign`.
 */
import { toRequest } from '@kunai/api/request'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { payloadLists } from '../../../../api/src/request/test/payload-lists.ts'
import { operations } from '../../call/index.ts'
import { openDoor } from './test/door.ts'

const long = process.env.KUNAI_CAMPAIGN === '1'
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const origin = 'https://app.ninjarmm.com'

const catalogue = operations.filter(({ id }) => id !== 'devices.runBash')
const templates = catalogue.map((operation) => ({
  operation,
  expression: new RegExp(`^${operation.http.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  order: operation.http.path.replace(/\{\w+\}/g, '\uffff'),
}))
const sorted = templates.sort((one, other) => (one.order < other.order ? -1 : 1))

function operationAt(method: string, path: string): string | undefined {
  const [best] = sorted.filter(({ expression }) => expression.test(path))
  return sorted.find(({ order, operation }) => order === best?.order && operation.http.method === method)?.operation.id
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What kinds of servers make of the path that a request line carries. */
const personalities: Readonly<Record<string, (path: string) => string>> = {
  strict: (path) => path,
  servlet: (path) =>
    new URL(
      decode(path.replace(/;[^/]*/g, ''))
        .replaceAll('\\', '/')
        .replace(/\/{2,}/g, '/'),
      origin,
    ).pathname.replace(/(.)\/$/, '$1'),
  proxy: (path) =>
    new URL(
      decode(decode(path))
        .replace(/\/{2,}/g, '/')
        .replaceAll('?', '%3F'),
      origin,
    ).pathname,
  alias: (path) => path.replace(/^\/api\//, '/'),
}

/** Kinds of servers that would carry out something else than was decided. */
function escapes(method: string, decided: string, sent: string): string[] {
  const path = sent.split('?')[0] ?? ''
  return Object.entries(personalities).flatMap(([name, read]) =>
    operationAt(method, read(path)) === decided ? [] : [name],
  )
}

function spellings(payload: string): string[] {
  const wellFormed = payload.isWellFormed() ? [encodeURIComponent(payload)] : []
  return [...new Set([payload, decode(payload), decode(decode(payload)), ...wellFormed])]
}

const rawPaths = (text: string) => [
  text,
  `/v2/${text}`,
  `/api/v2/${text}`,
  `/v2/device/${text}`,
  `/v2/device/1001/windows-service/${text}/control`,
  `/v2/device/1001/reboot/${text}`,
  `/v2/devices?df=${text}`,
]

const own = [
  '../1',
  '%2e%2e/1',
  '..;/1',
  '1001;x=1',
  '//elsewhere.test',
  '1001%2freboot%2fNORMAL',
  '1001?_method=DELETE',
  '１００１',
  '1e3',
  '1001#x',
  'a\\b',
  '.%2e',
  '1001/',
  ' 1001',
  '0x3e9',
]
const listed = payloadLists.flatMap(({ payloads = [] }) => payloads)
const all = [...own, ...new Set(listed)]
const chosen = long ? all : [...own, ...fc.sample(fc.constantFrom(...all), { seed: 42, numRuns: 40 })]

let door: Awaited<ReturnType<typeof openDoor>>
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

describe(`${chosen.length} hostile texts in a generic call`, () => {
  it('none is carried out as anything but what was judged', async () => {
    const client = await door.connect('2025-11-25')
    const faults: string[] = []
    const counts = { tried: 0, accepted: 0 }
    const paths = [...new Set(chosen.flatMap(spellings).flatMap(rawPaths))]
    for (const path of paths) {
      for (const method of methods) {
        door.calls.length = 0
        counts.tried++
        const args = method === 'GET' || method === 'DELETE' ? { path } : { path, body: {} }
        await client.callTool({ name: `ninja-api-${method.toLowerCase()}`, arguments: args })
        const [call] = door.calls
        if (call === undefined) continue
        counts.accepted++
        const operation = catalogue.find(({ id }) => id === call.operation)
        if (operation === undefined) throw new Error(call.operation)
        const sent = toRequest(operation, call.input as never)
        const kinds = escapes(sent.method, call.operation, sent.path)
        if (kinds.length > 0 || sent.method !== method) faults.push(`${method} ${path} → ${sent.path}: ${kinds}`)
      }
    }
    console.log(`${counts.tried} generic calls, ${counts.accepted} accepted, ${faults.length} escapes.`)
    expect(faults).toEqual([])
    expect(door.faults).toEqual([])
  }, 1_800_000)

  it('a door that sent the text as it came would be seen', () => {
    const planted = chosen
      .flatMap(spellings)
      .map((text) => `/v2/device/${text}`)
      .filter((path) => escapes('GET', 'devices.get', path).length > 0)
    expect(planted.length).toBeGreaterThan(0)
  })
})

it('a message that says a thing twice is judged by what it does', async () => {
  door.calls.length = 0
  const message =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ninja-api-get",' +
    '"arguments":{"path":"/v2/organizations","path":"/v2/device/1001"}}}'
  await door.post(message)
  expect(door.calls).toMatchObject([{ operation: 'devices.get', input: { id: 1001 } }])
})
