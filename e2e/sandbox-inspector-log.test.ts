/** The inspector's log in a real browser: what came in, shown as it is, copied, and turned into trouble. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Bench,
  detailOf,
  hasBrowser,
  logOf,
  openInspector,
  openRow,
  rowOf,
  startBench,
} from './support/inspector.ts'

let bench: Bench
beforeAll(async () => {
  if (hasBrowser) bench = await startBench()
})
beforeEach(() => bench?.reset())
afterAll(() => bench?.close())

const restartSpooler = () =>
  bench.call('POST', '/v2/device/1001/windows-service/Spooler/control', { action: 'RESTART' })

/** What the page would have put on the clipboard. */
async function copied(page: Page, press: () => Promise<void>): Promise<string> {
  await page.evaluate(`navigator.clipboard.writeText = async (text) => { window.copied = text }`)
  await press()
  return (await page.waitForFunction('window.copied')).jsonValue() as Promise<string>
}

const shell = async (command: string) => {
  const environment = { ...process.env, ACCESS_TOKEN: bench.token, CLIENT_SECRET: bench.sandbox.machine.clientSecret }
  return (await promisify(execFile)('sh', ['-c', command], { env: environment })).stdout
}

describe.skipIf(!hasBrowser)('the log', () => {
  it('shows requests as they come, filters them, keeps the filter in the address, and shows one in full', async () => {
    const { page, complaints } = await openInspector(bench)
    await rowOf(page, '/ws/oauth/token').waitFor()
    await bench.call('GET', '/v2/organizations?pageSize=2')
    await restartSpooler()
    await bench.call('GET', '/v2/device/999999')
    await rowOf(page, '/v2/device/999999').getByText('404').waitFor()
    await page.getByLabel('Filter by method').selectOption('POST')
    await page.getByLabel('Filter requests').fill('spooler')
    expect(await logOf(page).getByRole('row').count()).toBe(2)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ q: 'spooler', method: 'POST' })
    await page.reload()
    await rowOf(page, 'Spooler').waitFor()
    expect(await logOf(page).getByRole('row').count()).toBe(2)
    await openRow(page, 'Spooler')
    const detail = detailOf(page)
    const text = await detail.innerText()
    for (const words of ['devices.controlWindowsService', '"RESTART"', 'Sandbox machine', 'Request headers']) {
      expect(text).toContain(words)
    }
    expect(await page.content()).not.toContain(bench.token)
    await page.keyboard.press('Escape')
    expect(await page.evaluate('document.activeElement?.textContent')).toContain('Spooler')
    await page.getByLabel('Filter requests').fill('nothing-of-the-kind')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await rowOf(page, '/v2/organizations').waitFor()
    expect(complaints).toEqual([])
  })

  it('stands still while it is paused or read, says how many are new, and shows them when asked', async () => {
    const { page } = await openInspector(bench)
    await rowOf(page, '/ws/oauth/token').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await bench.call('GET', '/v2/organizations')
    await bench.call('GET', '/v2/locations')
    const pill = page.getByRole('button', { name: '2 new' })
    await pill.waitFor()
    expect(await rowOf(page, '/v2/organizations').count()).toBe(0)
    await pill.click()
    await rowOf(page, '/v2/organizations').waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    await openRow(page, '/v2/locations')
    await bench.call('GET', '/v2/policies')
    await page.getByRole('button', { name: '1 new' }).waitFor()
    expect(await rowOf(page, '/v2/policies').count()).toBe(0)
  })

  it('shows a hostile name as the text that it is', async () => {
    const name = `<img src=x onerror="window.broken=1"><script>window.broken=1</script>\u202eevil`
    expect((await bench.call('PATCH', '/v2/device/1001', { displayName: name })).status).toBeLessThan(300)
    await bench.call('GET', `/v2/organizations?q=${encodeURIComponent('"><script>window.broken=1</script>')}`)
    const { page, complaints } = await openInspector(bench)
    await openRow(page, '/v2/device/1001')
    await page.getByText('<img src=x').first().waitFor()
    const text = await detailOf(page).innerText()
    // A character that turns the reading direction is shown as what it is.
    expect(text).toContain('\\u202eevil')
    expect(text).not.toContain('\u202e')
    await page.goto(`${bench.sandbox.url}/_sandbox/?view=commands`)
    await page.getByText('Body').first().click()
    await page.getByText('<script>').first().waitFor()
    expect(await page.evaluate('[document.images.length, window.broken ?? 0].join()')).toBe('0,0')
    expect(complaints).toEqual([])
  })

  it('copies a request as a command that runs in a shell and gives the same answer, whatever stands in it', async () => {
    const hostile = `it's $(touch /nowhere) "quoted" \`x\` \\ 100%`
    const changed = await bench.call('PATCH', '/v2/device/1001', { displayName: hostile })
    expect(changed.status).toBeLessThan(300)
    const whole = await (
      await bench.call('GET', `/v2/devices?df=${encodeURIComponent('id in (1001)')}&pageSize=3`)
    ).text()
    const { page } = await openInspector(bench)
    const press = () => page.getByRole('button', { name: 'Copy as curl' }).click()
    await openRow(page, '/v2/devices')
    expect(await shell(await copied(page, press))).toBe(whole)

    await page.reload()
    await openRow(page, '/v2/device/1001')
    await bench.call('PATCH', '/v2/device/1001', { displayName: 'Something else' })
    const command = await copied(page, press)
    expect(command).not.toContain(bench.token)
    await shell(command)
    const { displayName } = (await (await bench.call('GET', '/v2/device/1001')).json()) as { displayName: string }
    expect(displayName).toBe(hostile)

    await page.goto(`${bench.sandbox.url}/_sandbox/?q=oauth`)
    await openRow(page, '/ws/oauth/token')
    const token = JSON.parse(await shell(await copied(page, press))) as { access_token: string }
    expect(token.access_token).toBeTypeOf('string')
  })

  it('turns a request into a fault that breaks the next one, shows that it acted, and takes it back', async () => {
    await bench.call('GET', '/v2/organizations')
    const { page, complaints } = await openInspector(bench)
    await openRow(page, '/v2/organizations')
    await page.getByRole('button', { name: 'Turn into fault' }).click()
    expect(await page.getByLabel('Path').inputValue()).toBe('/v2/organizations')
    await page.getByLabel('Status', { exact: true }).fill('9000')
    await page.getByLabel('How many times').fill('')
    await page.getByRole('button', { name: 'Make it fail' }).click()
    // The browser itself refuses what the field says it cannot be.
    expect(bench.sandbox.control.faults()).toEqual([])
    await page.getByLabel('Status', { exact: true }).fill('503')
    await page.getByRole('button', { name: 'Make it fail' }).click()
    await page.getByText('waits for GET /v2/organizations').first().waitFor()
    expect((await bench.call('GET', '/v2/organizations')).status).toBe(503)
    expect((await bench.call('GET', '/v2/locations')).status).toBe(200)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '2 new' }).click()
    await rowOf(page, 'status 503').getByText('503').first().waitFor()
    await page.getByRole('link', { name: 'Faults' }).click()
    await page.getByText('struck 1 of 1 seen').waitFor()
    await page.getByRole('button', { name: /^Remove fault-/ }).click()
    await page.getByText('Nothing goes wrong').waitFor()
    expect((await bench.call('GET', '/v2/organizations')).status).toBe(200)
    await page.getByRole('button', { name: /region-outage/ }).click()
    await expect.poll(() => bench.sandbox.control.faults().length).toBe(2)
    expect(complaints).toEqual([])
  })
})
