/**
 * The contract loop: every example of every operation goes out through the client, over HTTP, to a server that reads
 * the request with means of its own (node:http, WHATWG URL, a form parser that is not ours) and answers as the example
 * says; and what comes back is what the operation says it is.
 */
import { expect, test } from 'vitest'
import { catalogue, type operations } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import { placeOf, toRequest } from '../request/index.ts'
import { createClient } from './client.ts'
import { machine, type Reply, type SeenRequest, startServer, user } from './test-support.ts'

const examples = catalogue.flatMap((operation) =>
  operation.examples.map((example, index) => ({ name: `${operation.id}, example ${index + 1}`, operation, example })),
)

let seen: SeenRequest | undefined
let reply: Reply = {}

/** The request as the server reads it. */
async function readRequest({ method, url, headers, body, bytes }: SeenRequest) {
  const { pathname, searchParams } = new URL(url, 'http://loopback')
  const type = headers['content-type'] ?? ''
  return {
    method,
    segments: pathname.split('/').map(decodeURIComponent),
    query: Object.fromEntries(searchParams),
    body: type.startsWith('multipart/') ? await readForm(type, bytes) : body === '' ? undefined : JSON.parse(body),
  }
}

/** Parts by name: JSON and text as they were written, files as base64. */
async function readForm(type: string, bytes: Buffer): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const parts: Record<string, unknown[]> = {}
  for (const [name, value] of form.entries()) {
    parts[name] ??= []
    if (typeof value === 'string') parts[name].push(value)
    else {
      const content = Buffer.from(await value.arrayBuffer())
      parts[name].push(
        value.type === 'application/json'
          ? content.toString('utf8')
          : { ...fileOf(value), base64: content.toString('base64') },
      )
    }
  }
  return parts
}

const fileOf = ({ name, type }: File) => ({ name, contentType: type })

/** What should have arrived, from the operation's own words and the example. */
function expected(operation: Operation, input: Readonly<Record<string, unknown>>) {
  const { http } = operation
  const { query, body } = toRequest(operation, input as never)
  const segments = http.path.split('/').map((part) => (part.startsWith('{') ? String(input[part.slice(1, -1)]) : part))
  if (!http.multipart || typeof body !== 'object' || body === null)
    return { method: http.method, segments, query, body }
  const parts = Object.entries(body).map(([name, value]) => {
    const field = Object.keys(operation.input.shape).find((one) => (http.wireNames?.[one] ?? one) === name) ?? ''
    const form = http.multipart?.[field]
    if (form === 'json') return [name, [JSON.stringify(value)]]
    const values = Array.isArray(value) ? value : [value]
    return [name, form === 'text' ? values.map(String) : values]
  })
  return { method: http.method, segments, query, body: Object.fromEntries(parts) }
}

/** The answer on the wire: nothing, a file, or JSON. */
function replyOf({ http }: Operation, output: unknown): Reply {
  if (output === undefined) return { status: 204 }
  if (http.answer !== 'file') return { body: JSON.stringify(output) }
  const { contentType, name, base64 } = output as { contentType: string; name?: string; base64: string }
  const disposition = name === undefined ? {} : { 'content-disposition': `attachment; filename="${name}"` }
  return { headers: { 'content-type': contentType, ...disposition }, body: Buffer.from(base64, 'base64') }
}

test('every operation, by its examples: out as described, back as described', async () => {
  const server = await startServer((request) => {
    seen = request
    return reply
  })
  const client = createClient({ baseUrl: server.url, machine, user, rateLimit: { writesAtOnceMax: 16 } })
  const reached = new Set<string>()
  for (const { name, operation, example } of examples) {
    reply = replyOf(operation, example.output)
    const output = await client.call(operation.id as keyof typeof operations, example.input as never)
    const parsed = operation.input.parse(example.input)
    expect(await readRequest(seen as SeenRequest), name).toEqual(expected(operation, parsed))
    expect(output, name).toEqual(operation.output.parse(example.output))
    const wanted = Object.keys(parsed).filter((field) => placeOf(operation, field) === 'body')
    if (wanted.length > 0)
      expect(seen?.headers['content-type'], name).toMatch(/^(application\/json|multipart\/form-data)/)
    reached.add(operation.id)
  }
  await client.close()
  expect(reached.size).toBe(catalogue.length)
  console.log(`${reached.size} operations went round with ${examples.length} examples.`)
})
