import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countReport, countStoreTests, root } from './run-vitest.ts'

const file = (name: string, status: string, ...statuses: string[]) => ({
  name: join(root, name),
  status,
  assertionResults: statuses.map((one) => ({ status: one })),
})

test('each test counts once; what is neither passed nor failed did not run', () => {
  const testResults = [
    file('a.test.ts', 'failed', 'passed', 'failed', 'pending'),
    file('b.test.ts', 'passed', 'passed', 'todo'),
  ]
  expect(countReport({ success: false, testResults })).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a file that cannot be loaded is a failure although it has no test', () => {
  expect(countReport({ success: false, testResults: [file('a.test.ts', 'failed')] })).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  })
})

test('a run that fails outside every test is a failure', () => {
  const testResults = [file('a.test.ts', 'passed', 'passed')]
  expect(countReport({ success: false, testResults })).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('tests that run once per store are those of the gateway and of e2e', () => {
  const testResults = [
    file('packages/gateway/src/store/index.test.ts', 'passed', 'passed', 'pending'),
    file('e2e/tour.test.ts', 'passed', 'passed'),
    file('packages/api/src/operation.test.ts', 'passed', 'passed'),
  ]
  expect(countStoreTests({ success: true, testResults })).toBe(3)
})
