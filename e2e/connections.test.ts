/** Connecting a tenant in a real browser: form, consent at the sandbox's own pages, return, check, and the end of it. */
import { mkdirSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { browserForTests, chromiumCure } from '../scripts/providers/chromium.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'

const installed = browserForTests()
if (installed === undefined) console.warn(`Skipped: the tests of the connections' pages. ${chromiumCure}`)
/** `KUNAI_CONNECTION_PICTURES=<folder>` keeps what was seen. */
const pictures = process.env.KUNAI_CONNECTION_PICTURES

let environment: Environment
let gateway: RunningGateway
let browser: Browser
let page: Page
let complaints: string[]
let name: string
let count = 0

const callback = () => `${gateway.url}/dashboard/integrations/ninjaone-callback`

beforeAll(async () => {
  if (installed === undefined) return
  environment = await createEnvironment()
  gateway = await environment.start()
  browser = await chromium.launch({ ...installed, args: [...installed.args] })
  if (pictures) mkdirSync(pictures, { recursive: true })
  page = await watch(await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 900 } }))
  await page.goto(gateway.signInUrl)
  await page.waitForURL('**/approvals*')
})
afterAll(async () => {
  if (installed === undefined) return
  await browser?.close()
  await environment.close()
})
beforeEach(() => {
  name = `tenant-${++count}`
  complaints = []
})

async function watch(context: Awaited<ReturnType<Browser['newContext']>>): Promise<Page> {
  // Every step here is quick; what does not come in this time does not come.
  context.setDefaultTimeout(30_000)
  const opened = await context.newPage()
  opened.on('console', (message) => {
    // A refusal that the page explains is an error only to the console.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text())
  })
  opened.on('pageerror', (error) => complaints.push(String(error)))
  return opened
}

interface App {
  readonly clientId: string
  readonly clientSecret: string
}

function addWebApp(changes: { redirectUris?: string[]; scopes?: string[] } = {}): App {
  const { clientId, clientSecret } = environment.sandbox.control.addApp({
    ...{ name: 'Kunai', platform: 'web', redirectUris: [callback()] },
    ...(changes as object),
  })
  return { clientId, clientSecret: clientSecret ?? '' }
}

/** Fills the form in and saves it; ends on the connection's own page. */
async function fillIn({ clientId, clientSecret }: App, address = environment.sandbox.url): Promise<void> {
  await page.goto(`${gateway.url}/connections?add=true`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Region').selectOption('other')
  await page.getByLabel('Address').fill(address)
  await page.getByLabel('Client ID').fill(clientId)
  await page.getByLabel('Client secret').fill(clientSecret)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(`**/connections/${name}`)
}

/** Presses Authorize; the window that opens. */
async function openConsent(): Promise<Page> {
  const opening = page.context().waitForEvent('page')
  await page.getByRole('button', { name: /^(Authorize|Reconnect)$/ }).click()
  const popup = await opening
  await popup.getByRole('button', { name: 'Continue' }).waitFor()
  return popup
}

async function answer(popup: Page, word: 'Allow' | 'Deny'): Promise<void> {
  await popup.getByRole('button', { name: 'Continue' }).click()
  await popup.getByRole('button', { name: word }).click()
}

/** Allows without the browser's going back; the address it was to go to. */
async function catchReturn(popup: Page): Promise<string> {
  const asked = popup.url()
  await popup.close()
  const response = await fetch(asked, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-sandbox-consent': environment.sandbox.controlToken },
    body: new URLSearchParams({ decision: 'allow' }),
  })
  return response.headers.get('location') ?? ''
}

const shows = (text: string | RegExp, where = page) => where.getByText(text).filter({ visible: true }).first().waitFor()

async function look(where: Page, picture: string): Promise<void> {
  await where.evaluate(axe.source)
  const results = await where.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  expect(
    results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    picture,
  ).toEqual([])
  const overflow = await where.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, `${picture} scrolls sideways`).toBeLessThanOrEqual(0)
  if (pictures) await where.screenshot({ path: `${pictures}/${picture}.png`, fullPage: true })
}

it.skipIf(!installed)(
  'a stranger connects a tenant: form, consent, return, a check in which nothing fails',
  async () => {
    await fillIn(addWebApp())
    await shows('Saved')
    await look(page, 'saved-light')
    const popup = await openConsent()
    await shows('Waiting for your answer in NinjaOne')
    await look(page, 'waiting-light')
    await answer(popup, 'Allow')
    await shows('Connected')
    // The page hears of it by itself, and looks whether all is well.
    await shows('Consent: token and refresh')
    await shows('Authorized by')
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(0)
    await look(page, 'connected-light')
    expect(complaints).toEqual([])
  },
)

it.skipIf(!installed)('wrong region: its sentence, and no window opens', async () => {
  await fillIn({ clientId: 'of-another-region', clientSecret: 'x' })
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/knows no application with this client ID: the region is wrong, or the client ID is/)
  await look(page, 'wrong-region-light')
  expect(page.context().pages()).toHaveLength(1)
})

it.skipIf(!installed)('wrong app: its sentence', async () => {
  await fillIn(environment.sandbox.machine)
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/This is the wrong kind of application/)
})

it.skipIf(!installed)('wrong secret: its sentence, and entering the right one helps', async () => {
  const app = addWebApp()
  await fillIn({ ...app, clientSecret: 'mistyped' })
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/NinjaOne refuses the client secret/)
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await look(page, 'rotate-light')
  await page.getByLabel('New client secret').fill(app.clientSecret)
  await page.getByRole('button', { name: 'Replace the secret' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
})

it.skipIf(!installed)('wrong redirect: its sentence, with the exact address', async () => {
  await fillIn(addWebApp({ redirectUris: [`${callback()}/`] }))
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(new RegExp(`register exactly ${callback()}, without a slash at the end`))
  await page.getByRole('button', { name: 'Run the check' }).click()
  await page.getByText('Failed', { exact: true }).first().waitFor()
  await look(page, 'check-failed-light')
})

it.skipIf(!installed)('missing scope: its sentence, before and after NinjaOne was asked', async () => {
  await fillIn(addWebApp({ scopes: ['monitoring', 'offline_access'] }))
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/The application lacks a scope/)
  const opening = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Authorize all the same' }).click()
  const popup = await opening
  await shows(/The application lacks a scope/, popup)
  await popup.close()
})

it.skipIf(!installed)('denied consent: its sentence', async () => {
  await fillIn(addWebApp())
  const popup = await openConsent()
  await answer(popup, 'Deny')
  await shows(/Access was not allowed in NinjaOne/, popup)
  await look(popup, 'denied-light')
  expect(popup.url()).toBe(callback())
  await popup.close()
})

it.skipIf(!installed)('revoked app: its sentence, on the card and on the page', async () => {
  const app = addWebApp()
  await fillIn(app)
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
  environment.sandbox.control.removeApp(app.clientId)
  await page.getByRole('button', { name: /Run the check|Check again/ }).click()
  await shows('Reconnect needed')
  await shows(/knows no application with this client ID/)
  await look(page, 'reconnect-light')
  await page.goto(`${gateway.url}/connections`)
  await shows('Reconnect needed')
  await look(page, 'cards-light')
})

it.skipIf(!installed)('rotated secret: its sentence', async () => {
  const app = addWebApp()
  await fillIn(app)
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
  environment.sandbox.control.removeApp(app.clientId)
  environment.sandbox.control.addApp({
    ...{ name: 'Kunai', platform: 'web', redirectUris: [callback()] },
    ...{ clientId: app.clientId, clientSecret: 'another' },
  })
  await page.getByRole('button', { name: /Run the check|Check again/ }).click()
  await shows(/Enter the new one under Rotate secret/)
})

it.skipIf(!installed)('tampered state: its sentence, and the right one still works afterwards', async () => {
  await fillIn(addWebApp())
  const back = await catchReturn(await openConsent())
  const tampered = new URL(back)
  tampered.searchParams.set('state', 'made-up')
  await page.goto(tampered.href)
  await shows(/does not belong to anything that was started here/)
  expect(page.url()).toBe(callback())
  await page.goto(back)
  await shows(`${name} is connected`)
  await look(page, 'callback-light')
})

it.skipIf(!installed)('callback twice: its sentence', async () => {
  await fillIn(addWebApp())
  const back = await catchReturn(await openConsent())
  await page.goto(back)
  await shows(`${name} is connected`)
  await page.goto(back)
  await shows(/was used already; it is not taken twice/)
})

it.skipIf(!installed)('two tabs: only the newest counts, and the older one says so', async () => {
  await fillIn(addWebApp())
  const older = await catchReturn(await openConsent())
  await page.reload()
  const newer = await catchReturn(await openConsent())
  await page.goto(older)
  await shows(/started again in another tab, and only the newest counts/)
  await page.goto(newer)
  await shows(`${name} is connected`)
})

it.skipIf(!installed)('disconnecting asks first, revokes at NinjaOne, and forgets', async () => {
  await fillIn(addWebApp())
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await look(page, 'disconnect-light')
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await shows('The consent is revoked at NinjaOne, and everything about it is forgotten.')
  const revoked = environment.sandbox.control.requests().filter(({ path }) => path === '/ws/oauth/revoke')
  expect(revoked.at(-1)).toMatchObject({ status: 200 })
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.waitForURL('**/connections')
  await shows('sandbox')
  await page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' })
})

const forms: [string, BrowserContextOptions][] = [
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
  ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true }],
]
it.skipIf(!installed).each(forms)('%s: every page fits, and axe finds nothing', async (form, options) => {
  const context = await browser.newContext({ ...options, storageState: await page.context().storageState() })
  const other = await watch(context)
  for (const [picture, path, words] of [
    ['cards', '/connections', 'Reconnect needed'],
    ['add', '/connections?add=true', 'Redirect URI'],
    ['connected', '/connections/tenant-1', 'Authorized by'],
    ['environment', '/connections/sandbox', 'From the environment'],
    ['callback', '/dashboard/integrations/ninjaone-callback?state=x', 'NinjaOne is not connected'],
  ] as const) {
    await other.goto(gateway.url + path)
    await shows(words, other)
    await look(other, `${picture}-${form}`)
  }
  expect(complaints).toEqual([])
  await context.close()
})
