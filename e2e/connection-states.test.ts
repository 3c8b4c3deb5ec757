/** The connections' pages in each state and form; the webhook of a tenant; and the end of a connection. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../packages/gateway/test/store.ts'
import { forms, hasBrowser, lookAt, takePicture } from './support/browser.ts'
import { type ConnectStage, openConnectStage } from './support/connect.ts'
import { startGatewayProcess } from './support/environment.ts'

const installed = hasBrowser("the tests of the connections' states")

/** `KUNAI_UPDATE_SCREENSHOTS=1` writes the pictures that the docs show. */
const screenshots =
  process.env.KUNAI_UPDATE_SCREENSHOTS === '1' ? new URL('../docs/images/', import.meta.url).pathname : undefined
const shownInDocs: Record<string, string> = { cards: 'connections-light.png', connected: 'connection-light.png' }

let stage: ConnectStage
let page: Page

beforeAll(async () => {
  if (!installed) return
  stage = await openConnectStage()
  page = stage.page
})
afterAll(() => stage?.close())

const shows: ConnectStage['shows'] = (text, where) => stage.shows(text, where)

/** A connection that was saved, without the form. */
async function save(name: string, applications: object): Promise<void> {
  await stage.post('/api/connections', { name, baseUrl: stage.environment.sandbox.url, ...applications })
}

const userOf = (app: { clientId: string; clientSecret: string }) => ({ user: { ...app, platform: 'web' } })

/** One that a person has authorized. */
async function connect(name: string, app = stage.addWebApp()): Promise<void> {
  await save(name, userOf(app))
  const { url } = await stage.post<{ url: string }>(`/api/connections/${name}/authorize`)
  await stage.post('/api/authorizations', { query: new URL(await stage.allow(url)).search })
}

it.skipIf(!installed)('whether the address answers is said before anything is stored', async () => {
  await page.goto(`${stage.gateway.url}/connections?add=true`)
  await page.getByLabel('Region').selectOption('other')
  await page.getByLabel('Address').fill('http://127.0.0.1:1')
  await page.getByRole('button', { name: 'Check that it answers' }).click()
  await shows('127.0.0.1:1 does not answer: check the region or address, and that it is up.')
  await lookAt(page, 'address-away-light')
  await page.getByLabel('Address').fill(stage.environment.sandbox.url)
  await page.getByRole('button', { name: 'Check that it answers' }).click()
  await shows(`${new URL(stage.environment.sandbox.url).host} answers.`)
})

it.skipIf(!installed)('degraded: its sentence, on the card and on the page, until a token comes again', async () => {
  const { clientId, clientSecret } = stage.environment.sandbox.machine
  await save('harbor', { machine: { clientId, clientSecret } })
  const { control } = stage.environment.sandbox
  control.addFault({ match: { path: '/ws/oauth/token' }, effect: { kind: 'status', status: 503 } })
  await page.goto(`${stage.gateway.url}/connections/harbor`)
  await page.getByRole('button', { name: 'Run the check' }).click()
  await shows('Degraded')
  await shows(/gave no token at the last try. That usually passes by itself/)
  // What only a person may do is said to be missing.
  await shows(/There is no user application: running scripts and writing tickets/)
  await page.goto(`${stage.gateway.url}/connections`)
  await shows(/gave no token at the last try/)
  control.clearFaults()
})

it.skipIf(!installed)('the webhook is chosen, asked for and taken away where the tenant is connected', async () => {
  await connect('mill')
  await page.goto(`${stage.gateway.url}/connections/mill`)
  await page.getByRole('button', { name: 'Follow this fleet' }).click()
  await shows('Looked at every minute')
  await page.getByRole('button', { name: 'Have NinjaOne deliver' }).click()
  await page.getByRole('checkbox', { name: /^A device comes back/ }).uncheck()
  await page.getByLabel('Address under which NinjaOne reaches this gateway').fill('https://hooks.example.com')
  await lookAt(page, 'webhook-light')
  await page.getByRole('button', { name: 'Ask to set the webhook' }).click()
  await shows('https://hooks.example.com')
  expect(await page.getByText('A device goes offline').isVisible()).toBe(true)
  expect(await page.getByText('A device comes back').count()).toBe(0)
  await page.getByRole('link', { name: 'Open the approval' }).click()
  await page.waitForURL('**/approvals/*')
  // Who asked takes it back; deciding is somebody else's.
  await page.getByRole('button', { name: 'Withdraw it' }).click()
  await shows('The caller took it back. Nothing was sent.')
  await page.goto(`${stage.gateway.url}/connections/mill`)
  await page.getByRole('button', { name: 'Stop following' }).click()
  await shows(/Not followed/)
})

it.skipIf(!installed)('disconnecting asks first, revokes at NinjaOne, and forgets', async () => {
  await connect('leaving')
  await page.goto(`${stage.gateway.url}/connections/leaving`)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await lookAt(page, 'disconnect-light')
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await shows('The consent is revoked at NinjaOne, and everything about it is forgotten.')
  const revoked = stage.environment.sandbox.control.requests().filter(({ path }) => path === '/ws/oauth/revoke')
  expect(revoked.at(-1)).toMatchObject({ status: 200 })
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.waitForURL('**/connections')
  await shows('sandbox')
  await page.getByRole('link', { name: 'leaving', exact: true }).waitFor({ state: 'detached' })
})

it.skipIf(!installed)('first run, without any connection: says what to do, and leads there', async () => {
  const database = await createTestDatabase()
  const gateway = await startGatewayProcess(['--no-sandbox'], {
    KUNAI_HOME: database.folder,
    KUNAI_DATABASE_URL: database.databaseUrl,
  })
  const first = await stage.browser.newPage(forms.light)
  try {
    await first.goto(gateway.signInUrl)
    await first.waitForURL('**/approvals*')
    await first.goto(`${gateway.url}/connections`)
    await shows('No connection yet', first)
    for (const [form, { colorScheme, viewport }] of Object.entries(forms)) {
      await first.emulateMedia({ colorScheme })
      await first.setViewportSize(viewport)
      await lookAt(first, `first-run-${form}`)
    }
    await first.getByRole('link', { name: 'Connect NinjaOne' }).last().click()
    await shows('Redirect URI', first)
  } finally {
    await first.close()
    await gateway.kunai.kill('SIGTERM')
    await database.remove()
  }
})

it.skipIf(!installed)('a connection for each state', async () => {
  await connect('acme')
  await stage.post('/api/connections/acme/bash-runner', { scriptId: 11 })
  await save('meadow', userOf(stage.addWebApp()))
  const gone = stage.addWebApp()
  await connect('lakeside', gone)
  stage.environment.sandbox.control.removeApp(gone.clientId)
  await stage.post('/api/connections/lakeside/check')
})

it.skipIf(!installed).each(Object.entries(forms))(
  '%s: every page fits, and axe finds nothing',
  async (form, options) => {
    const other = await stage.open(options)
    for (const [picture, path, words] of [
      ['cards', '/connections', 'Reconnect needed'],
      ['add', '/connections?add=true', 'Redirect URI'],
      ['saved', '/connections/meadow', 'Nobody has authorized this connection yet. Authorize it.'],
      ['connected', '/connections/acme', 'Authorized by'],
      ['degraded', '/connections/harbor', 'Degraded'],
      ['reconnect', '/connections/lakeside', 'Reconnect needed'],
      ['environment', '/connections/sandbox', 'From the environment'],
      ['callback', '/dashboard/integrations/ninjaone-callback?state=x', 'NinjaOne is not connected'],
    ] as const) {
      await other.goto(stage.gateway.url + path)
      if (['saved', 'connected', 'reconnect'].includes(picture)) {
        await other.getByRole('button', { name: 'Run the check' }).click()
      }
      await shows(words, other)
      await lookAt(other, `${picture}-${form}`)
      const shown = form === 'light' ? shownInDocs[picture] : undefined
      if (screenshots && shown) await takePicture(other, screenshots + shown)
    }
    expect(stage.complaints).toEqual([])
    await other.context().close()
  },
)
