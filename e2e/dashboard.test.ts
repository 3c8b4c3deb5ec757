/** The dashboard in a real browser, against the running product: sign in, see, decide; light, dark and on a phone. */
import { mkdirSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { browserForTests, chromiumCure } from '../scripts/providers/chromium.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { type Agent, connectAgent } from './support/mcp.ts'
import { sidewaysOverflow, takePicture, violations } from './support/pages.ts'
import { startKunai } from './support/process.ts'

/** `KUNAI_UPDATE_SCREENSHOTS=1` writes the pictures that the docs show. */
const screenshots =
  process.env.KUNAI_UPDATE_SCREENSHOTS === '1' ? new URL('../docs/images/', import.meta.url).pathname : undefined

const installed = browserForTests()
if (installed === undefined) console.warn(`Skipped: the dashboard's tests. ${chromiumCure}`)

/** Those that docs/dashboard.md shows. */
const pictures = [
  'approvals-light.png',
  'approval-light.png',
  'approval-dark.png',
  'approval-phone.png',
  'devices-dark.png',
  'audit-light.png',
]

let environment: Environment
let gateway: RunningGateway
let agent: Agent
let browser: Browser

beforeAll(async () => {
  if (installed === undefined) return
  environment = await createEnvironment()
  gateway = await environment.start()
  agent = await connectAgent(gateway.mcpUrl, openHome(environment.database.folder).key('mcp'))
  browser = await chromium.launch({ ...installed, args: [...installed.args] })
  if (screenshots) mkdirSync(screenshots, { recursive: true })
})
afterAll(async () => {
  if (installed === undefined) return
  await browser?.close()
  await agent?.close()
  await environment.close()
})

/** A signed-in page, and everything its console complained about. */
async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const added = startKunai(['people', 'add', 'Technician'], environment.variables)
  expect(await added.exit()).toBe(0)
  const { signInUrl } = JSON.parse(added.stdout.join('')) as { signInUrl: string }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(signInUrl)
  await page.waitForURL('**/approvals*')
  return { page, complaints }
}

async function askForRestart(): Promise<{ callId: string; approvalId: string }> {
  const asked = await agent.call('ninja-control-service', {
    id: 1001,
    serviceId: 'Spooler',
    action: 'RESTART',
    reason: 'Print jobs hang since 02:10',
  })
  expect(asked.outcome.status).toBe('waiting')
  return asked.outcome as never
}

const ledger = () => environment.sandbox.control.ledger().length

it.skipIf(!installed)(
  'shows what waits as it arrives, the exact request, and lets a person approve: it is sent once',
  async () => {
    const before = ledger()
    const { page, complaints } = await open()
    const { callId, approvalId } = await askForRestart()
    // Nobody reloads: the queue hears of it by itself.
    await page
      .getByText(/Restart service Spooler on/)
      .first()
      .click()
    await page.waitForURL(`**/approvals/${approvalId}*`)
    await page.getByText('windows-service/Spooler/control').first().waitFor()
    const text = await page.locator('main').innerText()
    for (const words of [
      '/v2/device/1001/windows-service/Spooler/control',
      '"RESTART"',
      'Print jobs hang since 02:10',
      'PRINT01',
    ]) {
      expect(text).toContain(words)
    }
    expect(ledger()).toBe(before)
    await page.getByRole('button', { name: /^Approve/ }).click()
    await page
      .getByText(/accepted/i)
      .first()
      .waitFor()
    const { outcome } = await agent.call('ninja-get-outcome', { callId, waitSeconds: 10 })
    expect(outcome.status).toBe('accepted')
    expect(ledger()).toBe(before + 1)
    expect(complaints).toEqual([])
  },
)

it.skipIf(!installed)('hears of what arrived after the list was read and before its stream was ready', async () => {
  const { page } = await open()
  let letThrough: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route('**/api/events', async (route) => {
    await held
    await route.continue()
  })
  const listed = page.waitForResponse('**/api/approvals*')
  await page.reload()
  await (await listed).finished()
  const { approvalId } = await askForRestart()
  letThrough()
  await page.locator(`a[href*="${approvalId}"]`).first().waitFor()
})

it.skipIf(!installed)('denying needs a reason, which the agent gets', async () => {
  const before = ledger()
  const { page, complaints } = await open()
  const { callId, approvalId } = await askForRestart()
  await page.goto(`${gateway.url}/approvals/${approvalId}`)
  await page.getByRole('button', { name: /^Deny/ }).click()
  await page.getByRole('textbox', { name: /reason/i }).fill('Payroll is printing')
  await page.getByRole('button', { name: /^Deny/ }).last().click()
  await page
    .getByText(/Payroll is printing/)
    .first()
    .waitFor()
  const { text, outcome } = await agent.call('ninja-get-outcome', { callId, waitSeconds: 10 })
  expect(outcome.status).toBe('denied')
  expect(text).toContain('Payroll is printing')
  expect(ledger()).toBe(before)
  expect(complaints).toEqual([])
})

it.skipIf(!installed)('a link works once: the second browser is told how to get another', async () => {
  const added = startKunai(['people', 'add', 'Other'], environment.variables)
  await added.exit()
  const { signInUrl } = JSON.parse(added.stdout.join('')) as { signInUrl: string }
  const first = await (await browser.newContext()).newPage()
  await first.goto(signInUrl)
  await first.waitForURL('**/approvals*')
  const second = await (await browser.newContext()).newPage()
  await second.goto(signInUrl)
  await second
    .getByText(/kunai people add/)
    .first()
    .waitFor()
})

describe.skipIf(!installed)(
  'every page in every form: no console errors, nothing that axe finds, no sideways scrolling',
  () => {
    const forms: [string, BrowserContextOptions][] = [
      ['light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
      ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
      ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true }],
    ]

    it.each(forms)('%s', async (form, options) => {
      const { page, complaints } = await open(options)
      const { approvalId } = await askForRestart()
      const pages: [string, string, string | RegExp][] = [
        ['approvals', '/approvals', 'Restart service Spooler'],
        ['approval', `/approvals/${approvalId}`, 'windows-service/Spooler/control'],
        // All that there are: those that wait for approval are in no list.
        ['devices', '/devices', /(\d+) of \1 devices/],
        ['device', '/devices/1001', 'Spooler'],
        ['policies', '/policies', 'ninja-api-post'],
        ['audit', '/audit', 'call-asked'],
      ]
      for (const [name, path, words] of pages) {
        await page.goto(gateway.url + path)
        await page.getByText(words).filter({ visible: true }).first().waitFor()
        // The document itself must have loaded before a picture is taken; the event stream stays open for ever.
        await page.waitForLoadState('load')
        const picture = `${name}-${form}.png`
        if (screenshots && pictures.includes(picture)) await takePicture(page, screenshots + picture)
        expect(await violations(page), name).toEqual([])
        expect(await sidewaysOverflow(page), `${name} scrolls sideways`).toBeLessThanOrEqual(0)
      }
      expect(complaints).toEqual([])
    })
  },
)

it.skipIf(!installed)('the page that a stranger opens shows nothing but how to sign in', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${gateway.url}/devices`)
  await page
    .getByText(/npm start|kunai people add/)
    .first()
    .waitFor()
  expect(await page.locator('body').innerText()).not.toContain('PRINT01')
})
