/**
 * The catalogue against the vendor's own description of its API, an outside witness against our reading of it.
 * Every difference is in `test/gaps.ts` with a reason; a new one is red, and so is a reason that nothing needs any more.
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { z } from 'zod'
import { catalogue } from '../src/catalogue.ts'
import type { Operation } from '../src/operation.ts'
import { placeOf } from '../src/request/index.ts'
import { gaps } from './test/gaps.ts'
import { linesOfSpec, placeOfTemplate, readLines, type Spec } from './test/read-vendor.ts'

const manifestFile = new URL('vendor-operations.txt', import.meta.url)
const specFile = fileURLToPath(new URL('../../../../shared/ninjaone-openapi.yaml', import.meta.url))
const head = '# GENERATED from ninjaone-openapi.yaml: KUNAI_UPDATE_WITNESS=1 npm test -- witness'

const vendor = readLines(await readFile(manifestFile, 'utf8').catch(() => ''))
const vendorAt = new Map(vendor.map((one) => [placeOfTemplate(one.method, one.path), one]))

/** What an operation says of its parameters, in the manifest's words. */
function ours(operation: Operation): { parameters: string[]; required: string[] } {
  const written = Object.entries(operation.input.shape).flatMap(([field, schema]) => {
    const place = placeOf(operation, field)
    if (place === 'path') return []
    const name = field === operation.http.body ? '()' : (operation.http.wireNames?.[field] ?? field)
    return [{ name: `${place}:${name}`, required: !(schema as z.ZodType).safeParse(undefined).success }]
  })
  return {
    parameters: written.map(({ name }) => name),
    required: written.filter(({ name, required }) => required && name !== 'body:()').map(({ name }) => name),
  }
}

/** `devices.list leaves out query:df` and the like. */
function differences(operation: Operation): string[] {
  const theirs = vendorAt.get(placeOfTemplate(operation.http.method, operation.http.path))
  if (theirs === undefined) return [`${operation.id} is no operation of the vendor's`]
  const { parameters, required } = ours(operation)
  const without = (one: readonly string[], other: readonly string[]) => one.filter((name) => !other.includes(name))
  return [
    ...without(theirs.parameters, parameters).map((name) => `${operation.id} leaves out ${name}`),
    ...without(parameters, theirs.parameters).map((name) => `${operation.id} adds ${name}`),
    ...without(required, theirs.required).map((name) => `${operation.id} requires ${name}`),
    ...without(theirs.required, required).map((name) => `${operation.id} does not require ${name}`),
  ]
}

test.skipIf(!existsSync(specFile))('the manifest is what the spec says', async () => {
  const lines = linesOfSpec(parse(await readFile(specFile, 'utf8')) as Spec)
  const text = `${[head, ...lines].join('\n')}\n`
  if (process.env.KUNAI_UPDATE_WITNESS === '1') await writeFile(manifestFile, text)
  expect(await readFile(manifestFile, 'utf8')).toBe(text)
})

test('the vendor has 266 operations, and the catalogue holds this many of them', () => {
  expect(vendor).toHaveLength(266)
  expect(vendorAt.size).toBe(266)
  const present = catalogue.filter(({ http }) => vendorAt.has(placeOfTemplate(http.method, http.path)))
  expect(present).toHaveLength(266)
})

test.each(catalogue.map((operation) => [operation.id, operation] as const))(
  '%s has the vendor’s parameters, or a reason',
  (_id, operation) => {
    expect(differences(operation).filter((difference) => gaps[difference] === undefined)).toEqual([])
  },
)

describe('gaps', () => {
  test('that nothing needs any more are removed', () => {
    const found = new Set(catalogue.flatMap(differences))
    expect(Object.keys(gaps).filter((gap) => !found.has(gap))).toEqual([])
  })

  test('have a reason each', () => {
    for (const [gap, reason] of Object.entries(gaps)) expect(reason.length, gap).toBeGreaterThan(10)
  })
})
