/**
 * Generic calls with hostile paths, through the door: whatever the text, the operation that a server would carry out is
 * the one that was judged. Servers differ in what they make of a path, so four kinds are asked. A few hundred payloads
 * in `npm test`, all of them in `npm run campaign`.
 */
import { isDeepStrictEqual } from 'node:util'
import { parseInput, requestTarget, toRequest } from '@kunai/api/request'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { longPayloadLists, payloadLists } from '../../../../api/src/request/test/payload-lists.ts'
import { operations } from '../../call/index.ts'
import { findOwnTool } from './profiles.ts'
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
const lists = long ? [...payloadLists, ...longPayloadLists()] : payloadLists
for (const { name, payloads, cure } of lists) if (!payloads) console.log(`Skipped: ${name}, absent here; ${cure}.`)
const listed = lists.flatMap(({ payloads = [] }) => payloads)
const all = [...own, ...new Set(listed)]
/** Asked of the tool itself. */
const chosen = long ? all : [...own, ...fc.sample(fc.constantFrom(...all), { seed: 42, numRuns: 300 })]

interface Judged {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

function judge(method: string, path: string, given: unknown = {}): Judged | undefined {
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: given }
  const meant = findOwnTool(`ninja-api-${method.toLowerCase()}`)?.interpret({ path, ...body }, catalogue)
  if (meant === undefined || !('operation' in meant)) return undefined
  return parseInput(meant.operation, meant.input).ok ? { operation: meant.operation.id, input: meant.input } : undefined
}

/** What is wrong with what was judged; empty when nothing is. */
function faultsOf(method: string, { operation: id, input }: Judged): string[] {
  const operation = catalogue.find((one) => one.id === id)
  const parsed = operation && parseInput(operation, input)
  if (!parsed?.ok) return [`${id} is none`]
  const sent = toRequest(operation as never, parsed.input as never)
  return [...escapes(sent.method, id, sent.path), ...(sent.method === method ? [] : ['method'])]
}

const pathsOf = (payloads: readonly string[]) => [...new Set(payloads.flatMap(spellings).flatMap(rawPaths))]

/** Of all texts and spellings some, because each takes a hundred times as long there; and one that is honest, in every place. */
const onTheWire = () => {
  const paths = pathsOf(chosen)
  const path = fc.nat(paths.length - 1).map((at) => paths[at] ?? '')
  const hostile = fc.record({ path, method: fc.constantFrom(...methods) })
  const honest = pathsOf(['1001']).flatMap((path) => methods.map((method) => ({ path, method })))
  return [...honest, ...fc.sample(hostile, { seed: 7, numRuns: long ? 5_000 : 150 })]
}

let door: Awaited<ReturnType<typeof openDoor>>
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

describe(`${chosen.length} hostile texts in a generic call`, () => {
  it('none is carried out as anything but what was judged', () => {
    const faults: string[] = []
    const counts = { tried: 0, accepted: 0 }
    for (const path of pathsOf(chosen)) {
      for (const method of methods) {
        counts.tried++
        const judged = judge(method, path)
        if (judged === undefined) continue
        counts.accepted++
        for (const kind of faultsOf(method, judged)) faults.push(`${method} ${path}: ${kind}`)
      }
    }
    console.log(`${counts.tried} generic calls, ${counts.accepted} accepted, ${faults.length} escapes.`)
    expect(faults).toEqual([])
  }, 1_800_000)

  it('over the wire it is the same', async () => {
    const client = await door.connect('2025-11-25')
    const counts = { tried: 0, accepted: 0 }
    for (const { path, method } of onTheWire()) {
      door.calls.length = 0
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
      await client.callTool({ name: `ninja-api-${method.toLowerCase()}`, arguments: { path, ...body } })
      const [call] = door.calls
      expect(call && { operation: call.operation, input: call.input }, path).toEqual(judge(method, path))
      counts.tried++
      if (call) counts.accepted++
    }
    console.log(`${counts.tried} generic calls over the wire, ${counts.accepted} accepted, each as the tool reads it.`)
    expect(counts.accepted).toBeGreaterThan(0)
    expect(door.faults).toEqual([])
  }, 1_800_000)

  // Here, and not after a test that keeps this process busy for longer than a connection lives.
  it('a message that says a thing twice is judged by what it does', async () => {
    door.calls.length = 0
    const message =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ninja-api-get",' +
      '"arguments":{"path":"/v2/organizations","path":"/v2/device/1001"}}}'
    await door.post(message)
    expect(door.calls).toMatchObject([{ operation: 'devices.get', input: { id: 1001 } }])
  })

  it('a door that sent the text as it came would be seen', () => {
    const planted = chosen
      .flatMap(spellings)
      .map((text) => `/v2/device/${text}`)
      .filter((path) => escapes('GET', 'devices.get', path).length > 0)
    expect(planted.length).toBeGreaterThan(0)
  })
})

type Sent = ReturnType<typeof toRequest>

/** What an honest call says: a whole request, or a text in a field. */
type Saying = { readonly sent: Sent } | { readonly sent?: never; readonly field: string; readonly text: string }

describe('what is meant well is accepted as what it says', () => {
  const text = (schema: unknown): boolean => {
    const { type, innerType } = (schema as { def: { type: string; innerType?: unknown } }).def
    return type === 'string' || (innerType !== undefined && text(innerType))
  }
  /** Requests that the catalogue itself makes, in the spellings that an honest caller uses. */
  const honest = catalogue.flatMap((operation) =>
    operation.examples.flatMap((example) => {
      const parsed = parseInput(operation, example.input as Record<string, unknown>)
      if (!parsed.ok) return []
      const sent = toRequest(operation as never, parsed.input as never) as Sent
      return [{ operation, target: requestTarget(sent), body: sent.body ?? {}, sent }]
    }),
  )
  /** Texts in places that take any text, encoded as they have to be: path fields and queries. */
  const carried = chosen.filter((payload) => payload.isWellFormed() && payload.length < 2_000).map(encodeURIComponent)
  const texts = catalogue.filter(
    ({ http, input }) => http.method === 'GET' && input.shape.df !== undefined && text(input.shape.df),
  )

  const mark = 'k7mark'
  /** Fields of paths that take any text, in a request that is whole but for that text. */
  const placesOfText = catalogue.flatMap((operation) =>
    Object.entries(operation.input.shape).flatMap(([field, schema]) => {
      if (!operation.http.path.includes(`{${field}}`) || !text(schema)) return []
      const parsed = parseInput(operation, { ...(operation.examples[0]?.input as object), [field]: mark })
      if (!parsed.ok) return []
      const sent = toRequest(operation as never, parsed.input as never) as Sent
      return [{ operation, field, target: requestTarget(sent), body: sent.body ?? {} }]
    }),
  )

  it('with the prefix /api, with a query, with text encoded as it must be; and a server carries out just that', () => {
    const faults: string[] = []
    const counts = { tried: 0, accepted: 0, unknown: 0 }
    const look = (method: string, path: string, expected: string, says: Saying, body?: unknown) => {
      counts.tried++
      const judged = judge(method, path, body)
      if (judged === undefined) return false
      counts.accepted++
      if (judged.operation !== expected) faults.push(`${method} ${path}: ${judged.operation}, not ${expected}`)
      const decided = catalogue.find(({ id }) => id === judged.operation)
      const parsed = decided && parseInput(decided, judged.input)
      if (!decided || !parsed?.ok) return false
      const request = toRequest(decided as never, parsed.input as never) as Sent
      const isSame = says.sent ? isDeepStrictEqual(request, says.sent) : parsed.input[says.field] === says.text
      if (!isSame) faults.push(`${method} ${path}: other values`)
      for (const [kind, read] of Object.entries(personalities)) {
        const executed = operationAt(method, read(request.path))
        if (executed === undefined) counts.unknown++
        else if (executed !== expected) faults.push(`${method} ${path}: ${executed} on a server of the kind ${kind}`)
      }
      return true
    }
    const refused: string[] = []
    for (const { operation, target, body, sent } of honest) {
      const { method } = operation.http
      for (const path of [target, `/api${target}`]) {
        if (!look(method, path, operation.id, { sent }, body)) refused.push(`${method} ${path}`)
      }
      look(method, `${target}${target.includes('?') ? '&' : '?'}`, operation.id, { sent }, body)
      // What needs no encoding and has some is an unusual spelling: refused, or it says the same.
      look(
        method,
        target.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
        operation.id,
        { sent },
        body,
      )
    }
    for (const [at, payload] of carried.entries()) {
      const operation = texts[at % texts.length]
      if (operation && !operation.http.path.includes('{')) {
        look('GET', `${operation.http.path}?df=${payload}`, operation.id, {
          field: 'df',
          text: decodeURIComponent(payload),
        })
        look('GET', `/api${operation.http.path}?df=${payload}`, operation.id, {
          field: 'df',
          text: decodeURIComponent(payload),
        })
      }
      const place = placesOfText[at % placesOfText.length]
      if (place === undefined) continue
      const path = place.target.replace(mark, payload)
      look(
        place.operation.http.method,
        path,
        place.operation.id,
        { field: place.field, text: decodeURIComponent(payload) },
        place.body,
      )
    }
    console.log(
      `${counts.tried} honest calls, ${counts.accepted} accepted, ${faults.length} carried out as something else; ${counts.unknown} that some server would not know.`,
    )
    expect(faults).toEqual([])
    // Of the catalogue's own requests only those that the text of a path cannot say, each in two spellings.
    expect(refused.filter((path) => !/%(2F|5C|25)/i.test(path)).length).toBeLessThan(honest.length / 10)
    expect(counts.accepted).toBeGreaterThan(honest.length * 2)
  }, 1_800_000)
})
