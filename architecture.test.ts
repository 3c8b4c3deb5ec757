/**
 * The plan of the house. A room may import only the rooms in its row, and a row names only rooms written above it,
 * so that a circle cannot be expressed. A room that is really new gets a row here and a line on what it decides;
 * docs/decisions/0001-the-house.md says why each of ours exists.
 */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkHouse, type House } from './scripts/architecture/check-house.ts'
import { readTree, type Tree } from './scripts/architecture/tree.ts'

/** Time as a dependency: it imports nothing and decides nothing, so whoever waits or looks at the time may take it. */
const time = ['api/clock']

const house: House = {
  'api/clock': [],
  'api/process-lock': [],
  'api/operation': [],
  'api/device-filter': [],
  'api/fields': ['api/operation', 'api/device-filter'],
  'api/operations': ['api/operation', 'api/fields'],
  'api/catalogue': ['api/operation', 'api/operations'],
  'api/request': ['api/operation'],
  'api/webhooks': ['api/operation', 'api/fields'],
  'api/client': ['api/operation', 'api/device-filter', 'api/catalogue', 'api/request', 'api/process-lock', ...time],
  sandbox: ['api/operation', 'api/device-filter', 'api/catalogue', ...time],
  jinja: [],
  'gateway/call': ['api/operation', 'api/catalogue', 'api/request', ...time],
  'gateway/home': [],
  'gateway/store': ['api/process-lock', ...time],
  'gateway/policy': ['gateway/call', 'api/operation', 'api/catalogue', 'api/request', ...time],
  'gateway/audit': ['gateway/call', 'gateway/store', ...time],
  // What people set of the policy: rows, history, switch. The rules stay pure in `policy`.
  'gateway/rulebook': [
    'gateway/call',
    'gateway/store',
    'gateway/policy',
    'gateway/audit',
    'api/operation',
    'api/catalogue',
    ...time,
  ],
  // Like approvals: a change of a connection and its audit event are one transaction.
  'gateway/connections': ['gateway/call', 'gateway/store', 'gateway/audit', ...time],
  // Above audit, not beside it: a move of an approval and its audit event are one transaction.
  'gateway/approvals': ['gateway/call', 'gateway/store', 'gateway/audit', ...time],
  'gateway/accounts': ['gateway/call', 'gateway/store', 'gateway/audit', ...time],
  'gateway/corridor': [
    'gateway/call',
    'gateway/connections',
    'gateway/policy',
    'gateway/approvals',
    'gateway/audit',
    'api/operation',
    'api/catalogue',
    // A filter's names are looked up, and what it says is held against the rows that come back.
    'api/device-filter',
    'api/request',
    'api/client',
    ...time,
  ],
  'gateway/webhooks': ['gateway/call', 'gateway/store', 'gateway/audit', 'api/webhooks', ...time],
  'gateway/batch': ['gateway/call', 'api/operation', 'api/catalogue', 'api/request', 'jinja', ...time],
  'gateway/jobs': [
    'gateway/call',
    'gateway/store',
    'gateway/approvals',
    'gateway/batch',
    'gateway/corridor',
    'api/operation',
    'api/catalogue',
    'api/request',
    ...time,
  ],
  // Our own operations: approve, plan, run, audit …
  'gateway/actions': [
    'gateway/call',
    'gateway/connections',
    'gateway/accounts',
    'gateway/policy',
    'gateway/rulebook',
    'gateway/approvals',
    'gateway/audit',
    'gateway/webhooks',
    'gateway/batch',
    'gateway/jobs',
    'gateway/corridor',
    'api/operation',
    'api/catalogue',
    'api/webhooks',
    ...time,
  ],
  // Each door is a room, and none is in the row: doors never import each other.
  'gateway/doors/*': [
    'gateway/call',
    'gateway/home',
    'gateway/accounts',
    'gateway/webhooks',
    'gateway/batch',
    'gateway/corridor',
    'gateway/actions',
    'api/operation',
    'api/catalogue',
    'api/device-filter',
    ...time,
  ],
  // Speaks HTTP to the gateway; shares no code with it.
  dashboard: [],
}

/** `main.ts` in several files: what starts the gateway and belongs to no room. Rooms cannot import these. */
const wiring = [
  ...[
    'gateway',
    'up',
    'mcp-stdio',
    'mcp-clients',
    'listen',
    'health',
    'background',
    'connections',
    'ninja-one',
    'faults',
    'stop-signal',
    'version',
  ],
].map((name) => `packages/gateway/src/${name}.ts`)

const tree = readTree(fileURLToPath(new URL('.', import.meta.url)))

test('every import keeps to the plan of the house', () => {
  expect(checkHouse(tree, { house, wiring })).toEqual([])
})

test('the tree is really read', () => {
  expect(Object.keys(tree.files)).toContain('packages/api/src/operation.ts')
  expect(tree.manifests.api?.name).toBe('@kunai/api')
})

// The rest proves that the checker can fail: each plants one file in a house that is otherwise in order.

const manifests: Tree['manifests'] = {
  api: {
    name: '@kunai/api',
    dependencies: { zod: '1' },
    exports: {
      '.': { '@kunai/source': './src/index.ts' },
      './client': { '@kunai/source': './src/client/index.ts' },
      './clock': { '@kunai/source': './src/clock.ts' },
    },
  },
  gateway: { name: '@kunai/gateway', dependencies: { '@kunai/api': '1', zod: '1' } },
  dashboard: { name: '@kunai/dashboard', devDependencies: { react: '1' } },
}

function plant(files: Tree['files']): string[] {
  return checkHouse({ files, manifests }, { house, wiring })
}

test('an import of a room written further down is found, as type, re-export and dynamic import too', () => {
  const finding = 'packages/gateway/src/store/plant.ts: gateway/store may not import gateway/corridor'
  for (const source of [
    "import { execute } from '../corridor/index.ts'",
    "import type { Execute } from '../corridor/index.ts'",
    "export { execute } from '../corridor/index.ts'",
    "export * from '../corridor/index.ts'",
    "await import('../corridor/index.ts')",
    "type Execute = import('../corridor/index.ts').Execute",
    "new Worker(new URL('../corridor/worker.ts', import.meta.url))",
  ]) {
    expect(plant({ 'packages/gateway/src/store/plant.ts': source }), source).toEqual([finding])
  }
  const comment = "// import '../corridor/index.ts'\nexport const text = \"import '../corridor/index.ts'\""
  expect(plant({ 'packages/gateway/src/store/plant.ts': comment })).toEqual([])
})

test('an undeclared dependency is found, and a development dependency outside the dashboard is one', () => {
  expect(plant({ 'packages/gateway/src/store/plant.ts': "import { merge } from 'lodash/merge'" })).toEqual([
    'packages/gateway/src/store/plant.ts: undeclared dependency lodash; add it to "dependencies" of packages/gateway/package.json',
  ])
  expect(plant({ 'packages/gateway/src/store/plant.ts': "import 'react'" })).toHaveLength(1)
  expect(plant({ 'packages/dashboard/src/plant.tsx': "import 'react'" })).toEqual([])
  expect(plant({ 'packages/gateway/src/store/plant.ts': "import 'node:fs'\nimport { z } from 'zod'" })).toEqual([])
})

test('a door that imports a door is found', () => {
  expect(plant({ 'packages/gateway/src/doors/mcp/plant.ts': "import { session } from '../http/session.ts'" })).toEqual([
    'packages/gateway/src/doors/mcp/plant.ts: a door imports a door (gateway/doors/mcp → gateway/doors/http); what both need belongs in a room below',
  ])
})

test('a folder that the table does not name is found', () => {
  const finding = 'unknown room; name it in the table of architecture.test.ts, or move the file into one'
  expect(plant({ 'packages/gateway/src/helpers/plant.ts': '' })).toEqual([
    `packages/gateway/src/helpers/plant.ts: ${finding}`,
  ])
  expect(plant({ 'packages/gateway/src/plant.ts': '' })).toEqual([`packages/gateway/src/plant.ts: ${finding}`])
  expect(plant({ 'packages/newcomer/src/room/plant.ts': '' })).toEqual([
    `packages/newcomer/src/room/plant.ts: ${finding}`,
  ])
})

test('the client is imported by corridor/execute.ts and the wiring alone', () => {
  const source = "import { createClient } from '@kunai/api/client'"
  expect(plant({ 'packages/gateway/src/corridor/execute.ts': source, 'packages/gateway/src/main.ts': source })).toEqual(
    [],
  )
  for (const room of ['corridor', 'policy', 'doors/mcp']) {
    const file = `packages/gateway/src/${room}/plant.ts`
    expect(plant({ [file]: source })).toEqual([
      `${file}: imports the client (@kunai/api/client); only corridor/execute.ts may send`,
    ])
    // The package's front publishes the client too.
    expect(plant({ [file]: "import { catalogue } from '@kunai/api'" })).toEqual([
      `${file}: imports the client (@kunai/api); only corridor/execute.ts may send`,
    ])
  }
})

test('the operation type depends on zod alone, and the dashboard on no package of ours', () => {
  expect(plant({ 'packages/api/src/operation.ts': "import { z } from 'zod'" })).toEqual([])
  expect(plant({ 'packages/api/src/operation.ts': "import 'node:fs'" })).toEqual([
    'packages/api/src/operation.ts: imports node:fs; it may import zod and nothing else',
  ])
  expect(plant({ 'packages/dashboard/src/plant.ts': "import { systemClock } from '@kunai/api/clock'" })).toEqual([
    'packages/dashboard/src/plant.ts: undeclared dependency @kunai/api; add it to "dependencies" of packages/dashboard/package.json',
    'packages/dashboard/src/plant.ts: dashboard may not import api/clock',
  ])
})

test('ways round the table are found: paths into another package, tests, the witness, computed imports, unexported paths, circles', () => {
  const file = 'packages/gateway/src/store/plant.ts'
  expect(plant({ [file]: "import '../../../api/src/clock.ts'" })).toEqual([
    `${file}: reaches into another package by path (../../../api/src/clock.ts); use its name`,
  ])
  expect(plant({ [file]: "import './plant.test.ts'" })).toEqual([
    `${file}: imports ./plant.test.ts, which is part of a test`,
  ])
  const witness = 'packages/api/src/client/plant.ts'
  expect(plant({ [witness]: "import { gaps } from '../../witness/test/gaps.ts'" })).toEqual([
    `${witness}: imports ../../witness/test/gaps.ts, which is part of a test`,
  ])
  expect(plant({ [file]: 'await import(name)' })).toEqual([`${file}: computed import; write the path out`])
  expect(plant({ [file]: "import '@kunai/api/secret'" })).toEqual([
    `${file}: @kunai/api/secret is not exported by its package.json under "@kunai/source"`,
  ])
  const circle = { [file]: "import './other.ts'", 'packages/gateway/src/store/other.ts': "import './plant.ts'" }
  expect(plant(circle)).toEqual([`circle: ${file} → packages/gateway/src/store/other.ts → ${file}`])
  const erased = {
    [file]: "import './other.ts'",
    'packages/gateway/src/store/other.ts': "import type { A } from './plant.ts'",
  }
  expect(plant(erased)).toEqual([])
})

test('tests and the wiring may import any room', () => {
  const source = "import '../corridor/index.ts'"
  expect(
    plant({ 'packages/gateway/src/store/plant.test.ts': source, 'packages/gateway/src/store/test/plant.ts': source }),
  ).toEqual([])
  expect(
    plant({ 'packages/gateway/src/main.ts': "import './doors/mcp/index.ts'\nimport './doors/http/index.ts'" }),
  ).toEqual([])
})

test('a table in which a room may import one written below it is refused', () => {
  expect(checkHouse({ files: {}, manifests }, { house: { first: ['second'], second: [] }, wiring: [] })).toEqual([
    'the table lets first import second, which is not written above it',
  ])
})
