import type { Operation } from '@kunai/api/operation'
import { expect, test } from 'vitest'
import { createRouter } from './routes.ts'

const operation = (method: string, path: string) => ({ id: `${method} ${path}`, http: { method, path } }) as Operation
const route = createRouter([
  operation('GET', '/v2/device/{id}'),
  operation('PATCH', '/v2/device/{deviceId}'),
  operation('GET', '/v2/device/search'),
  operation('GET', '/v2/device/{id}/alerts/{uid}'),
  operation('POST', '/v2/device/search/saved'),
])
const find = (method: string, path: string) => {
  const result = route(method, path)
  if (typeof result === 'string') return result
  return 'allow' in result ? result.allow : [result.operation.id, result.path]
}

test('a fixed word wins over a parameter, and gives way where only the parameter leads on', () => {
  expect(find('GET', '/v2/device/search')).toEqual(['GET /v2/device/search', {}])
  expect(find('GET', '/v2/device/7')).toEqual(['GET /v2/device/{id}', { id: '7' }])
  expect(find('GET', '/v2/device/search/alerts/x')).toEqual([
    'GET /v2/device/{id}/alerts/{uid}',
    { id: 'search', uid: 'x' },
  ])
})

test('operations of one path may call its parameters by different names', () => {
  expect(find('PATCH', '/v2/device/7')).toEqual(['PATCH /v2/device/{deviceId}', { deviceId: '7' }])
  expect(find('DELETE', '/v2/device/7')).toEqual(['GET', 'PATCH'])
})

test('values are decoded after the path is cut, so an encoded slash stays inside its value', () => {
  expect(find('GET', '/v2/device/a%2Fb')).toEqual(['GET /v2/device/{id}', { id: 'a/b' }])
  expect(find('GET', '/v2/device/%')).toBe('no-such-path')
  expect(find('GET', '/v2/device//alerts/x')).toBe('no-such-path')
  expect(find('GET', '/v2/device')).toBe('no-such-path')
})
