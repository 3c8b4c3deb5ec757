import { describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import { matchOperation } from './match-path.ts'
import { fillPath, pathParameters, RequestError } from './path.ts'
import { type PayloadList, payloadLists } from './test/payload-lists.ts'

const origin = 'https://app.ninjarmm.com'
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Templates with one parameter that takes text, so that a payload is judged as text and not as a wrong number. */
const textTemplates = catalogue
  .filter(({ http, input }) => {
    const parameters = pathParameters(http.path)
    return parameters.some((name) => input.shape[name]?.def.type !== 'number')
  })
  .map((operation) => {
    const parameters = pathParameters(operation.http.path)
    const name = parameters.find((one) => operation.input.shape[one]?.def.type !== 'number') ?? ''
    return { operation, name, others: Object.fromEntries(parameters.map((one) => [one, 1001])) }
  })

/** The path that a template gives for a payload; undefined when the payload is refused. */
function fill(template: string, values: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return fillPath(template, values)
  } catch (error) {
    if (error instanceof RequestError) return undefined
    throw error
  }
}

/** A second opinion that shares nothing with the matcher: expressions over what the platform's URL parser makes of it. */
const expressions = catalogue
  .map((operation) => ({
    operation,
    expression: new RegExp(`^${operation.http.path.replace(/\{\w+\}/g, '[^/]+')}$`),
    order: operation.http.path.replace(/\{\w+\}/g, '\uffff'),
  }))
  .sort((left, right) => (left.order < right.order ? -1 : 1))

function operationByUrl(method: string, url: URL): Operation | undefined {
  const path = url.pathname.replace(/^\/api\//, '/')
  const [best] = expressions.filter(({ expression }) => expression.test(path))
  const here = expressions.filter(({ order }) => order === best?.order)
  return here.find(({ operation }) => operation.http.method === method)?.operation
}

const upperEscapes = (path: string) => path.replace(/%[\da-f]{2}/gi, (triplet) => triplet.toUpperCase())

/** What is wrong with the matcher's answer; undefined when it refuses or is right. */
function faultOf(method: string, raw: string): 'escape' | 'mismatch' | undefined | 'accepted' {
  const match = matchOperation(catalogue, method, raw)
  if (!match.ok) return undefined
  const url = URL.canParse(raw, origin) ? new URL(raw, origin) : undefined
  if (url?.origin !== origin || url.hash !== '' || url.username !== '') return 'escape'
  const refilled = fillPath(match.operation.http.path, match.input)
  if (new URL(refilled, origin).pathname !== refilled) return 'escape'
  if (refilled !== match.path || upperEscapes(url.pathname).replace(/^\/api\//, '/') !== refilled) return 'mismatch'
  const values = Object.values(match.input).map(String)
  if (![...url.searchParams.values()].every((value) => values.includes(value))) return 'mismatch'
  return operationByUrl(method, url) === match.operation ? 'accepted' : 'mismatch'
}

/** A payload as it is, decoded once and twice, and encoded. */
function spellings(payload: string): string[] {
  const found = new Set([payload])
  for (let depth = 0, text = payload; depth < 2; depth++) {
    try {
      text = decodeURIComponent(text)
      found.add(text)
    } catch {
      break
    }
  }
  if (payload.isWellFormed()) found.add(encodeURIComponent(payload))
  return [...found]
}

/** A whole payload, and what stands between its slashes: there the dots are alone. */
const pieces = (payload: string) => [payload, ...payload.split(/[/\\]/)].filter(Boolean)

const rawPaths = (payload: string) => [
  payload,
  `/${payload}`,
  `/v2/${payload}`,
  `/api/v2/${payload}`,
  `/v2/device/${payload}`,
  `/v2/device/1001/${payload}`,
  `/v2/device/1001/windows-service/${payload}/control`,
  `/v2/device/1001/reboot/${payload}`,
  `/v2/alert/${payload}`,
  `/v2/devices?df=${payload}`,
]

for (const { name, payloads, cure } of payloadLists) {
  if (!payloads) console.log(`Skipped: hostile paths of ${name}, which is absent here; ${cure}.`)
}

describe.each<PayloadList>(payloadLists)('hostile paths, $name', ({ name, payloads = [] }) => {
  test.skipIf(payloads.length === 0)(`${payloads.length} as a value: none leaves its segment`, () => {
    let escapes = 0
    let filled = 0
    for (const value of new Set(payloads.flatMap(spellings).flatMap(pieces))) {
      for (const { operation, name: parameter, others } of textTemplates) {
        const path = fill(operation.http.path, { ...others, [parameter]: value })
        if (path === undefined) continue
        filled++
        const url = new URL(path, origin)
        const given = url.pathname.split('/')
        const wanted = operation.http.path.split('/').map((part) => (part.startsWith('{') ? '' : part))
        const stayed = given.length === wanted.length && wanted.every((part, index) => !part || part === given[index])
        const back = given[operation.http.path.split('/').indexOf(`{${parameter}}`)] ?? ''
        if (url.origin !== origin || !stayed || decodeURIComponent(back) !== value || url.search || url.hash) escapes++
        // What the path function wrote, the matcher reads back, unless it refuses every such value in a raw path, or the
        // operation takes none of it: `delete` as a kind of asset would be another operation's path.
        if (!operation.input.shape[parameter]?.safeParse(value).success) continue
        const match = matchOperation(catalogue, operation.http.method, path)
        if (/[/\\%]/.test(value)) expect(match.ok, path).toBe(false)
        else expect(match, path).toMatchObject({ ok: true, input: { [parameter]: value } })
      }
    }
    console.log(`${name}: ${payloads.length} payloads as a value, ${filled} paths filled, ${escapes} escapes.`)
    expect(escapes).toBe(0)
  })

  test.skipIf(payloads.length === 0)(`${payloads.length} in a raw path: 0 escapes, 0 mismatches`, () => {
    const counts = { tried: 0, accepted: 0, escape: 0, mismatch: 0 }
    for (const raw of new Set(payloads.flatMap(spellings).flatMap(rawPaths))) {
      for (const method of methods) {
        const fault = faultOf(method, raw)
        counts.tried++
        if (fault) counts[fault]++
      }
    }
    console.log(
      `${name}: ${payloads.length} payloads in ${counts.tried} requests, ${counts.accepted} accepted, ` +
        `${counts.escape} escapes, ${counts.mismatch} mismatches.`,
    )
    expect(counts).toMatchObject({ escape: 0, mismatch: 0 })
  })
})
