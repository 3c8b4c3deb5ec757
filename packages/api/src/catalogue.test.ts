/** What must hold for every operation, as one loop over the catalogue. A new operation is checked by existing. */

import { glob, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOfFile } from '../../../scripts/generate-catalogue.ts'
import { catalogue, operations } from './catalogue.ts'
import { findInRegistry, pagingFields, resources, risks } from './operation.ts'
import {
  isRequestOf,
  matchesTemplate,
  parseInput,
  pathParameters,
  placeOf,
  requestTarget,
  toRequest,
} from './request/index.ts'

/** Operations that change nothing although they are not a GET: id → why the vendor made them so. */
const readsThatAreNoGet: Readonly<Record<string, string>> = {
  'ticketBoards.run': 'filters and sort order of a board travel in a body',
}

const isGet = (method: string) => method === 'GET'

test('ids are unique, in order, and the keys of `operations`', () => {
  const ids = catalogue.map(({ id }) => id)
  expect(ids).toEqual(Object.keys(operations))
  expect(ids).toEqual([...new Set(ids)].sort())
})

test('each id follows from its file by rule, and no file is left out', async () => {
  const files: string[] = []
  for await (const file of glob('*/*.ts', { cwd: new URL('operations/', import.meta.url) })) {
    if (!file.endsWith('.test.ts')) files.push(idOfFile(file.replaceAll('\\', '/')))
  }
  expect(files.sort()).toEqual(catalogue.map(({ id }) => id))
})

test('an operation imports no other, so that one can be loaded without the rest', async () => {
  const folder = new URL('operations/', import.meta.url)
  for await (const file of glob('*/*.ts', { cwd: folder })) {
    const source = await readFile(new URL(file.replaceAll('\\', '/'), folder), 'utf8')
    for (const [, from] of source.matchAll(/ from '([^']+)'/g)) {
      expect(from, file).toMatch(/^(zod|\.\.\/\.\.\/(operation|fields\/[\w-]+)\.ts)$/)
    }
  }
})

test('no two operations send to the same place', () => {
  const places = catalogue.map(({ http }) => `${http.method} ${http.path.replace(/\{[^}]+\}/g, '{}')}`)
  expect(new Set(places).size).toBe(places.length)
})

test('no value can turn an operation’s path into that of another', () => {
  // `/v2/tag/{assetType}` with `delete` for a type would be the deletion of tags.
  for (const one of catalogue) {
    const parts = one.http.path.split('/')
    for (const other of catalogue) {
      const words = other.http.path.split('/')
      if (other === one || other.http.method !== one.http.method || words.length !== parts.length) continue
      const differing = parts.flatMap((part, at) => (part === words[at] ? [] : [{ part, word: words[at] ?? '' }]))
      // A word of ours that differs keeps them apart; only a parameter of ours can become a word of the other's.
      const confusable = differing.filter(({ word }) => !word.startsWith('{'))
      if (confusable.length === 0 || differing.some(({ part }) => !part.startsWith('{'))) continue
      const taken = confusable.every(({ part, word }) => {
        const schema = one.input.shape[part.slice(1, -1)] as z.ZodType
        return schema.safeParse(word).success
      })
      expect(taken, `${one.id} and ${other.id}`).toBe(false)
    }
  }
})

test('exceptions that no operation needs any more are removed', () => {
  const needed = catalogue.filter(({ risk, http }) => risk === 'read' && !isGet(http.method)).map(({ id }) => id)
  expect(Object.keys(readsThatAreNoGet).sort()).toEqual(needed)
})

describe.each(catalogue.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  const { http, input, output, examples, summary, phrase, paging } = operation
  const fields = Object.keys(input.shape)

  test('its path parameters are required input fields', () => {
    for (const name of pathParameters(http.path)) {
      expect(fields).toContain(name)
      expect(z.safeParse(input.shape[name] as z.ZodType, undefined).success, name).toBe(false)
    }
  })

  test('its query and wire names are fields of its input', () => {
    for (const name of [...(http.query ?? []), ...Object.keys(http.wireNames ?? {})]) expect(fields).toContain(name)
  })

  test('a field that is the whole body is required and alone in it', () => {
    if (http.body === undefined) return
    expect(fields.filter((field) => placeOf(operation, field) === 'body')).toEqual([http.body])
    expect(z.safeParse(input.shape[http.body] as z.ZodType, undefined).success).toBe(false)
  })

  test('a multipart body has a part for each of its fields, in a form that fits the field', () => {
    if (http.multipart === undefined) return
    expect(Object.keys(http.multipart)).toEqual(fields.filter((field) => placeOf(operation, field) === 'body'))
    for (const [field, form] of Object.entries(http.multipart)) {
      const schema = input.shape[field] as z.ZodType
      const takes = (file: unknown) => schema.safeParse(file).success || schema.safeParse([file]).success
      const file = { name: 'a.txt', contentType: 'text/plain', base64: 'QQ==' }
      expect(takes(file), field).toBe(form === 'file')
      expect(takes({ ...file, name: 'a"\r\nb' }), field).toBe(false)
      if (form === 'text') expect(z.toJSONSchema(schema).type).toMatch(/^(?:string|integer|number|boolean)$/)
    }
  })

  test('an answer that is a file is a read’s, and has the shape of one', () => {
    if (http.answer === undefined) return
    expect(operation.risk).toBe('read')
    const file = { contentType: 'text/plain', name: 'a.txt', base64: 'QQ==' }
    expect(output.parse(file)).toEqual(file)
    expect(output.safeParse({ name: 'a.txt' }).success).toBe(false)
  })

  test('no two fields meet under one name on the wire', () => {
    const places = fields.map((field) => {
      const place = placeOf(operation, field)
      return `${place} ${place === 'path' ? field : (http.wireNames?.[field] ?? field)}`
    })
    expect(new Set(places).size).toBe(places.length)
  })

  test('it says its scope, risk, identity and whether it may be repeated', () => {
    expect(['monitoring', 'management', 'control']).toContain(operation.scope)
    expect(risks).toContain(operation.risk)
    expect(['machine', 'user']).toContain(operation.identity)
    expect(typeof operation.idempotent).toBe('boolean')
  })

  test('it reads if and only if it is a GET, or has a reason', () => {
    if (operation.risk === 'read') expect(isGet(http.method) || (readsThatAreNoGet[id] ?? '') !== '').toBe(true)
    else expect(http.method).not.toBe('GET')
  })

  test('it needs more than the monitoring scope if and only if it changes something', () => {
    expect(operation.scope === 'monitoring').toBe(operation.risk === 'read')
  })

  test('it is idempotent only as a read, or by a method that promises it', () => {
    if (operation.idempotent)
      expect(operation.risk === 'read' || ['PUT', 'PATCH', 'DELETE'].includes(http.method)).toBe(true)
    if (operation.risk === 'read') expect(operation.idempotent).toBe(true)
  })

  test('its summary is one short imperative without a full stop', () => {
    expect(summary.length).toBeLessThan(60)
    expect(summary).toMatch(/^[A-Z][a-z]+,? \S.*[^.!\s]$/)
    // What a rule can see of "imperative": it does not begin like "Lists …", "Listing …" or "The list …".
    expect(summary).not.toMatch(/^(?:The|A|An|This|[A-Za-z]+ing|[A-Za-z]*[^s\s]s)\b/)
  })

  test('its phrase names only its own fields, and every identifier of its path', () => {
    const named = [...phrase.matchAll(/\{([^}]*)\}/g)].map((match) => match[1])
    for (const name of named) expect(fields).toContain(name)
    for (const name of pathParameters(http.path)) expect(named).toContain(name)
  })

  test('every field is described, for people, forms and models', () => {
    for (const field of fields) expect(descriptionOf(input.shape[field] as z.ZodType), field).toBeTruthy()
  })

  test('a path parameter called id says what it identifies', () => {
    if (!pathParameters(http.path).includes('id')) return
    const id = input.shape.id as z.ZodType
    expect(findInRegistry(resources, id) ?? /^[A-Z][a-z]+.* id\b/.exec(descriptionOf(id) ?? '')).toBeTruthy()
  })

  test('its paging has the fields it works by', () => {
    for (const [kind, field] of Object.entries(pagingFields)) expect(fields.includes(field), kind).toBe(paging === kind)
    if (paging !== 'none') expect(fields).toContain('pageSize')
  })

  test('its input has a JSON Schema that is closed', () => {
    expect(z.toJSONSchema(input)).toMatchObject({ type: 'object', additionalProperties: false })
  })

  test('its output has a JSON Schema, unless nothing comes back', () => {
    if (output.safeParse(undefined).success) return
    expect(z.toJSONSchema(output, { io: 'output' })).toHaveProperty('type')
  })

  describe.each(examples.map((example, index) => [index + 1, example] as const))('example %i', (_number, example) => {
    test('its input parses and becomes a request of its template', () => {
      const parsed = parseInput(operation, example.input)
      expect(parsed).toMatchObject({ ok: true })
      if (!parsed.ok) return
      const request = toRequest(operation, parsed.input)
      expect(matchesTemplate(http.path, request.path)).toBe(true)
      expect(isRequestOf(operation, request)).toBe(true)
      const url = new URL(`https://app.ninjarmm.com${requestTarget(request)}`)
      expect(url.pathname.split('/')).toHaveLength(http.path.split('/').length)
      expect(JSON.parse(JSON.stringify(request))).toEqual(request)
    })

    test('with one field too many it is refused by name', () => {
      const parsed = parseInput(operation, { ...(example.input as object), unheardOf: 1 })
      expect(parsed).toMatchObject({ ok: false, issues: [{ field: 'unheardOf' }] })
    })

    test('its output decodes, and unknown fields pass', () => {
      const answer = example.output
      expect(output.safeParse(answer).success).toBe(true)
      if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return
      expect(output.parse({ ...answer, unheardOf: 1 })).toHaveProperty('unheardOf', 1)
    })
  })
})

function descriptionOf(schema: z.ZodType): string | undefined {
  if (schema.description) return schema.description
  const { innerType } = schema.def as { innerType?: z.ZodType }
  return innerType && descriptionOf(innerType)
}
