import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { idOfFile } from './generate-catalogue.ts'
import { addOperation } from './new-operation.ts'
import { root } from './run-vitest.ts'
import { draftOperation, fileOfId } from './scaffold.ts'

let source: string
let operations: string
beforeEach(() => {
  // Laid out like packages/api/src, so that the drafts' imports can be followed.
  source = mkdtempSync(join(tmpdir(), 'kunai-operations-'))
  operations = join(source, 'operations')
  mkdirSync(join(operations, 'devices'), { recursive: true })
  for (const name of ['device-filter', 'fields', 'operation.ts'])
    symlinkSync(join(root, 'packages/api/src', name), join(source, name))
  writeFileSync(join(source, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'))
})
afterEach(() => rmSync(source, { recursive: true }))

const add = (id: string, method: string, path: string) =>
  relative(operations, addOperation(operations, id, method, path))

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

test('drafts compile, keep to the format and parse their own examples', async () => {
  add('devices.decommission', 'POST', '/v2/device/{id}/decommission')
  add('devices.getOwnerNote', 'GET', '/v2/device/{deviceId}/note/{noteId}/{language}')
  add('system.getTime', 'GET', '/v2/system/time')
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
  const { default: operation } = await import(join(operations, 'devices/get-owner-note.ts'))
  expect(operation.input.parse(operation.examples[0].input)).toEqual({ deviceId: 1001, noteId: 1, language: 'example' })
})

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
