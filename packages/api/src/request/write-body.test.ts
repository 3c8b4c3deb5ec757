import { expect, test } from 'vitest'
import { operations } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import { isRequestOf, toRequest } from './to-request.ts'
import { writeBody } from './write-body.ts'

const addComment = operations['tickets.addComment']

test('a body is JSON, and no body is none', () => {
  expect(writeBody(toRequest(operations['devices.reboot'], { id: 1, mode: 'NORMAL', reason: 'ä' }))).toEqual({
    contentType: 'application/json',
    text: '{"reason":"ä"}',
  })
  expect(writeBody(toRequest(operations['devices.get'], { id: 1 }))).toBeUndefined()
})

test('a multipart body is read back by the platform’s own parser, hostile text and all', async () => {
  const comment = {
    public: false,
    body: 'one\r\n--kunai-part-0-\r\nContent-Disposition: form-data; name="files"\u2028"',
  }
  const request = toRequest(addComment, { ticketId: 4711, comment })
  expect(request).toEqual({
    method: 'POST',
    path: '/v2/ticketing/ticket/4711/comment',
    query: {},
    body: { comment },
    contentType: 'multipart/form-data',
  })
  const written = writeBody(request)
  const parsed = await new Response(written?.text ?? '', {
    headers: { 'content-type': written?.contentType ?? '' },
  }).formData()
  expect([...parsed.keys()]).toEqual(['comment'])
  expect(JSON.parse(parsed.get('comment') as string)).toEqual(comment)
})

test('a stored request fits only in the form in which the operation sends it', () => {
  const operation = addComment as unknown as Operation
  const request = toRequest(addComment, { ticketId: 1, comment: { public: true, body: 'x' } })
  expect(isRequestOf(operation, JSON.parse(JSON.stringify(request)))).toBe(true)
  const { contentType: _, ...asJson } = request
  expect(isRequestOf(operation, asJson)).toBe(false)
  const reboot = toRequest(operations['devices.reboot'], { id: 1, mode: 'NORMAL' })
  const asParts = { ...reboot, contentType: 'multipart/form-data' } as const
  expect(isRequestOf(operations['devices.reboot'] as unknown as Operation, asParts)).toBe(false)
})
