import { operations } from '@kunai/api/catalogue'
import { toRequest, writeBody } from '@kunai/api/request'
import { describe, expect, test } from 'vitest'
import { readForm } from './form.ts'

const operation = operations['tickets.addComment']
const [example, withFile = example] = operation.examples
const forms = operation.http.multipart ?? {}

describe('a form', () => {
  test('that the client writes is read back as the same values', () => {
    const written = writeBody(operation, toRequest(operation, withFile.input))
    const { comment, files } = withFile.input
    expect(readForm(written?.contentType ?? '', written?.bytes ?? Buffer.alloc(0), forms)).toEqual({
      comment,
      files,
    })
  })

  test('as a browser writes it is read too', async () => {
    const form = new FormData()
    form.set('comment', '{"public":true,"body":"a\\r\\n--b"}')
    form.append('files', new File(['one'], 'one.txt', { type: 'text/plain' }))
    form.append('files', new File([Buffer.from([0, 13, 10, 255])], 'two.bin'))
    const request = new Request('http://x.example', { method: 'POST', body: form })
    const bytes = Buffer.from(await request.arrayBuffer())
    const values = readForm(request.headers.get('content-type') ?? '', bytes, forms)
    expect(values).toEqual({
      comment: { public: true, body: 'a\r\n--b' },
      files: [
        { name: 'one.txt', contentType: 'text/plain', base64: 'b25l' },
        { name: 'two.bin', contentType: 'application/octet-stream', base64: 'AA0K/w==' },
      ],
    })
  })

  test.each([
    ['no boundary', 'multipart/form-data', '--x\r\n'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
    ['a part without a name', 'multipart/form-data; boundary=x', '--x\r\n\r\nb\r\n--x--\r\n'],
    [
      'JSON that is none',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="comment"\r\n\r\n{\r\n--x--\r\n',
    ],
  ])('with %s is none', (_case, contentType, body) => {
    expect(readForm(contentType, Buffer.from(body), forms)).toBeUndefined()
  })
})
