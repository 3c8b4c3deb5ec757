/** The sandbox's inspector in a real browser: opening it, and moving the sandbox with it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, hasBrowser, openInspector, startBench } from './support/inspector.ts'

let bench: Bench
beforeAll(async () => {
  if (hasBrowser) bench = await startBench()
})
beforeEach(() => bench?.reset())
afterAll(() => bench?.close())

describe.skipIf(!hasBrowser)('the token', () => {
  it('leaves the address bar at once, is kept in the tab alone, and a wrong one is said aloud', async () => {
    const { page } = await openInspector(bench)
    await page.getByRole('heading', { name: 'Clock' }).waitFor()
    expect(page.url()).toBe(`${bench.sandbox.url}/_sandbox/`)
    const kept = await page.evaluate('JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])')
    expect(JSON.parse(String(kept))).toEqual([[bench.sandbox.controlToken], []])
    expect(await page.context().cookies()).toEqual([])
    await page.reload()
    await page.getByRole('heading', { name: 'Clock' }).waitFor()

    const { page: stranger } = await openInspector(bench, {}, `${bench.sandbox.url}/_sandbox/#token=wrong`)
    await stranger.getByText('The control token was refused').waitFor()
    expect(stranger.url()).not.toContain('wrong')
    await stranger.getByLabel('Control token').fill('not–a token')
    await stranger.keyboard.press('Enter')
    await stranger.getByText('The control token was refused').waitFor()
    expect(await stranger.evaluate('sessionStorage.length')).toBe(0)
    await stranger.getByLabel('Control token').fill(bench.sandbox.controlToken)
    await stranger.keyboard.press('Enter')
    await stranger.getByRole('heading', { name: 'Clock' }).waitFor()
  })
})

describe.skipIf(!hasBrowser)('the sandbox is moved', () => {
  it('time goes forward by a step and to a moment, and stands still when frozen', async () => {
    const { page, complaints } = await openInspector(bench)
    const clock = page.getByRole('region', { name: 'Clock' })
    const now = () => Date.parse(bench.sandbox.control.clock().now)
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
    await expect.poll(() => bench.sandbox.control.clock().now).toBe(`${target}09:00:00.000Z`)
    await clock.getByText('09:00:00').waitFor()
    await clock.getByRole('button', { name: 'frozen' }).click()
    await clock.getByText('frozen time cannot be moved').waitFor()
    expect(await clock.getByRole('button', { name: '+1 day' }).isDisabled()).toBe(true)
    // Nothing but the server's refusal of the moment that is too far away.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  })

  it('a snapshot, a change, the difference, and back', async () => {
    const { page } = await openInspector(bench, {}, `${bench.sandbox.inspectorUrl.replace('#', '?view=snapshots#')}`)
    await page.getByLabel('Name of the new snapshot').fill('before')
    await page.getByRole('button', { name: 'Take snapshot' }).click()
    await page.getByRole('button', { name: 'Compare with now: before' }).waitFor()
    await bench.call('PATCH', '/v2/device/1001', { displayName: 'CHANGED-PRINT' })
    await page.getByRole('button', { name: 'Compare with now: before' }).click()
    const difference = page.getByRole('region', { name: 'Differences between before and now' })
    await difference.getByText('CHANGED-PRINT').waitFor()
    expect(await difference.innerText()).toContain('displayName')
    await page.getByRole('button', { name: 'Restore: before' }).click()
    // Enter alone must not restore: nothing is focused on the action.
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Cancel')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('before is back').first().waitFor()
    const device = (await (await bench.call('GET', '/v2/device/1001')).json()) as { displayName?: string }
    expect(device.displayName).not.toBe('CHANGED-PRINT')
    await page.getByRole('button', { name: 'Delete: before' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('No snapshot yet').waitFor()
  })

  it('a rate limit is set, its gauge goes down, and a reset brings everything back', async () => {
    const { page } = await openInspector(bench)
    await page.getByLabel('Rate limit profile').selectOption('harsh')
    await expect.poll(() => bench.sandbox.control.rateLimit().profile).toBe('harsh')
    for (let calls = 0; calls < 4; calls++) await bench.call('GET', '/v2/organizations')
    await page
      .getByRole('meter', { name: /Sandbox machine/ })
      .getByText('6 of 10')
      .waitFor()
    await page.getByRole('button', { name: 'Reset the sandbox' }).click()
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.getByText('No request yet').waitFor()
    expect(bench.sandbox.control.rateLimit().profile).toBe('off')
  })
})
