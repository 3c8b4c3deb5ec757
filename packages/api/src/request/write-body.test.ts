import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../catalogue.ts'
import type { FileContent, Operation } from '../operation.ts'
import { parseInput } from './parse-input.ts'
import { type ExactRequest, isRequestOf, toRequest } from './to-request.ts'
import { writeBody } from './write-body.ts'

const addComment = operations['tickets.addComment'] as unknown as Operation
const upload = operations['knowledgeBaseArticles.upload'] as unknown as Operation
const reboot = operations['devices.reboot'] as unknown as Operation
const comment = { public: true, body: 'x' }

function fileOf(name: string, bytes: Uint8Array, contentType = 'application/octet-stream'): FileContent {
  return { name, contentType, base64: Buffer.from(bytes).toString('base64') }
}

/** What the platform's own parser makes of a body. */
async function readBack(operation: Operation, request: ExactRequest): Promise<FormData> {
  const { bytes, contentType } = writeBody(operation, request) ?? { bytes: Buffer.of(), contentType: '' }
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
}

const bytesOf = async (entry: unknown) => Buffer.from(await (entry as File).arrayBuffer())

/** The message with which an input is refused; undefined when it is taken. */
function refusal(file: unknown): string | undefined {
  const parsed = parseInput(addComment, { ticketId: 1, comment, files: [file] })
  return parsed.ok ? undefined : parsed.message
}

test('a body is JSON, and no body is none', () => {
  expect(writeBody(reboot, toRequest(reboot, { id: 1, mode: 'NORMAL', reason: 'ä' }))).toEqual({
    contentType: 'application/json',
    bytes: Buffer.from('{"reason":"ä"}'),
  })
  const get = operations['devices.get'] as unknown as Operation
  expect(writeBody(get, toRequest(get, { id: 1 }))).toBeUndefined()
})

describe('a multipart body is read back by the platform’s own parser', () => {
  test('JSON with hostile text', async () => {
    const hostile = {
      public: false,
      body: 'one\r\n--kunai-part-0-\r\nContent-Disposition: form-data; name="files"\u2028"',
    }
    const request = toRequest(addComment, { ticketId: 4711, comment: hostile })
    expect(request).toEqual({
      method: 'POST',
      path: '/v2/ticketing/ticket/4711/comment',
      query: {},
      body: { comment: hostile },
      contentType: 'multipart/form-data',
    })
    const parsed = await readBack(addComment, request)
    expect([...parsed.keys()]).toEqual(['comment'])
    expect(JSON.parse(parsed.get('comment') as string)).toEqual(hostile)
  })

  test('text as it is, and each file as a part of its own', async () => {
    const files = [fileOf('Grüße 50%.pdf', Buffer.of(0, 13, 10, 255), 'application/pdf'), fileOf('b', Buffer.of(1))]
    const parsed = await readBack(upload, toRequest(upload, { folderId: 7, folderPath: 'a|"b"\r\n', files }))
    expect([...parsed.keys()]).toEqual(['folderId', 'folderPath', 'files', 'files'])
    expect([parsed.get('folderId'), parsed.get('folderPath')]).toEqual(['7', 'a|"b"\r\n'])
    const [first] = parsed.getAll('files') as File[]
    expect([first?.name, first?.type]).toEqual(['Grüße 50%.pdf', 'application/pdf'])
    expect(await bytesOf(first)).toEqual(Buffer.of(0, 13, 10, 255))
  })

  test('any bytes, among them those that look like a boundary', async () => {
    const pieces = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc
        .constantFrom('\r\n', '--', 'kunai-part-0-', '\r\n--kunai-part-0-\r\n', '--kunai-part-1---\r\n')
        .map(Buffer.from),
    )
    const content = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((all) => Buffer.concat(all))
    await fc.assert(
      fc.asyncProperty(content, async (bytes) => {
        const parsed = await readBack(upload, toRequest(upload, { files: [fileOf('a.bin', bytes)] }))
        expect(await bytesOf(parsed.get('files'))).toEqual(bytes)
      }),
    )
  })
})

describe('the boundary', () => {
  const boundaryOf = (content: string, name = 'a.bin') => {
    const written = writeBody(upload, toRequest(upload, { files: [fileOf(name, Buffer.from(content))] }))
    return /boundary=(.*)$/.exec(written?.contentType ?? '')?.[1]
  }

  test('stands in no part, not even in a name', () => {
    expect(boundaryOf('plain')).toBe('kunai-part-0-')
    expect(boundaryOf('kunai-part-1-kunai-part-0-')).toBe('kunai-part-2-')
    expect(boundaryOf('plain', 'kunai-part-0-.txt')).toBe('kunai-part-1-')
  })

  test('is found in one pass, however many of them a file carries', () => {
    const count = 50_000
    const content = Array.from({ length: count }, (_, number) => `kunai-part-${number}-`).join('')
    expect(boundaryOf(content)).toBe(`kunai-part-${count}-`)
  })

  test('is the same for the same request, in whatever order its keys were stored', () => {
    const request = toRequest(upload, { folderId: 7, files: [fileOf('a', Buffer.of(1))] })
    const turned = { ...request, body: Object.fromEntries(Object.entries(request.body as object).reverse()) }
    expect(writeBody(upload, turned)).toEqual(writeBody(upload, request))
  })
})

describe('a file’s name and type', () => {
  test.each([
    'a\r\nContent-Type: text/html\r\n\r\n<b>',
    'a\nb',
    'a\u0000b',
    'a\u0085b',
    'a\u2028b',
    'invoice\u202efdp.exe',
    'a"; filename="b',
    'a\\',
    '../../etc/passwd',
    'a/b',
    'a%0D%0Ab',
    'a%22b',
    '..',
    '',
    'x'.repeat(256),
  ])('%j is refused as a name', (name) => {
    expect(refusal(fileOf(name, Buffer.of(1)))).toMatch(/^files\.0\.name /)
  })

  test.each(['a', 'text/plain\r\nX: y', 'text/plain; x="y"', 'text/', '/', 'text/plain;', 'text /plain'])(
    '%j is refused as a type',
    (contentType) => {
      expect(refusal(fileOf('a', Buffer.of(1), contentType))).toMatch(/^files\.0\.contentType /)
    },
  )

  test('whatever is taken adds no header and no part', async () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    const type = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('text/csv', 'text/csv; charset=utf-8'))
    await fc.assert(
      fc.asyncProperty(name, type, async (name, contentType) => {
        const file = fileOf(name, Buffer.of(1), contentType)
        fc.pre(refusal(file) === undefined)
        const parsed = await readBack(upload, toRequest(upload, { files: [file] }))
        expect([...parsed.keys()]).toEqual(['files'])
        expect((parsed.get('files') as File).name).toBe(name)
      }),
      { numRuns: 300 },
    )
  })

  test('that got past the schema are not written', () => {
    const request = toRequest(upload, { files: [fileOf('a', Buffer.of(1))] })
    for (const bad of [{ name: 'a\r\nb' }, { name: 'a"' }, { contentType: 'text/plain\r\nX: y' }]) {
      const files = [{ ...fileOf('a', Buffer.of(1)), ...bad }]
      expect(() => writeBody(upload, { ...request, body: { files } })).toThrow(TypeError)
    }
  })
})

describe('base64 is the one text that its bytes have', () => {
  test.each(['QR==', 'QQ', 'QQ=', 'Q', 'QUI=\n', ' QQ==', 'QQ==QQ==', '_-8=', 'Zm9v!', '====', ''])(
    '%j is refused',
    (base64) => {
      expect(refusal({ name: 'a', contentType: 'text/plain', base64 })).toMatch(/^files\.0\.base64 /)
    },
  )

  test('of at most 10 MiB', () => {
    const most = 10 * 1024 * 1024
    expect(refusal(fileOf('a', Buffer.alloc(most)))).toBeUndefined()
    expect(refusal(fileOf('a', Buffer.alloc(most + 3)))).toMatch(/^files\.0\.base64 is too long/)
  })
})

describe('a stored request fits', () => {
  test('only in the form in which the operation sends it', () => {
    const request = toRequest(addComment, { ticketId: 1, comment })
    expect(isRequestOf(addComment, JSON.parse(JSON.stringify(request)))).toBe(true)
    const { contentType: _, ...asJson } = request
    expect(isRequestOf(addComment, asJson)).toBe(false)
    const asParts = { ...toRequest(reboot, { id: 1, mode: 'NORMAL' }), contentType: 'multipart/form-data' } as const
    expect(isRequestOf(reboot, asParts)).toBe(false)
  })

  test('only with files that its schema takes', () => {
    const file = fileOf('a.txt', Buffer.from('a'))
    const request = toRequest(addComment, { ticketId: 1, comment, files: [file] })
    const holding = (files: unknown) => ({ ...request, body: { comment, files } })
    expect(isRequestOf(addComment, JSON.parse(JSON.stringify(request)))).toBe(true)
    for (const bad of [file, [{ ...file, name: 'a\r\nb' }], [{ ...file, base64: 'QR==' }], [{ ...file, more: 1 }]]) {
      expect(isRequestOf(addComment, holding(bad))).toBe(false)
    }
  })

  test('with moments inside a list that is the whole body', () => {
    const operation = operations['checklists.create'] as unknown as Operation
    const request = toRequest(operation, {
      checklists: [{ name: 'Audit', organizationId: 1, dueDate: '2026-03-01T22:00:00.500Z' }],
    })
    expect(request.body).toEqual([{ name: 'Audit', organizationId: 1, dueDate: 1_772_402_400.5 }])
    expect(isRequestOf(operation, request)).toBe(true)
    for (const dueDate of ['soon', 1e300, Number.NaN, {}]) {
      expect(isRequestOf(operation, { ...request, body: [{ name: 'Audit', organizationId: 1, dueDate }] })).toBe(false)
    }
  })
})
