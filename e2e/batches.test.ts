/** The Batches page in a real browser, against the running product: from a file to its results. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  forms,
  hasBrowser,
  keepPicture,
  launchBrowser,
  lookAt,
  type OpenPage,
  openSignedIn,
} from './support/browser.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'

const installed = hasBrowser('the tests of the batches page')

let environment: Environment
let gateway: RunningGateway
let browser: Browser
let technician: OpenPage
let auditor: OpenPage
let phone: OpenPage
/** Address of the batch that these tests, in their order, plan, run and look at. */
let batch = ''

beforeAll(async () => {
  if (!installed) return
  environment = await createEnvironment()
  gateway = await environment.start()
  browser = await launchBrowser()
  technician = await open('Technician')
  auditor = await open('Auditor', forms.dark)
  phone = await open('Night shift', forms.phone)
})
afterAll(async () => {
  if (!installed) return
  await browser?.close()
  await environment.close()
})

const open = (person: string, options: BrowserContextOptions = {}) =>
  openSignedIn(browser, environment.variables, options, person)

/** Forty rows, of which the third lacks its floor and one holds a formula. */
const devices = Array.from({ length: 40 }, (_, index) => index)
const csv = [
  'id,name,floor,note',
  ...devices.map((index) => {
    const floor = index === 2 ? '' : index + 1
    return `${1001 + index},Desk ${index},${floor},${index === 4 ? '=HYPERLINK(0)' : 'x'}`
  }),
].join('\r\n')

const ledger = () => environment.sandbox.control.ledger().length

async function writeTemplates(page: Page, name: string): Promise<void> {
  await page.goto(`${gateway.url}/batches/new`)
  await page.getByRole('searchbox', { name: 'Find an action' }).fill('devices.update')
  await page
    .getByRole('button', { name: /^devices\.update\b(?!C)/ })
    .first()
    .click()
  await page.getByLabel('Drop a file here, or choose one').setInputFiles({
    name: 'desks.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  })
  await page.getByText('40 rows, 4 columns').waitFor()
  await page.getByRole('textbox', { name: 'id (needed)' }).fill('{{ id }}')
  await page.getByRole('textbox', { name: 'displayName' }).fill(name)
}

it.skipIf(!installed)('nothing yet: one command to run and one button', async () => {
  const { page, complaints } = technician
  await page.getByRole('link', { name: 'Batches' }).click()
  await page.getByText('No batch yet').waitFor()
  await page.getByText('kunai batch preview devices.update').waitFor()
  await lookAt(page, 'batches-empty')
  await page.getByRole('link', { name: 'New batch' }).click()
  // The actions that playbooks know come first.
  await page.getByRole('button', { name: /^Create New Organization/ }).waitFor()
  await lookAt(page, 'batch-new')
  expect(complaints).toEqual([])
})

it.skipIf(!installed)('a file that is malformed is refused with its line', async () => {
  const { page, complaints } = technician
  await page.goto(`${gateway.url}/batches/new`)
  await page.getByLabel('Or paste rows').fill('id,name\n1001,Desk\n1002\n')
  await page.getByRole('button', { name: 'Take these rows' }).click()
  await page.getByText('Line 3 has 1 cells, but the header has 2.').waitFor()
  await lookAt(page, 'batch-malformed')
  // The browser itself notes every refusal.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')])
})

it.skipIf(!installed)(
  'a mistake stands beside its field; once it is mended all rows are planned, and nothing is sent',
  async () => {
    const before = ledger()
    const { page } = technician
    await writeTemplates(page, '{{ name }}, part {{ 100 // (floor | int) }}')
    const name = page.getByRole('textbox', { name: 'displayName' })
    await page.getByText('Becomes a call').waitFor()
    await page.getByRole('button', { name: 'Next row' }).click()
    await page.getByRole('button', { name: 'Next row' }).click()
    await page.getByText('Cannot be sent yet').waitFor()
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    await lookAt(page, 'batch-render-error')
    await name.fill('{{ name }} in the hall')
    await page.getByText('Becomes a call').waitFor()
    await page.getByText('"Desk 2 in the hall"').waitFor()
    await page.getByLabel('Milliseconds between two requests').fill('60')
    await page.getByRole('textbox', { name: 'Reason' }).fill('The desks moved')
    await lookAt(page, 'batch-templates')
    expect(ledger()).toBe(before)

    await page.getByRole('button', { name: 'Plan 40 rows' }).click()
    await page.getByText('A person has to approve: once').waitFor()
    await page.getByText('Desk 0 in the hall').first().waitFor()
    await lookAt(page, 'batch-plan')
    expect(ledger()).toBe(before)
    batch = page.url()
  },
)

it.skipIf(!installed)('it waits for another person, runs with live counts, and can be paused and resumed', async () => {
  const { page } = technician
  await page.goto(batch)
  // One device refuses at first, and one answer gets lost after the change was made.
  environment.sandbox.control.addFault({
    match: { path: '/v2/device/1008', method: 'PATCH' },
    effect: { kind: 'status', status: 400 },
    count: 1,
  })
  environment.sandbox.control.addFault({
    match: { path: '/v2/device/1011', method: 'PATCH' },
    effect: { kind: 'accepted-but-500' },
    count: 9,
  })
  await page.getByRole('button', { name: 'Start: ask for approval' }).click()
  await page.getByText('It waits for a person.').waitFor()
  await lookAt(page, 'batch-waiting')
  await page.getByRole('link', { name: 'Open the approval' }).click()
  await page.waitForURL('**/approvals/*')
  await auditor.page.goto(page.url())
  await page.goBack()
  await page.getByText('It waits for a person.').waitFor()
  // A long plan has to be read to its end first.
  await auditor.page.locator('#request-body').focus()
  await auditor.page.keyboard.press('End')
  await auditor.page.getByRole('button', { name: /^Approve/ }).click()

  // Nobody reloads: the counts move by themselves.
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await lookAt(page, 'batch-paused')
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('rows in a second').waitFor()
  await keepPicture(page, 'batch-running')
  await page.getByText('40 of 40 rows').waitFor()
  await page.getByText('One row may have been carried out').waitFor()
  await page.getByRole('link', { name: /^Failed/ }).click()
  await page.getByRole('list', { name: 'Rows: Failed' }).getByText('Desk 7', { exact: true }).waitFor()
  // The sandbox lives: a device that went offline meanwhile fails its row as well. The count is its list's, whatever it is.
  const tab = await page.getByRole('link', { name: /^Failed/ }).innerText()
  const listed = await page.getByRole('list', { name: 'Rows: Failed' }).locator(':scope > li').count()
  expect(tab).toMatch(new RegExp(`^Failed\\s*${listed}$`))
  await lookAt(page, 'batch-done')
})

it.skipIf(!installed)('pages belong to their tab; the download is what the API says, without formulas', async () => {
  const { page } = technician
  await page.goto(batch)
  const id = new URL(batch).pathname.split('/').at(-1) ?? ''
  // The page number belongs to its tab.
  await page.getByRole('link', { name: 'All 40' }).click()
  await page.getByRole('button', { name: 'Next rows' }).click()
  await page.getByText('Page 2').waitFor()
  await page.getByRole('link', { name: /^OK/ }).click()
  await page.getByText('Page 1').waitFor()
  await page.getByText('Desk 0', { exact: true }).waitFor()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Results as CSV' }).click(),
  ])
  const text = readFileSync(await download.path(), 'utf8')
  const answer = await page.request.get(`${gateway.url}/api/batches/${id}/rows?limit=500`)
  const { rows } = (await answer.json()) as { rows: { state: string; message: string | null; row: { id: string } }[] }
  const lines = text.trimEnd().split('\r\n')
  expect(lines).toHaveLength(41)
  expect(lines[5]).toContain("'=HYPERLINK(0)")
  for (const [index, row] of rows.entries()) {
    expect(lines[index + 1]?.startsWith(String(row.state !== 'ok'))).toBe(true)
    expect(lines[index + 1]).toContain(`,${row.row.id},`)
  }
  expect(rows.find(({ row }) => row.id === '1008')?.state).toBe('failed')
  expect(rows.find(({ row }) => row.id === '1011')?.state).toBe('unknown')
})

it.skipIf(!installed)('what failed is planned again as a batch of its own, which can be cancelled', async () => {
  const { page, complaints } = technician
  await page.goto(batch)
  await page.getByRole('button', { name: /^Retry \d+ failed row/ }).click()
  await page.waitForURL((url) => !batch.endsWith(url.pathname))
  await page.getByText('Desk 7 in the hall').first().waitFor()
  await lookAt(page, 'batch-retry')
  await page.getByRole('button', { name: 'Cancel the batch' }).click()
  await lookAt(page, 'batch-cancel')
  await page.getByRole('button', { name: 'Yes: cancel it' }).click()
  await page.getByText('Cancelled').first().waitFor()
  await page.goto(`${gateway.url}/batches`)
  await page.getByText('The desks moved').first().waitFor()
  await lookAt(page, 'batches')
  expect(complaints).toEqual([])
})

it.skipIf(!installed).each(['dark', 'phone'] as const)('every page is whole in the form %s', async (form) => {
  const { page, complaints } = form === 'dark' ? auditor : phone
  await page.goto(batch)
  await page.getByText('40 of 40 rows').waitFor()
  await page.getByText('Its plan', { exact: true }).click()
  await lookAt(page, `batch-done-${form}`)
  await page.goto(`${gateway.url}/batches`)
  await page.getByText('The desks moved').first().waitFor()
  await lookAt(page, `batches-${form}`)
  await writeTemplates(page, '{{ nam }}')
  await page.getByText('Cannot be sent yet').waitFor()
  await lookAt(page, `batch-templates-${form}`)
  expect(complaints).toEqual([])
})
