/** The dashboard in a real browser, against the running product: sign in, see, decide; light, dark and on a phone. */
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { fits, forms, hasBrowser, launchBrowser, openSignedIn, takePicture, violations } from './support/browser.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { type Agent, connectAgent } from './support/mcp.ts'
import { startKunai } from './support/process.ts'

/** `KUNAI_UPDATE_SCREENSHOTS=1` writes the pictures that the docs show. */
const screenshots =
  process.env.KUNAI_UPDATE_SCREENSHOTS === '1' ? new URL('../docs/images/', import.meta.url).pathname : undefined

const installed = hasBrowser("the dashboard's tests")

/** Those that docs/dashboard.md shows. */
const pictures = [
  'approvals-light.png',
  'approval-light.png',
  'approval-dark.png',
  'approval-phone.png',
  'policies-light.png',
  'devices-dark.png',
  'audit-light.png',
]

let environment: Environment
let gateway: RunningGateway
let agent: Agent
let browser: Browser

beforeAll(async () => {
  if (!installed) return
  environment = await createEnvironment()
  gateway = await environment.start()
  agent = await connectAgent(gateway.mcpUrl, openHome(environment.database.folder).key('mcp'))
  browser = await launchBrowser()
  if (screenshots) mkdirSync(screenshots, { recursive: true })
})
afterAll(async () => {
  if (!installed) return
  await browser?.close()
  await agent?.close()
  await environment.close()
})

const open = (options: BrowserContextOptions = {}) => openSignedIn(browser, environment.variables, options)

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

/** Follows the fleet from the page, unless an earlier form did. */
async function follow(page: Page): Promise<void> {
  await page.goto(`${gateway.url}/events`)
  await page.getByText(/Not followed|Looked at/).waitFor()
  const button = page.getByRole('button', { name: 'Follow this fleet' })
  if (await button.isVisible()) await button.click()
  await page.getByText('Looked at every minute').waitFor()
}

const ledger = () => environment.sandbox.control.ledger().length

it.skipIf(!installed)(
  'shows what waits as it arrives, the exact request, and lets a person approve: it is sent once',
  async () => {
    const before = ledger()
    const { page, complaints } = await open()
    const { callId, approvalId } = await askForRestart()
    // Nobody reloads: the queue hears of it by itself.
    await page.getByRole('link', { name: /Restart service Spooler on/ }).click()
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
      .getByText(/accepted|done/i)
      .first()
      .waitFor()
    const { outcome } = await agent.call('ninja-get-outcome', { callId, waitSeconds: 10 })
    // Done, when NinjaOne has written down already that it ended well.
    expect(['accepted', 'done']).toContain(outcome.status)
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

it.skipIf(!installed)('shows what happens in a followed fleet by itself', async () => {
  const { page, complaints } = await open()
  await follow(page)
  await page.getByText('Nothing has happened yet').waitFor()
  // The fleet lives half a day on; the next look is within a minute, the page hears of it in a moment.
  environment.sandbox.control.advance(12 * 3_600_000)
  await page.getByText('Alert', { exact: true }).first().waitFor({ timeout: 90_000 })
  expect(await page.getByRole('link', { name: /^[A-Z]+-/ }).count()).toBeGreaterThan(0)
  expect(complaints).toEqual([])
})

describe.skipIf(!installed)(
  'every page in every form: no console errors, nothing that axe finds, no sideways scrolling',
  () => {
    it.each(Object.entries(forms))('%s', async (form, options) => {
      const { page, complaints } = await open(options)
      const { approvalId } = await askForRestart()
      await follow(page)
      const pages: [string, string, string | RegExp][] = [
        ['approvals', '/approvals', 'Restart service Spooler'],
        ['approval', `/approvals/${approvalId}`, 'windows-service/Spooler/control'],
        // All that there are: those that wait for approval are in no list.
        ['devices', '/devices', /(\d+) of \1 devices/],
        ['device', '/devices/1001', 'Spooler'],
        ['events', '/events', 'Looked at every minute'],
        ['policies', '/policies', 'ninja-api-post'],
        ['audit', '/audit', 'call-asked'],
      ]
      for (const [name, path, words] of pages) {
        await page.goto(gateway.url + path)
        await page.getByText(words).filter({ visible: true }).first().waitFor()
        // The document itself must have loaded before a picture is taken; the event stream stays open for ever.
        await page.waitForLoadState('load')
        const picture = `${name}-${form}.png`
        if (screenshots && pictures.includes(picture)) {
          // The table of policies is as long as the catalogue; its top shows what it is.
          if (name === 'policies') await page.screenshot({ path: screenshots + picture })
          else await takePicture(page, screenshots + picture)
        }
        expect(await violations(page), name).toEqual([])
        expect(await fits(page), `${name} scrolls sideways`).toBe(true)
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
