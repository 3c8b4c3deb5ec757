/** Every view of the sandbox's inspector in a real browser, light, dark and on a narrow phone. */
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepPicture, violations } from './support/browser.ts'
import {
  type Bench,
  fetchToken,
  hasBrowser,
  openInspector,
  openRow,
  rowOf,
  send,
  startBench,
} from './support/inspector.ts'

/** `KUNAI_UPDATE_SCREENSHOTS=1` writes the pictures that the docs show. */
const screenshots =
  process.env.KUNAI_UPDATE_SCREENSHOTS === '1' ? new URL('../docs/images/', import.meta.url).pathname : undefined

let bench: Bench
beforeAll(async () => {
  if (!hasBrowser) return
  bench = await startBench()
  // As `kunai sandbox start` does.
  await bench.sandbox.hashWorld()
})
beforeEach(() => bench?.reset())
afterAll(() => bench?.close())

/** An hour of two clients, one of which does not wait when it is told to. */
async function makeTraffic(): Promise<void> {
  const { user } = bench.sandbox
  const token = await fetchToken(bench.sandbox, {
    grant_type: 'refresh_token',
    client_id: user.clientId,
    client_secret: user.clientSecret,
    refresh_token: user.refreshToken,
  })
  const asUser = (method: string, path: string, body?: unknown) => send(bench.sandbox, token, method, path, body)
  bench.sandbox.control.useRateProfile('default')
  bench.sandbox.control.snapshot('before-the-batch')
  await bench.call('GET', '/v2/organizations?pageSize=50')
  await bench.call('GET', '/v2/devices-detailed?df=class%20in%20(WINDOWS_SERVER)&pageSize=20')
  await bench.call('GET', '/v2/device/1001/windows-services?name=Spooler')
  await bench.call('POST', '/v2/device/1001/windows-service/Spooler/control', { action: 'RESTART' })
  bench.sandbox.control.advance(42_000)
  await asUser('POST', '/v2/device/1001/script/run', { type: 'SCRIPT', id: 1 })
  await bench.call('POST', '/v2/device/1001/script/run', { type: 'SCRIPT', id: 1 })
  await asUser('GET', '/v2/alerts')
  bench.sandbox.control.addFault({
    match: { method: 'GET', path: '/v2/device/*' },
    effect: { kind: 'status', status: 429, retryAfterSeconds: 20 },
    count: 1,
  })
  bench.sandbox.control.addFault({
    match: { method: 'PATCH', path: '/v2/device/*' },
    effect: { kind: 'accepted-but-500' },
  })
  await bench.call('GET', '/v2/device/1001/disks')
  await bench.call('GET', '/v2/device/1001/disks')
  await bench.call('PATCH', '/v2/device/1001', { displayName: 'SALTMARROW-PRINT01-OLD' })
  await bench.call('GET', '/v2/device/424242')
  bench.sandbox.control.advance(311_000)
  for (const id of [1001, 1002, 1003, 1004, 1005]) await asUser('GET', `/v2/device/${id}`)
  await asUser('GET', '/v2/queries/disks?pageSize=100')
  await asUser('GET', '/v2/tickets/unheard-of')
}

/** A page in one of its forms, and what was found wrong with it. */
async function openForm(form: string, options: BrowserContextOptions, address?: string) {
  const { page, complaints } = await openInspector(bench, options, address)
  const found: string[] = []
  const see = async (name: string) => {
    // A narrow page has the colours of a wide one; only where it is built otherwise is there something to find.
    if (form !== 'phone' || ['requests', 'request', 'controls'].includes(name)) {
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`))
    }
    const fits = await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
    if (!fits) found.push(`${name} scrolls sideways`)
    await keepPicture(page, `${name}-${form}`)
  }
  return { page, see, findings: () => ({ found, complaints }) }
}

const nothing = { found: [], complaints: [] }

/** What each view shows when it has read what it needs. */
const views: Record<string, string> = {
  controls: 'Assumed: NinjaOne publishes no numbers.',
  faults: 'bad-tuesday',
  commands: 'devices.controlWindowsService',
  webhooks: 'Nothing was to be delivered',
  verdicts: 'Did not wait',
  snapshots: 'before-the-batch',
  applications: 'Sandbox machine',
  fidelity: 'operations are modelled',
}

describe.skipIf(!hasBrowser).each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { colorScheme: 'light', viewport: { width: 320, height: 700 }, hasTouch: true }],
])('%s: nothing that axe finds, no sideways scrolling, no complaints', (form, options) => {
  it('the log, one request, the form that makes a fault', async () => {
    await makeTraffic()
    const { page, see, findings } = await openForm(form, options)
    await rowOf(page, '/v2/alerts').waitFor()
    await see('requests')
    await openRow(page, 'accepted-but-500')
    await see('request')
    if (screenshots && form !== 'phone') {
      await page.evaluate('document.activeElement.blur()')
      await page.screenshot({ path: `${screenshots}inspector-${form}.png` })
    }
    await page.getByRole('button', { name: 'Turn into fault' }).click()
    await see('fault-form')
    expect(findings()).toEqual(nothing)
  })

  it.each(Object.entries(views))('%s', async (view, words) => {
    await makeTraffic()
    const address = bench.sandbox.inspectorUrl.replace('#', `?view=${view}#`)
    const { page, see, findings } = await openForm(form, options, address)
    await page.getByText(words).filter({ visible: true }).first().waitFor()
    if (view === 'snapshots') {
      await page.getByRole('button', { name: /^Compare with now/ }).click()
      await page.getByText('PRINT01-OLD').first().waitFor()
    }
    await see(view)
    expect(findings()).toEqual(nothing)
  })

  it('the question for the token', async () => {
    const { page, see, findings } = await openForm(form, options, `${bench.sandbox.url}/_sandbox/`)
    await page.getByLabel('Control token').waitFor()
    await see('sign-in')
    expect(findings()).toEqual(nothing)
  })
})
