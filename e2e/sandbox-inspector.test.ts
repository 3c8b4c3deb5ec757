/** The sandbox's inspector in a real browser, against a running sandbox: look, break, move time, go back. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserForTests, chromiumCure } from '../scripts/providers/chromium.ts'

/** `KUNAI_UPDATE_SCREENSHOTS=1` writes the pictures that the docs show. */
const screenshots =
  process.env.KUNAI_UPDATE_SCREENSHOTS === '1' ? new URL('../docs/images/', import.meta.url).pathname : undefined

const installed = browserForTests()
if (installed === undefined) console.warn(`Skipped: the tests of the sandbox's inspector. ${chromiumCure}`)

let sandbox: Sandbox
let browser: Browser
let machineToken: string

beforeAll(async () => {
  if (installed === undefined) return
  sandbox = await startSandbox({ orgs: 3, devices: 60, mode: 'step', alive: false })
  browser = await chromium.launch({ ...installed, args: [...installed.args] })
})
beforeEach(async () => {
  if (installed === undefined) return
  sandbox.control.reset()
  const { machine } = sandbox
  const form = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
  const answer = await fetch(`${sandbox.url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  machineToken = ((await answer.json()) as { access_token: string }).access_token
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
})

/** A call by the machine application. */
const call = (method: string, path: string, body?: unknown) =>
  fetch(sandbox.url + path, {
    method,
    headers: { Authorization: `Bearer ${machineToken}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

const restart = () => call('POST', '/v2/device/1001/windows-service/Spooler/control', { action: 'RESTART' })

async function open(options: BrowserContextOptions = {}, address = sandbox.inspectorUrl) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(address)
  return { page, complaints }
}

const log = (page: Page) => page.getByRole('table', { name: 'Requests, newest first' })
const row = (page: Page, text: string) => log(page).getByRole('row').filter({ hasText: text })

/** By keyboard: the pointer would rest on the log, which then stands still. */
async function openRow(page: Page, text: string): Promise<void> {
  await row(page, text).first().getByRole('button').press('Enter')
  await page.getByRole('button', { name: 'Turn into fault' }).waitFor()
}

async function violations(page: Page): Promise<string[]> {
  // The page's own policy forbids added scripts, as it should; the debugger's console may still evaluate one.
  await page.evaluate(axe.source)
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** What the page would have put on the clipboard. */
async function copied(page: Page, press: () => Promise<void>): Promise<string> {
  await page.evaluate(`navigator.clipboard.writeText = async (text) => { window.copied = text }`)
  await press()
  return (await page.waitForFunction('window.copied')).jsonValue() as Promise<string>
}

const shell = async (command: string) => {
  const environment = { ...process.env, ACCESS_TOKEN: machineToken, CLIENT_SECRET: sandbox.machine.clientSecret }
  return (await promisify(execFile)('sh', ['-c', command], { env: environment })).stdout
}

describe.skipIf(!installed)('the token', () => {
  it('leaves the address bar at once, is kept in the tab alone, and a wrong one is said aloud', async () => {
    const { page } = await open()
    await page.getByRole('heading', { name: 'Clock' }).waitFor()
    expect(page.url()).toBe(`${sandbox.url}/_sandbox/`)
    const kept = await page.evaluate('JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])')
    expect(JSON.parse(String(kept))).toEqual([[sandbox.controlToken], []])
    expect(await page.context().cookies()).toEqual([])
    await page.reload()
    await page.getByRole('heading', { name: 'Clock' }).waitFor()

    const { page: stranger } = await open({}, `${sandbox.url}/_sandbox/#token=wrong`)
    await stranger.getByText('The control token was refused').waitFor()
    expect(stranger.url()).not.toContain('wrong')
    await stranger.getByLabel('Control token').fill('not–a token')
    await stranger.keyboard.press('Enter')
    await stranger.getByText('The control token was refused').waitFor()
    expect(await stranger.evaluate('sessionStorage.length')).toBe(0)
    await stranger.getByLabel('Control token').fill(sandbox.controlToken)
    await stranger.keyboard.press('Enter')
    await stranger.getByRole('heading', { name: 'Clock' }).waitFor()
  })
})

describe.skipIf(!installed)('the log', () => {
  it('shows requests as they come, filters them, keeps the filter in the address, and shows one in full', async () => {
    const { page, complaints } = await open()
    await row(page, '/ws/oauth/token').waitFor()
    await call('GET', '/v2/organizations?pageSize=2')
    await restart()
    await call('GET', '/v2/device/999999')
    await row(page, '/v2/device/999999').getByText('404').waitFor()
    await page.getByLabel('Filter by method').selectOption('POST')
    await page.getByLabel('Filter requests').fill('spooler')
    expect(await log(page).getByRole('row').count()).toBe(2)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ q: 'spooler', method: 'POST' })
    await page.reload()
    await row(page, 'Spooler').waitFor()
    expect(await log(page).getByRole('row').count()).toBe(2)
    await openRow(page, 'Spooler')
    const detail = page.getByRole('region', { name: 'Request', exact: true })
    const text = await detail.innerText()
    for (const words of ['devices.controlWindowsService', '"RESTART"', 'Sandbox machine', 'Request headers']) {
      expect(text).toContain(words)
    }
    expect(await page.content()).not.toContain(machineToken)
    await page.keyboard.press('Escape')
    expect(await page.evaluate('document.activeElement?.textContent')).toContain('Spooler')
    await page.getByLabel('Filter requests').fill('nothing-of-the-kind')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await row(page, '/v2/organizations').waitFor()
    expect(complaints).toEqual([])
  })

  it('stands still while it is paused or read, says how many are new, and shows them when asked', async () => {
    const { page } = await open()
    await row(page, '/ws/oauth/token').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await call('GET', '/v2/organizations')
    await call('GET', '/v2/locations')
    const pill = page.getByRole('button', { name: '2 new' })
    await pill.waitFor()
    expect(await row(page, '/v2/organizations').count()).toBe(0)
    await pill.click()
    await row(page, '/v2/organizations').waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    await openRow(page, '/v2/locations')
    await call('GET', '/v2/policies')
    await page.getByRole('button', { name: '1 new' }).waitFor()
    expect(await row(page, '/v2/policies').count()).toBe(0)
  })

  it('shows a hostile name as the text that it is', async () => {
    const name = `<img src=x onerror="window.broken=1"><script>window.broken=1</script>\u202eevil`
    expect((await call('PATCH', '/v2/device/1001', { displayName: name })).status).toBeLessThan(300)
    await call('GET', `/v2/organizations?q=${encodeURIComponent('"><script>window.broken=1</script>')}`)
    const { page, complaints } = await open()
    await openRow(page, '/v2/device/1001')
    await page.getByText('<img src=x').first().waitFor()
    const text = await page.getByRole('region', { name: 'Request', exact: true }).innerText()
    // A character that turns the reading direction is shown as what it is.
    expect(text).toContain('\\u202eevil')
    expect(text).not.toContain('\u202e')
    await page.goto(`${sandbox.url}/_sandbox/?view=commands`)
    await page.getByText('Body').first().click()
    await page.getByText('<script>').first().waitFor()
    expect(await page.evaluate('[document.images.length, window.broken ?? 0].join()')).toBe('0,0')
    expect(complaints).toEqual([])
  })

  it('copies a request as a command that runs in a shell and gives the same answer, whatever stands in it', async () => {
    const hostile = `it's $(touch /nowhere) "quoted" \`x\` \\ 100%`
    const changed = await call('PATCH', '/v2/device/1001', { displayName: hostile })
    expect(changed.status).toBeLessThan(300)
    const whole = await (await call('GET', `/v2/devices?df=${encodeURIComponent('id in (1001)')}&pageSize=3`)).text()
    const { page } = await open()
    const press = () => page.getByRole('button', { name: 'Copy as curl' }).click()
    await openRow(page, '/v2/devices')
    expect(await shell(await copied(page, press))).toBe(whole)

    await page.reload()
    await openRow(page, '/v2/device/1001')
    await call('PATCH', '/v2/device/1001', { displayName: 'Something else' })
    const command = await copied(page, press)
    expect(command).not.toContain(machineToken)
    await shell(command)
    const { displayName } = (await (await call('GET', '/v2/device/1001')).json()) as { displayName: string }
    expect(displayName).toBe(hostile)

    await page.goto(`${sandbox.url}/_sandbox/?q=oauth`)
    await openRow(page, '/ws/oauth/token')
    const token = JSON.parse(await shell(await copied(page, press))) as { access_token: string }
    expect(token.access_token).toBeTypeOf('string')
  })

  it('turns a request into a fault that breaks the next one, shows that it acted, and takes it back', async () => {
    await call('GET', '/v2/organizations')
    const { page, complaints } = await open()
    await openRow(page, '/v2/organizations')
    await page.getByRole('button', { name: 'Turn into fault' }).click()
    expect(await page.getByLabel('Path').inputValue()).toBe('/v2/organizations')
    await page.getByLabel('Status', { exact: true }).fill('9000')
    await page.getByLabel('How many times').fill('')
    await page.getByRole('button', { name: 'Make it fail' }).click()
    // The browser itself refuses what the field says it cannot be.
    expect(sandbox.control.faults()).toEqual([])
    await page.getByLabel('Status', { exact: true }).fill('503')
    await page.getByRole('button', { name: 'Make it fail' }).click()
    await page.getByText('waits for GET /v2/organizations').first().waitFor()
    expect((await call('GET', '/v2/organizations')).status).toBe(503)
    expect((await call('GET', '/v2/locations')).status).toBe(200)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '2 new' }).click()
    await row(page, 'status 503').getByText('503').first().waitFor()
    await page.getByRole('link', { name: 'Faults' }).click()
    await page.getByText('struck 1 of 1 seen').waitFor()
    await page.getByRole('button', { name: /^Remove fault-/ }).click()
    await page.getByText('Nothing goes wrong').waitFor()
    expect((await call('GET', '/v2/organizations')).status).toBe(200)
    await page.getByRole('button', { name: /region-outage/ }).click()
    await expect.poll(() => sandbox.control.faults().length).toBe(2)
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!installed)('the sandbox is moved', () => {
  it('time goes forward by a step and to a moment, and stands still when frozen', async () => {
    const { page, complaints } = await open()
    const clock = page.getByRole('region', { name: 'Clock' })
    const now = () => Date.parse(sandbox.control.clock().now)
    const before = now()
    await clock.getByRole('button', { name: '+1 h' }).click()
    await expect.poll(now).toBe(before + 3_600_000)
    await clock.getByRole('button', { name: 'To …' }).click()
    await page.getByLabel('Moment, in UTC').fill('2099-01-05T09:00:00')
    await page.getByRole('button', { name: 'Move time' }).click()
    await page
      .getByText(/at most|too far|longest|year|days/i)
      .first()
      .waitFor()
    const target = new Date(before + 3 * 86_400_000).toISOString().slice(0, 11)
    await page.getByLabel('Moment, in UTC').fill(`${target}09:00:00`)
    await page.getByRole('button', { name: 'Move time' }).click()
    await expect.poll(() => sandbox.control.clock().now).toBe(`${target}09:00:00.000Z`)
    await clock.getByText('09:00:00').waitFor()
    await clock.getByRole('button', { name: 'frozen' }).click()
    await clock.getByText('frozen time cannot be moved').waitFor()
    expect(await clock.getByRole('button', { name: '+1 day' }).isDisabled()).toBe(true)
    // Nothing but the server's refusal of the moment that is too far away.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  })

  it('a snapshot, a change, the difference, and back', async () => {
    const { page } = await open({}, `${sandbox.inspectorUrl.replace('#', '?view=snapshots#')}`)
    await page.getByLabel('Name of the new snapshot').fill('before')
    await page.getByRole('button', { name: 'Take snapshot' }).click()
    await page.getByRole('button', { name: 'Compare with now: before' }).waitFor()
    await call('PATCH', '/v2/device/1001', { displayName: 'CHANGED-PRINT' })
    await page.getByRole('button', { name: 'Compare with now: before' }).click()
    const difference = page.getByRole('region', { name: 'Differences between before and now' })
    await difference.getByText('CHANGED-PRINT').waitFor()
    expect(await difference.innerText()).toContain('displayName')
    await page.getByRole('button', { name: 'Restore: before' }).click()
    // Enter alone must not restore: nothing is focused on the action.
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Cancel')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('before is back').first().waitFor()
    const device = (await (await call('GET', '/v2/device/1001')).json()) as { displayName?: string }
    expect(device.displayName).not.toBe('CHANGED-PRINT')
    await page.getByRole('button', { name: 'Delete: before' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('No snapshot yet').waitFor()
  })

  it('a rate limit is set, its gauge goes down, and a reset brings everything back', async () => {
    const { page } = await open()
    await page.getByLabel('Rate limit profile').selectOption('harsh')
    await expect.poll(() => sandbox.control.rateLimit().profile).toBe('harsh')
    for (let calls = 0; calls < 4; calls++) await call('GET', '/v2/organizations')
    await page
      .getByRole('meter', { name: /Sandbox machine/ })
      .getByText('6 of 10')
      .waitFor()
    await page.getByRole('button', { name: 'Reset the sandbox' }).click()
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.getByText('No request yet').waitFor()
    expect(sandbox.control.rateLimit().profile).toBe('off')
  })
})

/** An hour of two clients, one of which does not wait when it is told to. */
async function makeTraffic(): Promise<void> {
  const { user } = sandbox
  const refresh = {
    grant_type: 'refresh_token',
    client_id: user.clientId,
    client_secret: user.clientSecret,
    refresh_token: user.refreshToken,
  }
  const answer = await fetch(`${sandbox.url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(refresh) })
  const { access_token } = (await answer.json()) as { access_token: string }
  const asUser = (method: string, path: string, body?: unknown) =>
    fetch(sandbox.url + path, {
      method,
      headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  sandbox.control.useRateProfile('default')
  sandbox.control.snapshot('before-the-batch')
  await call('GET', '/v2/organizations?pageSize=50')
  await call('GET', '/v2/devices-detailed?df=class%20in%20(WINDOWS_SERVER)&pageSize=20')
  await call('GET', '/v2/device/1001/windows-services?name=Spooler')
  await restart()
  sandbox.control.advance(42_000)
  await asUser('POST', '/v2/device/1001/script/run', { type: 'SCRIPT', id: 1 })
  await call('POST', '/v2/device/1001/script/run', { type: 'SCRIPT', id: 1 })
  await asUser('GET', '/v2/alerts')
  sandbox.control.addFault({
    match: { method: 'GET', path: '/v2/device/*' },
    effect: { kind: 'status', status: 429, retryAfterSeconds: 20 },
    count: 1,
  })
  sandbox.control.addFault({ match: { method: 'PATCH', path: '/v2/device/*' }, effect: { kind: 'accepted-but-500' } })
  await call('GET', '/v2/device/1001/disks')
  await call('GET', '/v2/device/1001/disks')
  await call('PATCH', '/v2/device/1001', { displayName: 'SALTMARROW-PRINT01-OLD' })
  await call('GET', '/v2/device/424242')
  sandbox.control.advance(311_000)
  for (const id of [1001, 1002, 1003, 1004, 1005]) await asUser('GET', `/v2/device/${id}`)
  await asUser('GET', '/v2/queries/disks?pageSize=100')
  await asUser('GET', '/v2/tickets/unheard-of')
}

describe.skipIf(!installed)(
  'every view in every form: nothing that axe finds, no sideways scrolling, no complaints',
  () => {
    const forms: [string, BrowserContextOptions][] = [
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['phone', { colorScheme: 'light', viewport: { width: 320, height: 700 }, hasTouch: true }],
    ]
    it.each(forms)('%s', async (form, options) => {
      await makeTraffic()
      const { page, complaints } = await open(options)
      const fits = () => page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
      const found: string[] = []
      const see = async (name: string) => {
        // A narrow page has the colours of a wide one; only where it is built otherwise is there something to find.
        if (form !== 'phone' || ['requests', 'request', 'controls'].includes(name)) {
          found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`))
        }
        if (!(await fits())) found.push(`${name} scrolls sideways`)
        if (process.env.KUNAI_INSPECTOR_PICTURES)
          await page.screenshot({
            path: `${process.env.KUNAI_INSPECTOR_PICTURES}/${name}-${form}.png`,
            fullPage: form.includes('phone'),
          })
      }
      await row(page, '/v2/alerts').waitFor()
      await see('requests')
      await openRow(page, 'accepted-but-500')
      await see('request')
      if (screenshots && !form.includes('phone')) await page.screenshot({ path: `${screenshots}inspector-${form}.png` })
      await page.getByRole('button', { name: 'Turn into fault' }).click()
      await see('fault-form')
      const views: [string, string][] = [
        ['controls', 'Assumed: NinjaOne publishes no numbers.'],
        ['faults', 'bad-tuesday'],
        ['commands', 'devices.controlWindowsService'],
        ['webhooks', 'Nothing was to be delivered'],
        ['verdicts', 'Did not wait'],
        ['snapshots', 'before-the-batch'],
        ['applications', 'Sandbox machine'],
        ['fidelity', 'operations are modelled'],
      ]
      for (const [view, words] of views) {
        await page.goto(`${sandbox.url}/_sandbox/?view=${view}`)
        await page.getByText(words).filter({ visible: true }).first().waitFor()
        if (view === 'snapshots') {
          await page.getByRole('button', { name: /^Compare with now/ }).click()
          await page.getByText('PRINT01-OLD').first().waitFor()
        }
        await see(view)
      }
      const { page: stranger } = await open(options, `${sandbox.url}/_sandbox/`)
      await stranger.getByLabel('Control token').waitFor()
      found.push(...(await violations(stranger)))
      if (process.env.KUNAI_INSPECTOR_PICTURES)
        await stranger.screenshot({ path: `${process.env.KUNAI_INSPECTOR_PICTURES}/sign-in-${form}.png` })
      expect({ found, complaints }).toEqual({ found: [], complaints: [] })
    })
  },
)
