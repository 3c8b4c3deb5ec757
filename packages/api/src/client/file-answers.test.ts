/** Files on the wire, both ways: what leaves is the decoded file, and what comes back is its bytes. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileNameIn } from './file-answer.ts'
import { clientFor, errorOf, failure, html, type Reply, startServer } from './test-support.ts'

/** Every byte there is, so that whatever reads them as text on the way is seen. */
const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte))
const attachment = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` })

test('a file leaves as its bytes, in a form that is as long as it says', async () => {
  const server = await startServer(() => ({ body: { id: 1, type: 'VALUE' } }))
  const file = { name: 'all.bin', contentType: 'application/octet-stream', base64: everyByte.toString('base64') }
  await clientFor(server).client.relatedItems.addAttachment({ entityType: 'NODE', entityId: 1001, file })
  const { headers, bytes } = server.calls[0] ?? { headers: {}, bytes: Buffer.of() }
  expect(headers['content-length']).toBe(String(bytes.length))
  const parsed = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData()
  const sent = parsed.get('file') as File
  expect([sent.name, Buffer.from(await sent.arrayBuffer())]).toEqual(['all.bin', everyByte])
})

describe('an answer that is a file', () => {
  const download = (reply: Reply, options = {}) =>
    startServer(() => reply).then((server) =>
      clientFor(server, options).client.knowledgeBaseArticles.download({ articleId: 502 }),
    )

  test.each<[string, Reply, object]>([
    [
      'has the name and the type that its headers give',
      { headers: { 'content-type': 'application/pdf', ...attachment('plan.pdf') }, body: everyByte },
      { contentType: 'application/pdf', name: 'plan.pdf', base64: everyByte.toString('base64') },
    ],
    [
      'has neither when they give none',
      { body: everyByte },
      { contentType: 'application/octet-stream', base64: everyByte.toString('base64') },
    ],
    [
      'is not parsed when it is JSON',
      { headers: { 'content-type': 'application/json' }, body: '{"a": 1}' },
      { contentType: 'application/json', base64: Buffer.from('{"a": 1}').toString('base64') },
    ],
    [
      'may be a page when it is called a file',
      { ...html, headers: { 'content-type': 'text/html', ...attachment('a.html') } },
      { contentType: 'text/html', name: 'a.html', base64: Buffer.from(html.body as string).toString('base64') },
    ],
    [
      'may be empty',
      { headers: attachment('a.txt') },
      { contentType: 'application/octet-stream', name: 'a.txt', base64: '' },
    ],
  ])('%s', async (_case, reply, expected) => {
    expect(await download(reply)).toEqual(expected)
  })

  test('is asked for as whatever it is, and unpacked', async () => {
    const server = await startServer((_seen, { response }) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(everyByte))
      return undefined
    })
    const { base64 } = await clientFor(server).client.relatedItems.downloadAttachment({ relatedItemId: 602 })
    expect(base64).toBe(everyByte.toString('base64'))
    expect(server.calls[0]?.headers.accept).toBe('*/*')
  })

  test.each<[string, Reply, object]>([
    ['an error of the API', { status: 404, body: { resultCode: 'not_found' } }, { kind: 'not_found' }],
    ['an error under a good status', { body: { resultCode: 'not_found' } }, { kind: 'invalid_answer' }],
    ['an error called a file', { ...failure, headers: attachment('a.txt') }, { kind: 'server', status: 500 }],
    ['a page', html, { code: 'html_page' }],
    ['a page without a type', { body: '\n<!DOCTYPE html><p>Sign in' }, { code: 'html_page' }],
    ['nothing', { status: 204 }, { kind: 'invalid_answer' }],
    ['a redirect', { status: 302, headers: { location: 'https://files.example.com/' } }, { code: 'redirected' }],
  ])('%s is none', async (_case, reply, expected) => {
    expect(await errorOf(download(reply, { retry: { attemptsMax: 1 } }))).toMatchObject(expected)
  })

  test('keeps to the limit of bytes', async () => {
    const error = errorOf(download({ body: Buffer.alloc(2_000) }, { answerBytesMax: 1_000, retry: { attemptsMax: 1 } }))
    expect(await error).toMatchObject({ code: 'answer_too_large' })
  })

  test('takes its name from the header as it stands on the wire', async () => {
    const name = Buffer.from('Grüße.pdf').toString('latin1')
    expect(await download({ headers: attachment(name), body: everyByte })).toMatchObject({ name: 'Grüße.pdf' })
  })
})

test.each([
  ['attachment; filename=plan.pdf', 'plan.pdf'],
  ['attachment; filename="a \\"b\\"; c.pdf"', 'a "b"; c.pdf'],
  ['attachment; filename="x"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.pdf', 'Grüße.pdf'],
  ['attachment; filename="a.pdf"; filename*=UTF-8\'\'%FF', 'a.pdf'],
  ['attachment; filename="C:\\\\Users\\\\a.pdf"', 'a.pdf'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ["attachment; filename*=UTF-8''a%0D%0Ab", undefined],
  ['attachment; filename=".."', undefined],
  ['attachment; filename=""', undefined],
  ['attachment', undefined],
])('%s names %s', (disposition, name) => {
  expect(fileNameIn(disposition)).toBe(name)
})
