/** Consent in a real browser: form, the sandbox's own pages, return and check; and each way in which it can fail. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { hasBrowser, lookAt } from './support/browser.ts'
import { type App, type ConnectStage, openConnectStage } from './support/connect.ts'
import type { Environment } from './support/environment.ts'

const installed = hasBrowser("the tests of the connections' pages")

let stage: ConnectStage
let environment: Environment
let page: Page
let name: string
let count = 0

beforeAll(async () => {
  if (!installed) return
  stage = await openConnectStage()
  environment = stage.environment
  page = stage.page
})
afterAll(() => stage?.close())
beforeEach(() => {
  name = `tenant-${++count}`
})

const callback = () => stage.callback
const addWebApp: ConnectStage['addWebApp'] = (changes) => stage.addWebApp(changes)
const fillIn = (app: App) => stage.fillIn(name, app)
const openConsent = () => stage.openConsent()
const answer: ConnectStage['answer'] = (popup, word) => stage.answer(popup, word)
const shows: ConnectStage['shows'] = (text, where) => stage.shows(text, where)

/** Allows without the browser's going back; the address it was to go to. */
async function catchReturn(popup: Page): Promise<string> {
  const asked = popup.url()
  await popup.close()
  return stage.allow(asked)
}

it.skipIf(!installed)(
  'a stranger connects a tenant: form, consent, return, a check in which nothing fails',
  async () => {
    await fillIn(addWebApp())
    await shows('Saved')
    await lookAt(page, 'saved-light')
    const popup = await openConsent()
    await shows('Waiting for your answer in NinjaOne')
    await lookAt(page, 'waiting-light')
    await answer(popup, 'Allow')
    await shows('Connected')
    // The page hears of it by itself, and looks whether all is well.
    await shows('Consent: token and refresh')
    await shows('Authorized by')
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(0)
    await lookAt(page, 'connected-light')
    expect(stage.complaints).toEqual([])
  },
)

it.skipIf(!installed)('wrong region: its sentence, and no window opens', async () => {
  await fillIn({ clientId: 'of-another-region', clientSecret: 'x' })
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/knows no application with this client ID: the region is wrong, or the client ID is/)
  await lookAt(page, 'wrong-region-light')
  expect(page.context().pages()).toHaveLength(1)
})

it.skipIf(!installed)('wrong app: its sentence', async () => {
  await fillIn(environment.sandbox.machine)
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/This is the wrong kind of application/)
})

it.skipIf(!installed)('wrong secret: its sentence, and entering the right one helps', async () => {
  const app = addWebApp()
  await fillIn({ ...app, clientSecret: 'mistyped' })
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/NinjaOne refuses the client secret/)
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await lookAt(page, 'rotate-light')
  await page.getByLabel('New client secret').fill(app.clientSecret)
  await page.getByRole('button', { name: 'Replace the secret' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
})

it.skipIf(!installed)('wrong redirect: its sentence, with the exact address', async () => {
  await fillIn(addWebApp({ redirectUris: [`${callback()}/`] }))
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(new RegExp(`register exactly ${callback()}, without a slash at the end`))
  await page.getByRole('button', { name: 'Run the check' }).click()
  await page.getByText('Failed', { exact: true }).first().waitFor()
  await lookAt(page, 'check-failed-light')
})

it.skipIf(!installed)('missing scope: its sentence, before and after NinjaOne was asked', async () => {
  await fillIn(addWebApp({ scopes: ['monitoring', 'offline_access'] }))
  await page.getByRole('button', { name: 'Authorize' }).click()
  await shows(/The application lacks a scope/)
  const opening = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Authorize all the same' }).click()
  const popup = await opening
  await shows(/The application lacks a scope/, popup)
  await popup.close()
})

it.skipIf(!installed)('denied consent: its sentence', async () => {
  await fillIn(addWebApp())
  const popup = await openConsent()
  await answer(popup, 'Deny')
  await shows(/Access was not allowed in NinjaOne/, popup)
  await lookAt(popup, 'denied-light')
  expect(popup.url()).toBe(callback())
  await popup.close()
})

it.skipIf(!installed)('revoked app: its sentence, on the card and on the page', async () => {
  const app = addWebApp()
  await fillIn(app)
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
  environment.sandbox.control.removeApp(app.clientId)
  await page.getByRole('button', { name: /Run the check|Check again/ }).click()
  await shows('Reconnect needed')
  await shows(/knows no application with this client ID/)
  await lookAt(page, 'reconnect-light')
  await page.goto(`${stage.gateway.url}/connections`)
  await shows('Reconnect needed')
  await lookAt(page, 'cards-light')
})

it.skipIf(!installed)('rotated secret: its sentence', async () => {
  const app = addWebApp()
  await fillIn(app)
  await answer(await openConsent(), 'Allow')
  await shows('Connected')
  environment.sandbox.control.removeApp(app.clientId)
  environment.sandbox.control.addApp({
    ...{ name: 'Kunai', platform: 'web', redirectUris: [callback()] },
    ...{ clientId: app.clientId, clientSecret: 'another' },
  })
  await page.getByRole('button', { name: /Run the check|Check again/ }).click()
  await shows(/Enter the new one under Rotate secret/)
})

it.skipIf(!installed)('tampered state: its sentence, and the right one still works afterwards', async () => {
  await fillIn(addWebApp())
  const back = await catchReturn(await openConsent())
  const tampered = new URL(back)
  tampered.searchParams.set('state', 'made-up')
  await page.goto(tampered.href)
  await shows(/does not belong to anything that was started here/)
  expect(page.url()).toBe(callback())
  await page.goto(back)
  await shows(`${name} is connected`)
  await lookAt(page, 'callback-light')
})

it.skipIf(!installed)('callback twice: its sentence', async () => {
  await fillIn(addWebApp())
  const back = await catchReturn(await openConsent())
  await page.goto(back)
  await shows(`${name} is connected`)
  await page.goto(back)
  await shows(/was used already; it is not taken twice/)
})

it.skipIf(!installed)('two tabs: only the newest counts, and the older one says so', async () => {
  await fillIn(addWebApp())
  const older = await catchReturn(await openConsent())
  await page.reload()
  const newer = await catchReturn(await openConsent())
  await page.goto(older)
  await shows(/started again in another tab, and only the newest counts/)
  await page.goto(newer)
  await shows(`${name} is connected`)
})
