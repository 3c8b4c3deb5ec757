/**
 * How tests are found and run. What needs a database runs once per store: the same files are two projects,
 * told apart by KUNAI_TEST_STORE. `npm test` (scripts/test.ts) adds the other checks and the closing line.
 */
import { defineConfig } from 'vitest/config'
import { findPostgres } from './scripts/providers/postgres-binaries.ts'

/** Our packages are read from source: nothing is built to run or test. The rest is Vite's own default for servers. */
const conditions = ['@kunai/source', 'module', 'node', 'development|production']

/** `npm run campaign` runs the campaign files alone, in their long form; a plain run includes their short form. */
const campaign = process.env.KUNAI_CAMPAIGN === '1'
const ending = campaign ? 'campaign.test.{ts,tsx}' : 'test.{ts,tsx}'

const shared = {
  pool: 'forks' as const,
  // They only end what hangs, so they are far above what the slowest test takes on a machine that others share.
  testTimeout: campaign ? 1_800_000 : 120_000,
  hookTimeout: 120_000,
  exclude: ['**/node_modules/**', '**/dist/**'],
  // Workers and child processes that a test starts inherit this from process.execArgv.
  execArgv: ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning'],
}

/**
 * What does not depend on the database runs once, on the embedded one that everybody begins with: pages, packages, the
 * sandbox alone, the protocol's own suite, the tour's bad days, the words of a call, what doors say, and attacks that come
 * in by a door.
 */
const oneStoreIsEnough = [
  'sandbox-*',
  'package',
  'conformance/*',
  'connections',
  'connection-states',
  'dashboard',
  'policies',
  'batches',
  'batch-memory.campaign',
  'canaries.campaign',
  'gullible-agent.campaign',
  'mcp-tools',
  'plugin',
  'second-act',
  'tour-endings',
  'tour-faults',
]
  .map((name) => `e2e/${name}.test.ts`)
  .concat(
    'packages/gateway/src/call/**',
    'packages/gateway/src/doors/cli/**',
    'packages/gateway/src/doors/mcp/laundering.campaign.test.ts',
  )

function gatewayProject(store: 'pglite' | 'postgres') {
  return {
    extends: true as const,
    test: {
      ...shared,
      name: `gateway-${store}`,
      include: [`packages/gateway/**/*.${ending}`, `e2e/**/*.${ending}`],
      exclude: [...shared.exclude, ...(store === 'postgres' ? oneStoreIsEnough : [])],
      // The embedded run must not find the other's server in its environment.
      env: { KUNAI_TEST_STORE: store, ...(store === 'pglite' ? { KUNAI_TEST_DATABASE_URL: '' } : {}) },
      globalSetup: [
        'scripts/providers/chromium-setup.ts',
        ...(store === 'postgres' ? ['scripts/providers/postgres-setup.ts'] : []),
      ],
    },
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@kunai/source', 'node'] } },
  test: {
    maxWorkers: 2,
    // A flaky test is a red test: it is repaired, not repeated.
    retry: 0,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: [`packages/{api,sandbox,jinja,dashboard}/**/*.${ending}`, `scripts/**/*.${ending}`, `*.${ending}`],
        },
      },
      gatewayProject('pglite'),
      // Without a PostgreSQL this project would only fail; scripts/test.ts counts its tests as skipped and says why.
      ...(findPostgres() ? [gatewayProject('postgres')] : []),
    ],
  },
})
