/** Reads a request's body in the one form that its operation takes: fields in JSON, one value in JSON, or a form. */
import type { Operation } from '@kunai/api/operation'
import { type Incidents, refuseText, type WireRequest } from './answer.ts'
import { describeParts, describeUnknownField, readParts } from './body-parts.ts'
import type { Field } from './decode.ts'
import { parseMultipart } from './multipart.ts'
import { parseJson } from './read-json.ts'
import { isRecord } from './wire-values.ts'

const isJson = (contentType: string | undefined) =>
  /^application\/(?:[^\s;]+\+)?json\s*(?:;|$)/i.test(contentType ?? '')
const isForm = (contentType: string | undefined) => /^multipart\/form-data\s*(?:;|$)/i.test(contentType ?? '')

/** Input fields of a body, by our names. */
export function createBodyReader(
  { http }: Operation,
  fields: readonly Field[],
  incidents: Incidents,
): (request: WireRequest) => Record<string, unknown> {
  const read = ({ readWire }: Field, value: unknown) => (readWire ? readWire(value) : value)
  const unsupported = () => incidents.refuse(415, 'FAILURE', 'HTTP 415 Unsupported Media Type')

  const readForm = (request: WireRequest, body: Buffer): Record<string, unknown> => {
    // A comment on a ticket as plain JSON is answered so (ninjaone-api §5, "Ticketing").
    if (!isForm(request.contentType)) throw unsupported()
    return readParts(parseMultipart(body, request.contentType ?? ''), fields, http.multipart ?? {})
  }

  const readFields = (value: unknown): Record<string, unknown> => {
    if (!isRecord(value)) throw refuseText(400, 'Cannot deserialize the request body: expected a JSON object')
    const known = fields.map(({ wireName }) => wireName)
    const unknown = Object.keys(value).find((name) => !known.includes(name))
    if (unknown !== undefined) throw refuseText(400, describeUnknownField(unknown, known))
    const taken: Record<string, unknown> = {}
    for (const field of fields) {
      if (Object.hasOwn(value, field.wireName)) taken[field.name] = read(field, value[field.wireName])
    }
    return taken
  }

  return (request) => {
    const { body } = request
    if (!body?.length) return {}
    // The vendor refuses a DELETE that brings JSON (ninjaone-api §4).
    if (http.method === 'DELETE') throw incidents.refuse(400, 'body_not_allowed', 'DELETE takes no body')
    if (http.method === 'GET') return {}
    if (http.multipart) return readForm(request, body)
    if (!isJson(request.contentType)) throw unsupported()
    const value = parseJson(body)
    const whole = fields.find(({ name }) => name === http.body)
    return whole ? { [whole.name]: read(whole, value) } : readFields(value)
  }
}

/** A body that was taken, as the ledger keeps it. */
export function describeBody({ body, contentType }: WireRequest): unknown {
  if (!body?.length) return undefined
  return isForm(contentType) ? describeParts(parseMultipart(body, contentType ?? '')) : parseJson(body)
}
