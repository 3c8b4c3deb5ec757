/** The owner at the connections' pages: fills forms in, goes through the sandbox's own consent pages, looks at what is said. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { forms, launchBrowser, openPage } from './browser.ts'
import { createEnvironment, type Environment, type RunningGateway } from './environment.ts'

export interface App {
  readonly clientId: string
  readonly clientSecret: string
}

export interface ConnectStage {
  readonly environment: Environment
  readonly gateway: RunningGateway
  readonly browser: Browser
  /** Signed in as the owner. */
  readonly page: Page
  /** Everything that any page complained about; a refusal that the page explains is an error only to the console. */
  readonly complaints: string[]
  /** Where NinjaOne is to send people back to. */
  readonly callback: string
  addWebApp(changes?: { redirectUris?: string[]; scopes?: string[] }): App
  /** What the owner's browser would send. */
  post<Answer>(path: string, body?: object): Promise<Answer>
  /** Fills the form in and saves it; ends on the connection's own page. */
  fillIn(name: string, app: App): Promise<void>
  /** Presses Authorize; the window that opens. */
  openConsent(): Promise<Page>
  answer(popup: Page, word: 'Allow' | 'Deny'): Promise<void>
  /** Allows without the browser's going back; the address it was to go to. */
  allow(consentUrl: string): Promise<string>
  /** Another window of the same person. */
  open(options: BrowserContextOptions): Promise<Page>
  shows(text: string | RegExp, where?: Page): Promise<void>
  close(): Promise<void>
}

export async function openConnectStage(): Promise<ConnectStage> {
  const environment = await createEnvironment()
  const gateway = await environment.start()
  const browser = await launchBrowser()
  const complaints: string[] = []

  async function watch(options: BrowserContextOptions): Promise<Page> {
    const opened = await openPage(browser, options)
    const { page } = opened
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      const isRefusal = message.text().startsWith('Failed to load resource')
      if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    return page
  }

  const page = await watch(forms.light)
  await page.goto(gateway.signInUrl)
  await page.waitForURL('**/approvals*')
  const session = (await (await page.request.get(`${gateway.url}/api/session`)).json()) as { csrfToken: string }
  const callback = `${gateway.url}/dashboard/integrations/ninjaone-callback`

  return {
    environment,
    gateway,
    browser,
    page,
    complaints,
    callback,
    addWebApp(changes = {}) {
      const { clientId, clientSecret } = environment.sandbox.control.addApp({
        ...{ name: 'Kunai', platform: 'web', redirectUris: [callback] },
        ...(changes as object),
      })
      return { clientId, clientSecret: clientSecret ?? '' }
    },
    async post(path, body = {}) {
      const headers = { origin: gateway.url, 'x-csrf-token': session.csrfToken }
      const answer = await page.request.post(gateway.url + path, { data: body, headers })
      if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
      return answer.json()
    },
    async fillIn(name, { clientId, clientSecret }) {
      await page.goto(`${gateway.url}/connections?add=true`)
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByLabel('Region').selectOption('other')
      await page.getByLabel('Address').fill(environment.sandbox.url)
      await page.getByLabel('Client ID').fill(clientId)
      await page.getByLabel('Client secret').fill(clientSecret)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.waitForURL(`**/connections/${name}`)
    },
    async openConsent() {
      const opening = page.context().waitForEvent('page')
      await page.getByRole('button', { name: /^(Authorize|Reconnect)$/ }).click()
      const popup = await opening
      await popup.getByRole('button', { name: 'Continue' }).waitFor()
      return popup
    },
    async answer(popup, word) {
      await popup.getByRole('button', { name: 'Continue' }).click()
      await popup.getByRole('button', { name: word }).click()
    },
    async allow(consentUrl) {
      const response = await fetch(consentUrl, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'x-sandbox-consent': environment.sandbox.controlToken },
        body: new URLSearchParams({ decision: 'allow' }),
      })
      return response.headers.get('location') ?? ''
    },
    open: async (options) => watch({ ...options, storageState: await page.context().storageState() }),
    shows: (text, where = page) => where.getByText(text).filter({ visible: true }).first().waitFor(),
    async close() {
      await browser.close()
      await environment.close()
    },
  }
}
