/** A sandbox with its inspector in a real browser, for the tests of the page. */
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { browserForTests, chromiumCure } from '../../scripts/providers/chromium.ts'

const installed = browserForTests()

/** False, with a word about it, where there is no browser. */
export const hasBrowser = installed !== undefined
if (!hasBrowser) console.warn(`Skipped: tests of the sandbox's inspector. ${chromiumCure}`)

export interface Bench {
  readonly sandbox: Sandbox
  readonly browser: Browser
  /** Of the machine application, fresh after each reset. */
  readonly token: string
  /** A call by the machine application. */
  call(method: string, path: string, body?: unknown): Promise<Response>
  /** As at the start, with one request in the log: the one for the token. */
  reset(): Promise<void>
  close(): Promise<void>
}

export async function startBench(): Promise<Bench> {
  const sandbox = await startSandbox({ orgs: 3, devices: 60, mode: 'step', alive: false })
  const browser = await chromium.launch({ ...installed, args: [...(installed?.args ?? [])] })
  let token = ''
  return {
    sandbox,
    browser,
    get token() {
      return token
    },
    call: (method, path, body) => send(sandbox, token, method, path, body),
    reset: async () => {
      sandbox.control.reset()
      const { clientId, clientSecret } = sandbox.machine
      token = await fetchToken(sandbox, {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      })
    },
    close: async () => {
      await browser.close()
      await sandbox.close()
    },
  }
}

export async function fetchToken(sandbox: Sandbox, form: Record<string, string>): Promise<string> {
  const answer = await fetch(`${sandbox.url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  return ((await answer.json()) as { access_token: string }).access_token
}

export const send = (sandbox: Sandbox, token: string, method: string, path: string, body?: unknown) =>
  fetch(sandbox.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

/** The page until the test ends, and everything its console complained about. */
export async function openInspector(
  { browser, sandbox }: Bench,
  options: BrowserContextOptions = {},
  address = sandbox.inspectorUrl,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  // It would go on looking at the sandbox, and take the time of the pages that come after it.
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(address)
  return { page, complaints }
}

export const logOf = (page: Page): Locator => page.getByRole('table', { name: 'Requests, newest first' })
export const rowOf = (page: Page, text: string): Locator => logOf(page).getByRole('row').filter({ hasText: text })
export const detailOf = (page: Page): Locator => page.getByRole('region', { name: 'Request', exact: true })

/** By keyboard: the pointer would rest on the log, which then stands still. */
export async function openRow(page: Page, text: string): Promise<void> {
  await rowOf(page, text).first().getByRole('button').press('Enter')
  await page.getByRole('button', { name: 'Turn into fault' }).waitFor()
}
