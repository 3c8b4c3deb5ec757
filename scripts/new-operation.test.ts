import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Operation } from '../packages/api/src/operation.ts'
import { toRequest } from '../packages/api/src/request/index.ts'
import { idOfFile } from './generate-catalogue.ts'
import { addOperation } from './new-operation.ts'
import { root } from './run-vitest.ts'
import { draftOperation, fileOfId } from './scaffold.ts'
import { spec } from './test-support.ts'
import { readSpec, type Spec } from './vendor-spec.ts'

/** Formatter and compiler run as programs; on a busy machine they take their time. */
const slowTestMs = 60_000

let source: string
let operations: string
beforeEach(() => {
  // Laid out like packages/api/src, so that the drafts' imports can be followed.
  source = mkdtempSync(join(tmpdir(), 'kunai-operations-'))
  operations = join(source, 'operations')
  mkdirSync(join(operations, 'devices'), { recursive: true })
  for (const name of ['device-filter', 'fields', 'operation.ts', 'request'])
    symlinkSync(join(root, 'packages/api/src', name), join(source, name))
  writeFileSync(join(source, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'))
})
afterEach(() => rmSync(source, { recursive: true }))

const add = (id: string, method: string, path: string, spec?: Spec) =>
  relative(operations, addOperation(operations, id, method, path, spec).file)

/** Types and format of all drafts there are. */
function checkDrafts(): void {
  writeFileSync(
    join(source, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      include: ['operations/**/*.ts'],
    }),
  )
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', source], { stdio: 'pipe' })
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const settings = ['--config-path', root, '--vcs-enabled=false']
  execFileSync(process.execPath, [biome, 'check', ...settings, operations], { cwd: source, stdio: 'pipe' })
}

/** The draft as the catalogue would load it, after its own example went through it. */
async function load(file: string): Promise<Operation> {
  const { default: operation } = (await import(join(operations, file))) as { default: Operation }
  const [{ input, output }] = operation.examples
  toRequest(operation, operation.input.parse(input))
  operation.output.parse(output)
  return operation
}

test('an operation that changes something is drafted on the careful side', () => {
  expect(add('devices.decommission', 'POST', '/v2/device/{id}/decommission')).toBe('devices/decommission.ts')
  expect(readFileSync(join(operations, 'devices/decommission.ts'), 'utf8')).toMatchInlineSnapshot(`
    "import { z } from 'zod'
    import { DeviceId, NoContent } from '../../fields/index.ts'
    import { defineOperation } from '../../operation.ts'

    export default defineOperation({
      id: 'devices.decommission',
      summary: 'Decommission',
      phrase: 'Decommission {id}',
      http: { method: 'POST', path: '/v2/device/{id}/decommission' },
      // DRAFT: compare every line below with the vendor’s text, then remove this line.
      scope: 'management',
      risk: 'destructive',
      idempotent: false,
      identity: 'machine',
      paging: 'none',
      input: z.strictObject({ id: DeviceId }),
      output: NoContent,
      examples: [{ input: { id: 1001 }, output: undefined }],
    })
    "
  `)
})

test(
  'drafts compile, keep to the format and parse their own examples',
  async () => {
    add('devices.decommission', 'POST', '/v2/device/{id}/decommission')
    add('devices.getOwnerNote', 'GET', '/v2/device/{deviceId}/note/{noteId}/{language}')
    add('system.getTime', 'GET', '/v2/system/time')
    checkDrafts()
    const operation = await load('devices/get-owner-note.ts')
    expect(operation.input.parse(operation.examples[0].input)).toEqual({
      deviceId: 1001,
      noteId: 1,
      language: 'example',
    })
  },
  slowTestMs,
)

const line = (file: string, start: string) =>
  readFileSync(join(operations, file), 'utf8')
    .split('\n')
    .find((one) => one.trimStart().startsWith(start))
    ?.trim()

test(
  'with the spec, a draft has its parameters, bodies and answers',
  async () => {
    add('crates.listParts', 'GET', '/v2/crate/{crateId}/parts', spec)
    add('crates.addPart', 'POST', '/v2/crate/{crateId}/parts', spec)
    add('crates.setParts', 'PUT', '/v2/crate/{crateId}/parts', spec)
    add('crates.changeParts', 'PATCH', '/v2/crate/{crateId}/parts', spec)
    add('crates.addPhoto', 'POST', '/v2/crate/{id}/photo', spec)
    checkDrafts()

    const list = await load('crates/list-parts.ts')
    expect(list).toMatchObject({ paging: 'after', risk: 'read', examples: [{ input: { crateId: 1, color: 'RED' } }] })
    expect(line('crates/list-parts.ts', 'df:')).toBe('df: DeviceFilter.optional(),')
    expect(line('crates/list-parts.ts', 'color:')).toBe("color: z.enum(['RED', \"NAVY'S\"]).describe('Color'),")
    expect(line('crates/list-parts.ts', 'pageSize:')).toBe(
      "pageSize: z.int().min(5).max(500).describe('Page size').optional(),",
    )
    expect(list.output.parse([{ createTime: 0, weight: 2, color: 'GREEN', unheardOf: 1 }])).toEqual([
      { createTime: '1970-01-01T00:00:00.000Z', weight: 2, color: 'GREEN', unheardOf: 1 },
    ])

    const create = await load('crates/add-part.ts')
    expect(create.http).toMatchObject({ query: ['dryRun'], wireNames: { bodyCrateId: 'crateId' } })
    expect(create.input.safeParse({ crateId: 1, name: 'short' }).success).toBe(false)
    expect(create.input.safeParse({ crateId: 1, name: 'long enough', 'odd name': null }).success).toBe(true)
    expect(line('crates/add-part.ts', 'organizationId:')).toBe('organizationId: OrganizationId.optional(),')
    expect(line('crates/add-part.ts', 'createTime:')).toBe(
      "createTime: MomentInput.describe('Create time').optional(),",
    )

    expect((await load('crates/set-parts.ts')).http.body).toBe('items')
    expect((await load('crates/change-parts.ts')).http.body).toBe('values')

    expect((await load('crates/add-photo.ts')).http.multipart).toEqual({ note: 'json' })
    expect(line('crates/add-photo.ts', '// Left out')).toBe(
      '// Left out of the draft, because these are files (see fields/files.ts): photo, more.',
    )
  },
  slowTestMs,
)

test('no sentence of the spec gets into a draft', () => {
  const description = 'The sentence of somebody else'
  const schema = { type: 'object', description, properties: { name: { type: 'string', description } } }
  const content = { 'application/json': { schema } }
  const paths = { '/v2/crate': { post: { requestBody: { content }, responses: { 200: { content } } } } }
  expect(draftOperation('crates.add', 'POST', '/v2/crate', { ...spec, paths }).content).not.toContain(description)
})

test('a request that the spec does not know is drafted from its path, as without a spec', () => {
  const draft = draftOperation('devices.decommission', 'POST', '/v2/device/{id}/decommission', spec)
  expect(draft).toEqual(draftOperation('devices.decommission', 'POST', '/v2/device/{id}/decommission'))
  expect(draft.fromSpec).toBe(false)
  expect(readSpec(join(source, 'no-such-file.yaml'))).toBe(undefined)
})

const vendorSpec = readSpec(join(root, '../shared/ninjaone-openapi.yaml'))

test.skipIf(!vendorSpec)(
  'drafts of the vendor’s own spec compile and parse their own examples',
  async () => {
    const drafts = [
      ['vendor.search', 'GET', '/v2/devices/search'],
      ['vendor.report', 'GET', '/v2/queries/os-patch-installs'],
      ['vendor.createPolicy', 'POST', '/v2/policies'],
      ['vendor.watch', 'POST', '/v2/policies/{policyId}/condition/windows-event'],
      ['vendor.runScript', 'POST', '/v2/device/{id}/script/run'],
      ['vendor.setPolicies', 'PUT', '/v2/organization/{id}/policies'],
      ['vendor.change', 'PATCH', '/v2/device/{id}/custom-fields'],
      ['vendor.comment', 'POST', '/v2/ticketing/ticket/{ticketId}/comment'],
    ] as const
    const files = drafts.map(([id, method, path]) => add(id, method, path, vendorSpec))
    checkDrafts()
    for (const file of files) await load(file)
    expect((await load('vendor/report.ts')).paging).toBe('cursor')
    expect((await load('vendor/run-script.ts')).http.wireNames).toEqual({ bodyId: 'id' })
  },
  slowTestMs,
)

test('an existing id and an existing request are refused', () => {
  add('devices.decommission', 'POST', '/v2/device/{id}/decommission')
  expect(() => add('devices.decommission', 'POST', '/v2/device/{id}/other')).toThrow(/devices\.decommission exists/)
  expect(() => add('devices.retire', 'POST', '/v2/device/{id}/decommission')).toThrow(
    /POST \/v2\/device\/\{id\}\/decommission exists/,
  )
})

test('arguments that cannot be right are refused with a sentence', () => {
  for (const id of [
    'devices',
    'Devices.get',
    'devices.get.more',
    'devices/get',
    '../devices.get',
    'devices.get-more',
  ]) {
    expect(() => draftOperation(id, 'GET', '/v2/devices'), id).toThrow(/is not an operation id/)
  }
  expect(() => draftOperation('devices.get', 'get', '/v2/devices')).toThrow(/is not a method/)
  for (const path of [
    '/devices',
    'v2/devices',
    '/v2/',
    '/v2/device/{id',
    '/v2/../x',
    '/v2/x?y=1',
    '/v2//x',
    "/v2/'x",
  ]) {
    expect(() => draftOperation('devices.get', 'GET', path), path).toThrow(/is not a path/)
  }
  expect(() => draftOperation('devices.get', 'GET', '/v2/device/{id}/{id}')).toThrow(/names a parameter twice/)
})

test('the file of an id leads back to the id', () => {
  for (const id of ['devices.get', 'devices.listActivities', 'savedReports.runNow'])
    expect(idOfFile(fileOfId(id))).toBe(id)
})
