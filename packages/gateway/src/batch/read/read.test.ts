import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ReadOptions, readFileRows, readRows, rowCharactersMax } from './index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-rows-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

/** In pieces of a few bytes, so that every boundary is met. */
async function* inPieces(bytes: Uint8Array, size = 3) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(content: string | Uint8Array, options?: ReadOptions, size?: number) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const input = await readRows(inPieces(bytes, size), options)
  return { columns: input.columns, rows: await collect(input.rows) }
}

const message = (text: string) => ({ message: expect.stringContaining(text) })

describe('CSV', () => {
  it('gives each row the line on which it begins, cells with line breaks included', async () => {
    const { columns, rows } = await read('id,note\r\n1,"two\r\nlines, ""quoted"""\r\n2,x\r\n\r\n3,\r\n')
    expect(columns).toEqual(['id', 'note'])
    expect(rows).toEqual([
      { line: 2, values: { id: '1', note: 'two\r\nlines, "quoted"' } },
      { line: 4, values: { id: '2', note: 'x' } },
      { line: 6, values: { id: '3', note: '' } },
    ])
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffname;city\nÄrzte;Köln\n')],
    ['UTF-16LE with a mark', Buffer.from('\ufeffname;city\nÄrzte;Köln\n', 'utf16le')],
  ])('%s and semicolons are found by themselves', async (_, bytes) => {
    expect((await read(bytes)).rows).toEqual([{ line: 2, values: { name: 'Ärzte', city: 'Köln' } }])
  })

  it('reads Windows-1252 when told to, and refuses it with its line when not', async () => {
    const bytes = Buffer.concat([Buffer.from('name\nplain\nK'), Buffer.from([0xf6]), Buffer.from('ln\n')])
    expect((await read(bytes, { encoding: 'windows-1252' })).rows[1]).toMatchObject({ values: { name: 'Köln' } })
    await expect(read(bytes, {}, 1000)).rejects.toMatchObject({
      code: 'bad_encoding',
      ...message('Line 3 is not UTF-8'),
    })
    await expect(read(bytes)).rejects.toMatchObject({ code: 'bad_encoding', ...message('Line 3 is not UTF-8') })
  })

  it.each([
    ['a row with too few cells', 'a,b\n1,2\n3\n', 'Line 3 has 1 cells, but the header has 2'],
    ['a quote that never closes', 'a,b\n1,"2\n3,4\n', 'opens a quote that is never closed'],
    ['text behind a quote', 'a,b\n1,2\n"3"x,4\n', 'Line 3 has text after a closing quote'],
    ['two columns of one name', 'a,b,a\n1,2,3\n', 'the columns 1 and 3 are both called "a"'],
    ['a column without a name', 'a,,c\n1,2,3\n', 'column 2 has no name'],
    ['nothing at all', '', 'The input is empty'],
  ])('%s is refused with its place', async (_, text, expected) => {
    await expect(read(text)).rejects.toMatchObject(message(expected))
  })

  it('a cell of ten megabytes is refused with its line, and not read to its end', async () => {
    let given = 0
    async function* endless() {
      yield Buffer.from('a,b\n1,2\n3,')
      for (; given < 10_000_000; given += 100_000) yield Buffer.alloc(100_000, 'x')
    }
    const { rows } = await readRows(endless())
    await expect(collect(rows)).rejects.toMatchObject(message(`longer than ${rowCharactersMax} characters`))
    expect(given).toBeLessThan(2_000_000)
  })
})

describe('JSON', () => {
  it('lines and arrays give the same rows, with types and lines', async () => {
    const lines = '{"id": 1, "tags": ["a", "}"]}\n\n{"id": 2, "note": "x,]"}'
    const array = '[\n{"id": 1, "tags": ["a", "}"]},\n\n{"id": 2, "note": "x,]"}\n]'
    const values = [
      { id: 1, tags: ['a', '}'] },
      { id: 2, note: 'x,]' },
    ]
    expect((await read(lines)).rows).toEqual([
      { line: 1, values: values[0] },
      { line: 3, values: values[1] },
    ])
    expect((await read(array)).rows).toEqual([
      { line: 2, values: values[0] },
      { line: 4, values: values[1] },
    ])
  })

  it.each([
    ['a line that is not JSON', '{"id": 1}\n{"id": }\n', 'Line 2 is not JSON, at character 8'],
    ['a line that is no object', '{"id": 1}\n[2]\n', 'Line 2 is not a JSON object'],
    ['an array that stops', '[{"id": 1},\n{"id": 2}', 'ends before the JSON array is closed'],
    ['text behind an array', '[{"id": 1}]\nx', 'Line 2 is not part of one JSON array'],
    ['a comma too many', '[{"id": 1},,{"id": 2}]', 'comma without an element'],
  ])('%s is refused with its place', async (_, text, expected) => {
    await expect(read(text)).rejects.toMatchObject(message(expected))
  })
})

it.each([
  ['JSON Lines', '{"a": 1}\n{"a": "'],
  ['a JSON array', '[{"a": 1},\n{"a": "'],
])('a value of ten megabytes in %s is refused with its line, and not read to its end', async (_, head) => {
  let given = 0
  async function* endless() {
    yield Buffer.from(head)
    for (; given < 10_000_000; given += 100_000) yield Buffer.alloc(100_000, 'x')
  }
  const { rows } = await readRows(endless())
  await expect(collect(rows)).rejects.toMatchObject(message(`Line 2 is longer than ${rowCharactersMax} characters`))
  expect(given).toBeLessThan(2_000_000)
})

describe('files', () => {
  it('the ending tells the format', async () => {
    const path = join(folder, 'rows.tsv')
    writeFileSync(path, 'a\tb\n1\t2\n')
    expect(await collect((await readFileRows(path)).rows)).toEqual([{ line: 2, values: { a: '1', b: '2' } }])
  })

  it('a Parquet file that is none is refused', async () => {
    const path = join(folder, 'rows.parquet')
    writeFileSync(path, 'not parquet at all, but long enough to hold a footer')
    await expect(readFileRows(path)).rejects.toMatchObject({ code: 'malformed_input' })
  })

  it('a Parquet file gives rows of plain data', async () => {
    const path = new URL('./test/rows.parquet', import.meta.url).pathname
    const input = await readFileRows(path)
    expect(input.columns).toEqual(['id', 'name'])
    expect(await collect(input.rows)).toEqual([
      { line: 1, values: { id: 1001, name: 'Reception' } },
      { line: 2, values: { id: 1002, name: null } },
    ])
  })
})
