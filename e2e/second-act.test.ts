/** The tour's second act: two people in two browsers, an agent over MCP; and as `npm run tour -- --act 2` plays it. */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { forms, hasBrowser, launchBrowser, type OpenPage, openPage, openSignedIn } from './support/browser.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { connectAgent } from './support/mcp.ts'
import { signIn } from './support/person.ts'
import { startKunai } from './support/process.ts'
import { changesIn, type Decider, deciderAtApi, playSecondAct, type SecondStage } from './support/second-act.ts'

const installed = hasBrowser('two people in two browsers')

let environment: Environment
let browser: Browser | undefined
afterEach(async () => {
  await browser?.close()
  browser = undefined
  await environment.close()
})

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 100))

/** A person who sits at a page and never reloads it. */
function deciderAt(name: string, { page }: OpenPage): Decider {
  return {
    name,
    async open(id) {
      // From an earlier request back to the queue, as a person goes there: inside the page.
      if (!/\/approvals\/?(\?.*)?$/.test(page.url())) {
        await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click()
        await page.getByRole('link', { name: /^Waiting/ }).click()
      }
      await page.locator(`a[href*="${id}"]`).first().click()
      await page.waitForURL(`**/approvals/${id}*`)
      await page.getByRole('button', { name: /^Approve/ }).waitFor()
    },
    async approve() {
      await page.getByRole('button', { name: /^Approve/ }).click()
      await page.getByText(`by ${name}`).first().waitFor()
    },
    async seeDecidedBy(id, other) {
      expect(page.url()).toContain(id)
      await page.getByRole('complementary', { name: 'Decision' }).getByText(`by ${other}`).waitFor()
      expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
    },
  }
}

async function openAsOwner({ signInUrl }: RunningGateway, options: BrowserContextOptions): Promise<OpenPage> {
  const opened = await openPage(browser as Browser, options)
  await opened.page.goto(signInUrl)
  await opened.page.waitForURL('**/approvals*')
  return opened
}

/** A third person, who decides nothing and reads the records. */
async function reader() {
  const added = startKunai(['people', 'add', 'Reader'], environment.variables)
  await added.exit()
  return signIn((JSON.parse(added.stdout.join('')) as { signInUrl: string }).signInUrl)
}

const stageOf = (gateway: RunningGateway, invite: SecondStage['invite'], steps: string[]): SecondStage => ({
  connect: () => connectAgent(gateway.mcpUrl, openHome(environment.database.folder).key('mcp')),
  invite,
  records: reader,
  carriedOut: () => changesIn(environment.sandbox.control.ledger()),
  seen: (text) => steps.push(text),
  pause,
})

const changes = ['devices.controlWindowsService', 'alerts.reset', 'tickets.create']

it.skipIf(!installed)(
  'two people in two browsers decide about one agent, each sees live what the other did, and the ledger says the same',
  async () => {
    environment = await createEnvironment()
    const gateway = await environment.start()
    browser = await launchBrowser()
    const opened: OpenPage[] = []
    const steps: string[] = []
    const report = await playSecondAct(
      stageOf(
        gateway,
        async () => {
          const owner = await openAsOwner(gateway, forms.light)
          const other = await openSignedIn(browser as Browser, environment.variables, forms.dark)
          opened.push(owner, other)
          return { first: deciderAt('owner', owner), second: deciderAt('Technician', other) }
        },
        steps,
      ),
    )
    expect([report.complete, report.why]).toEqual([true, undefined])
    expect(environment.sandbox.control.ledger().map(({ operation }) => operation)).toEqual(changes)
    expect(steps).toHaveLength(14)
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([])
  },
)

it('at the API it is the same, and a change that nobody reported is seen', async () => {
  environment = await createEnvironment()
  const gateway = await environment.start()
  const owner = await signIn(gateway.signInUrl)
  const steps: string[] = []
  let planted = false
  const stage = stageOf(
    gateway,
    async () => ({ first: deciderAtApi(owner, pause), second: deciderAtApi(await reader(), pause) }),
    steps,
  )
  const played = await playSecondAct({
    ...stage,
    seen(text) {
      steps.push(text)
      // Behind everybody's back, once the ticket is there.
      if (text.startsWith('It opens a ticket')) planted = true
    },
    carriedOut: () => [
      ...stage.carriedOut(),
      ...(planted ? [{ method: 'POST', path: '/v2/device/1001/reboot/FORCED' }] : []),
    ],
  })
  expect(environment.sandbox.control.ledger().map(({ operation }) => operation)).toEqual(changes)
  expect(played.complete).toBe(false)
  expect(played.why).toContain('reboot/FORCED')
  expect(steps.at(-1)).toContain('reads its log back')
})
