import { startSandbox } from '@kunai/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type App,
  addWebApp,
  callbackOf,
  consent,
  type Owner,
  press,
  signIn,
  userForm,
} from '../../test/connections.ts'
import { printServer, startTestGateway, type TestGateway } from '../../test/gateway.ts'

let test: TestGateway
let owner: Owner
let count = 0

beforeAll(async () => {
  test = await startTestGateway()
  owner = await signIn(test)
})
afterAll(() => test.close())
let name: string
beforeEach(() => {
  name = `tenant-${++count}`
})

async function add(app: App, more: object = {}) {
  return owner.post('/api/connections', { name, baseUrl: test.sandbox.url, user: userForm(app), ...more })
}
async function view(wanted = name) {
  const { body } = await owner.get('/api/connections')
  const found = (body.connections as { name: string }[]).find((one) => one.name === wanted)
  return found as unknown as {
    state: string
    why: { code: string; message: string } | null
    user: { consent: unknown; clientId: string }
  }
}
async function checkItems() {
  const { body } = await owner.post(`/api/connections/${name}/check`)
  return body.items as { id: string; state: string; code?: string; message?: string }[]
}
const item = (items: Awaited<ReturnType<typeof checkItems>>, id: string) => items.find((one) => one.id === id)

describe('connecting', () => {
  it('goes from saved to connected by a person’s consent, and calls then run as that person', async () => {
    const app = addWebApp(test)
    const added = await add(app)
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({
      name,
      kind: 'sandbox',
      source: 'stored',
      state: 'saved',
      user: { consent: null },
    })
    expect(await consent(test, owner, name)).toEqual({ status: 200, body: { connection: name } })
    expect(await view()).toMatchObject({
      state: 'connected',
      why: null,
      user: {
        consent: { by: { name: 'owner' }, grantedScopes: ['monitoring', 'management', 'control', 'offline_access'] },
      },
    })
    const read = await test.ask('organizations.list', {}, { connection: name })
    expect(read.status).toBe('done')
    const items = await checkItems()
    expect(items.filter(({ state }) => state !== 'ok')).toEqual([])
  })

  it('with a machine application alone: connected once a token came; what needs a person says so', async () => {
    const { machine } = test.sandbox
    await owner.post('/api/connections', { name, baseUrl: test.sandbox.url, machine: machineForm(machine) })
    expect(await view()).toMatchObject({ state: 'saved' })
    expect((await test.ask('organizations.list', {}, { connection: name })).status).toBe('done')
    await test.gateway.turn()
    expect(await view()).toMatchObject({ state: 'connected' })
    const device = await printServer(test)
    const asked = await test.ask('devices.runScript', { id: device, type: 'SCRIPT', scriptId: 1 }, { connection: name })
    expect(asked.status).not.toBe('accepted')
    const items = await checkItems()
    expect(item(items, 'user-context')).toMatchObject({
      state: 'skipped',
      message: expect.stringContaining('no user application'),
    })
    const started = await owner.post(`/api/connections/${name}/authorize`)
    expect(started.body.error).toMatchObject({ code: 'no_user_application' })
  })
})

const machineForm = ({ clientId, clientSecret }: App) => ({ clientId, clientSecret })

describe('each failure has its sentence', () => {
  it('wrong region', async () => {
    const elsewhere = await startSandbox({ orgs: 1, devices: 2, clock: test.clock })
    const app = addWebApp(test)
    await owner.post('/api/connections', { name, baseUrl: elsewhere.url, user: userForm(app) })
    const started = await owner.post(`/api/connections/${name}/authorize`)
    expect(started.status).toBe(409)
    expect(started.body.error?.message).toBe(
      `${new URL(elsewhere.url).host} knows no application with this client ID: the region is wrong, or the client ID is, or the application was removed. Compare with Administration → Apps → API in NinjaOne.`,
    )
    expect(item(await checkItems(), 'user-application')).toMatchObject({ state: 'failed', code: 'client_not_found' })
    await elsewhere.close()
    const gone = await owner.post(`/api/connections/${name}/authorize`)
    expect(gone.body.error?.message).toContain('does not answer: check the region or address')
  })

  it('wrong app', async () => {
    const { machine } = test.sandbox
    await add(machine)
    const { body } = await owner.post(`/api/connections/${name}/authorize`)
    expect(body.error?.message).toBe(
      'This is the wrong kind of application: for people NinjaOne must list it as Web or Native, for the machine as API Services.',
    )
  })

  it('wrong secret', async () => {
    await add({ ...addWebApp(test), clientSecret: 'mistyped' })
    const { body } = await owner.post(`/api/connections/${name}/authorize`)
    expect(body.error?.message).toBe(
      'NinjaOne refuses the client secret: it is mistyped, or it was rotated in NinjaOne. Enter the new one under Rotate secret.',
    )
  })

  it('wrong redirect', async () => {
    await add(addWebApp(test, { redirectUris: [`${callbackOf(test)}/`] }))
    const { body } = await owner.post(`/api/connections/${name}/authorize`)
    expect(body.error?.message).toContain(`register exactly ${callbackOf(test)}, without a slash at the end`)
    expect(body.error?.message).toContain('it remembers an older one')
    expect(item(await checkItems(), 'redirect')).toMatchObject({ state: 'failed', code: 'redirect_uri_mismatch' })
  })

  it('missing scope', async () => {
    await add(addWebApp(test, { scopes: ['monitoring', 'offline_access'] }))
    const { body } = await owner.post(`/api/connections/${name}/authorize`)
    expect(body.error?.message).toContain('The application lacks a scope')
    // Whoever goes on all the same is told by NinjaOne's own answer.
    const started = await owner.post(`/api/connections/${name}/authorize`, { anyway: true })
    const response = await fetch(started.body.url as string, { redirect: 'manual' })
    const query = new URL(response.headers.get('location') ?? '').search
    const back = await owner.post('/api/authorizations', { query })
    expect(back.status).toBe(422)
    expect(back.body.error?.message).toContain('The application lacks a scope')
  })

  it('missing offline_access', async () => {
    await add(addWebApp(test, { scopes: ['monitoring', 'management', 'control'] }))
    const { body } = await owner.post(`/api/connections/${name}/authorize`)
    expect(body.error?.message).toContain('may not stay connected: allow the grant type Refresh Token')
    await owner.post(`/api/connections/${name}/disconnect`)
    await add(addWebApp(test, { grantTypes: ['authorization_code'] }))
    const started = await owner.post(`/api/connections/${name}/authorize`, { anyway: true })
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    const back = await owner.post('/api/authorizations', { query })
    expect(back.body.error?.message).toContain('may not stay connected: allow the grant type Refresh Token')
  })

  it('denied consent', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'deny')
    const back = await owner.post('/api/authorizations', { query })
    expect(back.body.error?.message).toBe(
      'Access was not allowed in NinjaOne, so nothing was connected. Authorize again to change that.',
    )
    expect(await view()).toMatchObject({ state: 'saved' })
  })

  it('revoked app', async () => {
    const app = addWebApp(test)
    await add(app)
    await consent(test, owner, name)
    test.sandbox.control.removeApp(app.clientId)
    const read = await test.ask('organizations.list', {}, { connection: name })
    expect(read.status).toBe('failed')
    await test.gateway.turn()
    const { state, why } = await view()
    expect(state).toBe('reconnect needed')
    expect(why?.message).toContain('knows no application with this client ID')
    const items = await checkItems()
    // Once is enough: what rests on it was not looked at.
    expect(item(items, 'user-application')).toMatchObject({ state: 'failed', code: 'client_not_found' })
    expect(item(items, 'user-token')).toMatchObject({ state: 'skipped' })
  })

  it('revoked consent', async () => {
    await add(addWebApp(test))
    await consent(test, owner, name)
    test.sandbox.control.addFault({
      match: { operation: 'organizations.list' },
      effect: { kind: 'token-revoked', consent: true },
      count: 1,
    })
    expect((await test.ask('organizations.list', {}, { connection: name })).status).toBe('failed')
    await test.gateway.turn()
    const { state, why } = await view()
    expect(state).toBe('reconnect needed')
    expect(why?.message).toBe(
      'The consent has ended: it was revoked in NinjaOne, or its refresh token is used up. Reconnect to go on.',
    )
    expect((await consent(test, owner, name)).status).toBe(200)
    expect(await view()).toMatchObject({ state: 'connected' })
    expect((await test.ask('organizations.list', {}, { connection: name })).status).toBe('done')
  })

  it('rotated secret', async () => {
    const app = addWebApp(test)
    await add(app)
    await consent(test, owner, name)
    test.sandbox.control.removeApp(app.clientId)
    test.sandbox.control.addApp({
      ...{ name: 'Kunai', platform: 'web', redirectUris: [callbackOf(test)] },
      ...{ clientId: app.clientId, clientSecret: 'the-new-one' },
    })
    await test.ask('organizations.list', {}, { connection: name })
    await test.gateway.turn()
    expect(await view()).toMatchObject({
      state: 'reconnect needed',
      why: { message: expect.stringContaining('Enter the new one under Rotate secret') },
    })
    const body = { identity: 'user', clientSecret: 'the-new-one' }
    expect((await owner.post(`/api/connections/${name}/secret`, body)).status).toBe(200)
    expect((await consent(test, owner, name)).status).toBe(200)
    expect(await view()).toMatchObject({ state: 'connected' })
  })

  it('tampered state', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    const tampered = query.replace(/state=./, (text) => `state=${text.endsWith('A') ? 'B' : 'A'}`)
    for (const bad of [tampered, query.replace(/&?state=[^&]*/, ''), `${query}&state=x`]) {
      const back = await owner.post('/api/authorizations', { query: bad })
      expect(back.status).toBe(403)
      expect(back.body.error?.message).toContain('does not belong to anything that was started here')
    }
    expect((await owner.post('/api/authorizations', { query })).status).toBe(200)
  })

  it('callback twice', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    const [first, second] = await Promise.all([1, 2].map(() => owner.post('/api/authorizations', { query })))
    expect([first?.status, second?.status].sort()).toEqual([200, 409])
    const third = await owner.post('/api/authorizations', { query })
    expect(third.body.error?.message).toBe('This answer from NinjaOne was used already; it is not taken twice.')
    expect(await view()).toMatchObject({ state: 'connected' })
  })

  it('two tabs', async () => {
    await add(addWebApp(test))
    const first = await owner.post(`/api/connections/${name}/authorize`)
    const second = await owner.post(`/api/connections/${name}/authorize`)
    const old = await press(test.sandbox, first.body.url as string, 'allow')
    const back = await owner.post('/api/authorizations', { query: old })
    expect(back.body.error?.message).toContain('started again in another tab, and only the newest counts')
    const query = await press(test.sandbox, second.body.url as string, 'allow')
    expect((await owner.post('/api/authorizations', { query })).status).toBe(200)
  })

  it('somebody else’s browser', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    const other = await signIn(test)
    const back = await other.post('/api/authorizations', { query })
    expect(back.status).toBe(403)
    expect(back.body.error?.message).toContain('Somebody else started this')
    expect(await view()).toMatchObject({ state: 'saved' })
  })

  it('expired', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    await test.clock.advance(10 * 60_000)
    const back = await owner.post('/api/authorizations', { query })
    expect(back.body.error?.message).toContain('More than ten minutes passed')
  })

  it('changed meanwhile', async () => {
    await add(addWebApp(test))
    const started = await owner.post(`/api/connections/${name}/authorize`)
    const query = await press(test.sandbox, started.body.url as string, 'allow')
    const changed = await owner.post(`/api/connections/${name}`, { user: userForm(addWebApp(test)) })
    expect(changed.status).toBe(200)
    const back = await owner.post('/api/authorizations', { query })
    expect(back.body.error?.message).toContain('The connection was changed after this was started')
  })

  it('applications of one tenant are told from those of two', async () => {
    await add(addWebApp(test), { machine: machineForm(test.sandbox.machine) })
    await consent(test, owner, name)
    expect(item(await checkItems(), 'tenants')).toMatchObject({ state: 'ok' })
    // The person's application sees another fleet behind the same address.
    test.sandbox.control.addFault({
      match: { operation: 'organizations.list', client: (await view()).user.clientId },
      effect: { kind: 'drift', add: { name: 'Somebody else’s' } },
    })
    expect(item(await checkItems(), 'tenants')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('they belong to different tenants'),
    })
    test.sandbox.control.clearFaults()
  })
})
