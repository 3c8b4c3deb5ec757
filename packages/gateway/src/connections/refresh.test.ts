/** A refresh token works once; processes that share a database must never show one twice. */
import { randomBytes } from 'node:crypto'
import { startSandbox } from '@kunai/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addWebApp, consent, type Owner, signIn, userForm } from '../../test/connections.ts'
import { startTestGateway, type TestGateway } from '../../test/gateway.ts'

const isPostgres = process.env.KUNAI_TEST_STORE === 'postgres'

let test: TestGateway
let owner: Owner
beforeAll(async () => {
  const started = await startTestGateway()
  // A tenant that rotates, as NinjaOne does: whoever repeats a token loses the whole consent.
  const sandbox = await startSandbox({ orgs: 1, devices: 3, clock: started.clock, rotateRefreshTokens: true })
  test = Object.create(started, { sandbox: { value: sandbox } })
  owner = await signIn(test)
})
afterAll(async () => {
  await test.sandbox.close()
  await test.close()
})

it('many callers in several processes cause one refresh each hour, and the consent lives on', async () => {
  const name = `tenant-${randomBytes(2).toString('hex')}`
  await owner.post('/api/connections', { name, baseUrl: test.sandbox.url, user: userForm(addWebApp(test)) })
  expect((await consent(test, owner, name)).status).toBe(200)
  const gateways = isPostgres ? [test.gateway, await test.startReplica()] : [test.gateway]
  const refreshes = () => test.sandbox.control.requests().filter(({ path }) => path === '/ws/oauth/token').length
  for (let hour = 1; hour <= 3; hour++) {
    await test.clock.advance(3_600_000)
    const before = refreshes()
    const reads = gateways.flatMap(({ parts }) =>
      Array.from({ length: 8 }, () =>
        parts.corridor.readFor({ kind: 'person', id: 'p', name: 'p' }, name)('organizations.list', { pageSize: 1 }),
      ),
    )
    for (const read of await Promise.all(reads)) expect(read).toHaveLength(1)
    expect(refreshes() - before).toBe(1)
  }
})
