/** The sandbox's consent page in a real browser: sign in, see, decide; by keyboard, light, dark and on a phone. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { fits, hasBrowser, keepPicture, launchBrowser, type OpenPage, openPage, violations } from './support/browser.ts'

const installed = hasBrowser("the tests of the sandbox's consent page")

let sandbox: Sandbox
let application: Server
let redirectUri: string
let browser: Browser

beforeAll(async () => {
  if (!installed) return
  sandbox = await startSandbox({ orgs: 1, devices: 3 })
  application = createServer((_request, response) => response.end('Back at the application'))
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
  redirectUri = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`
  browser = await launchBrowser()
})
afterAll(async () => {
  if (!installed) return
  await browser?.close()
  application.closeAllConnections()
  application.close()
  await sandbox.close()
})

function address(): string {
  const parameters = {
    response_type: 'code',
    client_id: sandbox.native.clientId,
    redirect_uri: redirectUri,
    scope: 'monitoring management control offline_access',
    state: 'the-state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  return `${sandbox.url}/ws/oauth/authorize?${new URLSearchParams(parameters)}`
}

async function open(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage(browser, options)
  onTestFinished(() => opened.page.context().close())
  await opened.page.goto(address())
  return opened
}

it.skipIf(!installed).each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['dark-phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
])('%s: both pages say what there is to know, fit, and axe finds nothing', async (name, options) => {
  const { page, complaints } = await open(options)
  expect(await page.title()).toContain('sandbox')
  expect(await violations(page)).toEqual([])
  expect(await fits(page)).toBe(true)
  await keepPicture(page, `sign-in-${name}`)
  await page.getByLabel('Ivo Hask').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1, name: /Allow Sandbox native/ }).waitFor()
  const text = await page.getByRole('main').innerText()
  for (const words of ['Ivo Hask', 'Connect to devices remotely', redirectUri, sandbox.native.clientId]) {
    expect(text).toContain(words)
  }
  expect(await violations(page)).toEqual([])
  expect(await fits(page)).toBe(true)
  await keepPicture(page, `allow-${name}`)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL('**/callback?*')
  const back = new URL(page.url())
  expect([back.searchParams.get('state'), back.searchParams.has('code')]).toEqual(['the-state', true])
  expect(complaints).toEqual([])
})

it.skipIf(!installed)('a mistyped address is said aloud beside the field, and axe finds nothing', async () => {
  const { page } = await open()
  await page.getByLabel('Or type an e-mail address').fill('nobody@sandbox.example')
  await page.getByRole('button', { name: 'Continue' }).click()
  expect(await page.getByRole('alert').innerText()).toBe('Nobody here has this e-mail address.')
  expect(await page.getByLabel('Or type an e-mail address').inputValue()).toBe('nobody@sandbox.example')
  expect(await violations(page)).toEqual([])
  await keepPicture(page, 'mistyped')
})

it.skipIf(!installed)('the keyboard alone says no, and nothing is focused on Allow beforehand', async () => {
  const { page } = await open()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  expect(await page.evaluate('document.activeElement?.tagName')).toBe('BODY')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Deny')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/callback?*')
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
})

it.skipIf(!installed)('a form on another site allows nothing, even for who is signed in', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  const token = await page.locator('input[name=form_token]').inputValue()
  await page.route('https://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${address().replaceAll('&', '&amp;')}"><input name="step" value="decide">
<input name="technician" value="5"><input name="form_token" value="${token}"><button name="decision" value="allow">x</button></form>`,
    }),
  )
  await page.goto('https://evil.example/')
  await page.getByRole('button').click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').innerText()).toContain('Nothing was allowed')
})
