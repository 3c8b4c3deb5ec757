import { describe, expect, test } from 'vitest'
import {
  ConflictError,
  ForbiddenError,
  KunaiApiError,
  NotFoundError,
  RateLimitedError,
  RefusedError,
  ServerError,
  UnauthorizedError,
  UnprovenAnswerError,
  UserContextRequiredError,
  ValidationError,
} from './errors.ts'
import { clientFor, errorOf, type Reply, startServer } from './test-support.ts'

type ErrorClass = typeof KunaiApiError

/** Every status of the seed's table and every family of the vendor's (ninjaone-api §4, §10). */
const table: [string, Reply, ErrorClass, object][] = [
  ['no Authorization header', auth(400, 'missing_header', 2), UnauthorizedError, { code: 'not_authenticated' }],
  ['a malformed bearer', auth(400, 'invalid_header', 1), UnauthorizedError, { code: 'not_authenticated' }],
  ['an expired token', auth(401, 'not_authenticated', 10), UnauthorizedError, { code: 'not_authenticated' }],
  ['a missing scope', auth(403, 'insufficient_scope', 4), ForbiddenError, { code: 'forbidden' }],
  ['a user is needed', auth(403, 'user_context_required', 5), UserContextRequiredError, {}],
  ['a rejected field', app(400, 'invalid_node_role'), ValidationError, { vendorCode: 'invalid_node_role' }],
  ['an unknown route', app(404, 'FAILURE', 'HTTP 404 Not Found'), NotFoundError, { missing: 'route' }],
  ['an unknown entity', app(404, 'agreement_not_found'), NotFoundError, { missing: 'entity' }],
  ['an entity named inside', app(404, 'FAILURE', { code: 'node_missing' }), NotFoundError, { missing: 'entity' }],
  ['a 404 that does not tell', app(404, 'FAILURE'), NotFoundError, { missing: undefined, code: 'not_found' }],
  ['a wrong method', app(405, 'FAILURE'), RefusedError, { code: 'method_not_allowed' }],
  ['a conflict', app(409, 'version_conflict'), ConflictError, { vendorCode: 'version_conflict' }],
  ['the seed’s validation', seed(422, { field: 'name', issue: 'Required' }), ValidationError, {}],
  ['the seed’s rate limit', seed(429), RateLimitedError, { code: 'rate_limited' }],
  ['a server fault', app(500, 'FAILURE', 'NullPointerException'), ServerError, { vendorCode: 'NullPointerException' }],
  ['billing rights', { status: 500, body: { errorCode: 'permission_denied', message: 'No' } }, ServerError, {}],
  ['a proxy’s page', { status: 502, body: '<html>Bad gateway</html>' }, UnprovenAnswerError, { code: 'html_page' }],
]

function auth(status: number, error: string, error_code: number): Reply {
  return { status, body: { error, error_description: 'Words', error_code } }
}
function app(status: number, resultCode: string, errorMessage?: unknown): Reply {
  return { status, body: { resultCode, errorMessage, incidentId: 'WEB_MGMT_SERVICE-n1-1-ABCDEFGH' } }
}
function seed(status: number, details?: unknown): Reply {
  return {
    status,
    body: { error: status === 429 ? 'rate_limit_exceeded' : 'validation_error', message: 'No', details },
  }
}

describe('each status has one class, one kind, one code', () => {
  test.each(table)('%s', async (_name, reply, errorClass, fields) => {
    const server = await startServer(() => reply)
    const retry = { attemptsMax: 1 }
    const error = await errorOf(clientFor(server, { retry }).client.devices.get({ id: 1001 }))
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toBeInstanceOf(KunaiApiError)
    expect(error).toMatchObject({ ...fields, status: reply.status, operationId: 'devices.get' })
    expect((error as KunaiApiError).code).toMatch(/^[a-z_]+$/)
  })

  test('a user context is a kind of forbidden', () => {
    expect(UserContextRequiredError.prototype).toBeInstanceOf(ForbiddenError)
  })
})

describe('validation names the fields', () => {
  test('ours before sending, with rule and cure', async () => {
    const server = await startServer(() => ({ body: {} }))
    const error = await errorOf(clientFor(server).client.devices.get({ id: 'x' } as never))
    expect(error).toBeInstanceOf(ValidationError)
    expect((error as ValidationError).issues).toEqual([{ field: 'id', message: expect.stringContaining('number') }])
    expect(server.calls).toHaveLength(0)
  })

  test.each([
    [{ field: 'name', issue: 'Required field missing' }],
    [[{ field: 'name', issue: 'Required field missing' }, 'noise', { other: 1 }]],
  ])('NinjaOne’s, outside of what is shown: %j', async (details) => {
    const server = await startServer(() => seed(400, details))
    const error = (await errorOf(clientFor(server).client.devices.get({ id: 1 }))) as ValidationError
    expect(error.issues).toEqual([{ field: 'name', message: 'Required field missing' }])
    expect(JSON.stringify(error)).not.toContain('Required')
    expect(error.message).not.toContain('Required')
  })
})

test('a copy keeps its class, and takes another when its kind changes', () => {
  const error = new NotFoundError({ kind: 'not_found', execution: 'refused', code: 'not_found', message: 'No.' })
  expect(error.with({ operationId: 'devices.get' })).toBeInstanceOf(NotFoundError)
  expect(error.with({ kind: 'unauthorized' })).toBeInstanceOf(UnauthorizedError)
})
