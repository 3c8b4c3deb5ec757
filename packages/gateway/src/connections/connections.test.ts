import { rmSync } from 'node:fs'
import { startSandbox } from '@kunai/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type App, addWebApp, consent, type Owner, signIn, userForm } from '../../test/connections.ts'
import { approve, executions, printServer, startTestGateway, type TestGateway, waiting } from '../../test/gateway.ts'

const isPostgres = process.env.KUNAI_TEST_STORE === 'postgres'

let test: TestGateway
let owner: Owner
/** Another for each test: they share one gateway. */
let acme: string
let count = 0
beforeAll(async () => {
  test = await startTestGateway()
  owner = await signIn(test)
})
afterAll(() => test.close())
beforeEach(() => {
  acme = `acme-${++count}`
})

const machineForm = ({ clientId, clientSecret }: App) => ({ clientId, clientSecret })
async function addMachine(name: string, url = test.sandbox.url, machine: App = test.sandbox.machine) {
  const added = await owner.post('/api/connections', { name, baseUrl: url, machine: machineForm(machine) })
  expect(added.status).toBe(200)
}
const read = (connection: string) => test.ask('organizations.list', {}, { connection })
const names = () => test.gateway.parts.connections.map(({ name }) => name)

describe('connections are live', () => {
  it('one that is added serves calls at once, and one that is removed serves none', async () => {
    expect(names()).not.toContain(acme)
    await addMachine(acme)
    expect(names()).toContain(acme)
    expect(await read(acme)).toMatchObject({ status: 'done' })
    expect((await owner.post(`/api/connections/${acme}/disconnect`)).status).toBe(200)
    expect(await read(acme)).toMatchObject({ status: 'failed', code: 'unknown_connection' })
  })

  it('they outlive a restart, with their consent', async () => {
    await owner.post('/api/connections', { name: acme, baseUrl: test.sandbox.url, user: userForm(addWebApp(test)) })
    await consent(test, owner, acme)
    await test.restart()
    owner = await signIn(test)
    expect(await read(acme)).toMatchObject({ status: 'done' })
  })

  it('a call that names none goes to the default one, which the owner chooses and cannot disconnect by accident', async () => {
    const { connections } = test.gateway.parts
    await addMachine(acme)
    await owner.post(`/api/connections/${acme}/default`)
    expect(connections.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual([acme])
    expect((await owner.post(`/api/connections/${acme}/disconnect`)).body.error).toMatchObject({ code: 'is_default' })
    await owner.post('/api/connections/sandbox/default')
    expect((await owner.post(`/api/connections/${acme}/disconnect`)).status).toBe(200)
  })

  it('the bash runner is each connection’s own', async () => {
    await addMachine(acme)
    await owner.post(`/api/connections/${acme}/bash-runner`, { scriptId: 31 })
    const runners = () =>
      test.gateway.parts.connections.flatMap(({ name, bashRunnerScriptId }) =>
        bashRunnerScriptId === undefined ? [] : [[name, bashRunnerScriptId]],
      )
    expect(runners()).toEqual([[acme, 31]])
    await owner.post(`/api/connections/${acme}/bash-runner`, { scriptId: null })
    expect(runners()).toEqual([])
  })

  it('what the environment names is not changed here, and its name is not given away', async () => {
    const form = { baseUrl: test.sandbox.url, machine: machineForm(test.sandbox.machine) }
    expect((await owner.post('/api/connections', { name: 'sandbox', ...form })).body.error).toMatchObject({
      code: 'name_taken',
    })
    expect((await owner.post('/api/connections/sandbox/disconnect')).body.error).toMatchObject({ code: 'not_stored' })
  })

  const onPostgres = isPostgres ? it : () => undefined
  onPostgres('another replica sees them at its next look', async () => {
    const replica = await test.startReplica()
    const seen = () => replica.parts.connections.map(({ name }) => name)
    await addMachine(acme)
    await replica.turn()
    expect(seen()).toContain(acme)
    const organizations = replica.parts.corridor.readFor({ kind: 'person', id: 'p', name: 'p' }, acme)
    expect(await organizations('organizations.list', { pageSize: 1 })).toHaveLength(1)
    await owner.post(`/api/connections/${acme}/disconnect`)
    await replica.turn()
    expect(seen()).not.toContain(acme)
  })
})

describe('nothing crosses from one connection to another', () => {
  it('an approval is not for another tenant that bears the name later, and nothing is sent there', async () => {
    const elsewhere = await startSandbox({ orgs: 3, devices: 60, clock: test.clock })
    await addMachine(acme)
    const before = executions(test)
    const device = await printServer(test)
    const asked = waiting(await test.ask('devices.reboot', { id: device, mode: 'NORMAL' }, { connection: acme }))
    await owner.post(`/api/connections/${acme}/disconnect`)
    await addMachine(acme, elsewhere.url, elsewhere.machine)
    await approve(test, asked.approvalId)
    await test.gateway.parts.corridor.carryOut(asked.approvalId)
    const row = await test.gateway.parts.approvals.find(asked.approvalId)
    expect(row?.state).toBe('stale')
    expect([executions(test) - before, elsewhere.control.ledger().length]).toEqual([0, 0])
    await elsewhere.close()
  })

  it('an approval outlives a rotated secret: the tenant is the same', async () => {
    await addMachine(acme)
    const before = executions(test)
    const device = await printServer(test)
    const asked = waiting(await test.ask('devices.reboot', { id: device, mode: 'NORMAL' }, { connection: acme }))
    const { clientSecret } = test.sandbox.machine
    await owner.post(`/api/connections/${acme}/secret`, { identity: 'machine', clientSecret })
    await approve(test, asked.approvalId)
    await test.gateway.parts.corridor.carryOut(asked.approvalId)
    expect(executions(test) - before).toBe(1)
  })

  it('a secret goes to the address it was given for: another address wants it again', async () => {
    const elsewhere = await startSandbox({ orgs: 1, devices: 2, clock: test.clock })
    await addMachine(acme)
    const moved = await owner.post(`/api/connections/${acme}`, { baseUrl: elsewhere.url })
    expect(moved.body.error).toMatchObject({ code: 'secret_needed' })
    const { clientId } = test.sandbox.machine
    const half = await owner.post(`/api/connections/${acme}`, { baseUrl: elsewhere.url, machine: { clientId } })
    expect(half.body.error).toMatchObject({ code: 'secret_needed' })
    expect(elsewhere.control.requests()).toEqual([])
    await elsewhere.close()
  })

  it('tokens are the tenant’s: another application does not inherit the consent', async () => {
    await owner.post('/api/connections', { name: acme, baseUrl: test.sandbox.url, user: userForm(addWebApp(test)) })
    await consent(test, owner, acme)
    await owner.post(`/api/connections/${acme}`, { user: userForm(addWebApp(test)) })
    expect(await read(acme)).toMatchObject({ status: 'failed' })
    const { database } = test.gateway.store
    const kept = await database
      .selectFrom('connection_tokens')
      .innerJoin('connections', 'connections.tenant', 'connection_tokens.tenant')
      .where('name', '=', acme)
      .selectAll()
      .execute()
    expect(kept).toEqual([])
  })
})

describe('disconnecting', () => {
  it('revokes at NinjaOne before it forgets', async () => {
    await owner.post('/api/connections', { name: acme, baseUrl: test.sandbox.url, user: userForm(addWebApp(test)) })
    await consent(test, owner, acme)
    const result = await owner.post(`/api/connections/${acme}/disconnect`)
    expect(result.body).toMatchObject({ revoked: true })
    expect(test.sandbox.control.requests().at(-1)).toMatchObject({ path: '/ws/oauth/revoke', status: 200 })
  })

  it('says so when NinjaOne did not confirm it, and forgets all the same', async () => {
    const app = addWebApp(test)
    await owner.post('/api/connections', { name: acme, baseUrl: test.sandbox.url, user: userForm(app) })
    await consent(test, owner, acme)
    test.sandbox.control.removeApp(app.clientId)
    const result = await owner.post(`/api/connections/${acme}/disconnect`)
    expect(result.body).toMatchObject({ revoked: false })
    expect(result.body.message).toContain('NinjaOne did not confirm the end of the consent')
    expect(names()).not.toContain(acme)
  })
})

describe('secrets that cannot be read close their connection and no other', () => {
  const update = (changes: object) =>
    test.gateway.store.database.updateTable('connections').set(changes).where('name', '=', acme).execute()
  const state = async (name: string) => {
    const { body } = await owner.get('/api/connections')
    return (body.connections as { name: string; state: string; why: { message: string } | null }[]).find(
      (one) => one.name === name,
    )
  }
  let other: string
  beforeEach(async () => {
    other = `${acme}-other`
    await addMachine(acme)
    await addMachine(other)
  })

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'tampered with',
      async () => {
        const [row] = await test.gateway.store.database
          .selectFrom('connections')
          .selectAll()
          .where('name', '=', acme)
          .execute()
        await update({ machine_client_secret: row?.machine_client_secret?.replace(/.{4}$/, 'AAAA') })
      },
      'they were changed, or moved from another place',
    ],
    [
      'swapped with another row’s',
      async () => {
        const { database } = test.gateway.store
        const [row] = await database.selectFrom('connections').selectAll().where('name', '=', other).execute()
        await update({ machine_client_secret: row?.machine_client_secret })
      },
      'they were changed, or moved from another place',
    ],
    [
      'sealed with another key',
      async () => {
        rmSync(test.home.secretKeys.path)
        test.home.secretKeys.create()
      },
      'another key than those in the key file',
    ],
  ])('%s', async (what, damage, sentence) => {
    await damage()
    await test.restart()
    owner = await signIn(test)
    expect(await read(acme)).toMatchObject({ status: 'denied', message: expect.stringContaining(sentence) })
    expect(await state(acme)).toMatchObject({
      state: 'reconnect needed',
      why: { message: expect.stringContaining(sentence) },
    })
    expect(await read('sandbox')).toMatchObject({ status: 'done' })
    if (what !== 'sealed with another key') expect(await read(other)).toMatchObject({ status: 'done' })
    else {
      // Nothing is written with a second key, so that the right one still fits everything.
      const form = { name: 'third', baseUrl: test.sandbox.url, machine: machineForm(test.sandbox.machine) }
      expect((await owner.post('/api/connections', form)).body.error).toMatchObject({ code: 'secrets_unreadable' })
    }
    expect((await owner.post(`/api/connections/${acme}/disconnect`)).status).toBe(200)
  })
})
