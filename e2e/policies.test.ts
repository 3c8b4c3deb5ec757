/** Policies and the approval item in a real browser, against the running product. */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { forms, hasBrowser, launchBrowser, lookAt, openSignedIn } from './support/browser.ts'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { type Agent, connectAgent } from './support/mcp.ts'

const installed = hasBrowser('the tests of the policies page')

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
})
afterAll(async () => {
  if (!installed) return
  await browser?.close()
  await agent?.close()
  await environment.close()
})

const open = (person: string, options: BrowserContextOptions = {}) =>
  openSignedIn(browser, environment.variables, options, person)

/** Runs in the page. */
function scrollToEnd(element: unknown): void {
  const box = element as { scrollTop: number; scrollHeight: number }
  box.scrollTop = box.scrollHeight
}

const reboot = (reason = 'It hangs') => agent.call('ninja-reboot-device', { id: 1001, mode: 'NORMAL', reason })

it.skipIf(!installed)(
  'with the keyboard alone: find a row, block it with a reason, read it in the history',
  async () => {
    const { page, complaints } = await open('owner')
    await page.goto(`${gateway.url}/policies?text=ninja-reboot-device`)
    const group = page.getByRole('group', { name: 'Policy for devices.reboot', exact: true })
    await group.getByRole('radio', { name: 'Approval' }).focus()
    await page.keyboard.press('ArrowRight')
    expect((await reboot()).outcome.status).toBe('waiting')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Not during the fair')
    await lookAt(page, 'policies-changing')
    await page.keyboard.press('Enter')
    await page.getByText('devices.reboot on every connection: Approval → Blocked').first().waitFor()
    expect(await agent.tools()).not.toContain('ninja-reboot-device')
    expect((await reboot()).outcome).toMatchObject({ status: 'denied', code: 'blocked' })
    await page.getByRole('button', { name: 'Reset to defaults' }).click()
    await page.getByLabel('Why?').fill('The fair is over')
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.getByText('As shipped on every connection').first().waitFor()
    expect((await reboot()).outcome.status).toBe('waiting')
    expect(complaints).toEqual([])
  },
)

it.skipIf(!installed)(
  'the emergency switch: a plain question, a banner on every page of everybody, and off again',
  async () => {
    const owner = await open('owner')
    const other = await open('Technician', forms.dark)
    const phone = await open('Night shift', forms.phone)
    await owner.page.goto(`${gateway.url}/policies`)
    await owner.page.getByRole('button', { name: 'Block every change' }).click()
    await owner.page.getByLabel('Why?').fill('An agent runs wild')
    await lookAt(owner.page, 'emergency-question')
    await owner.page.getByRole('button', { name: 'Yes: block every change' }).click()
    for (const path of ['/approvals', '/devices', '/audit', '/policies']) {
      await other.page.goto(gateway.url + path)
      await other.page.getByText('Emergency switch is on: every change is blocked.').waitFor()
    }
    await other.page.getByText('An agent runs wild').first().waitFor()
    // Somebody who is no owner sees everything and can change nothing.
    expect(await other.page.getByRole('radio').first().isDisabled()).toBe(true)
    expect(await other.page.getByRole('button', { name: 'Turn it off' }).count()).toBe(0)
    await lookAt(other.page, 'policies-dark')
    await phone.page.goto(`${gateway.url}/policies`)
    await phone.page.getByText('ninja-api-post').first().waitFor()
    await lookAt(phone.page, 'policies-phone')
    expect((await reboot()).outcome.status).toBe('denied')
    await owner.page.getByRole('button', { name: 'Turn it off' }).click()
    await owner.page.getByLabel('Why?').fill('It was stopped')
    await owner.page.getByRole('button', { name: 'Yes: turn it off' }).click()
    // Nobody reloads: the stream tells.
    await other.page.getByText('Emergency switch is on').waitFor({ state: 'hidden' })
    expect([...owner.complaints, ...other.complaints, ...phone.complaints]).toEqual([])
  },
)

it.skipIf(!installed)(
  'an approval: more time once, a decoded script read to its end with its hidden characters, secrets hidden',
  async () => {
    const { page, complaints } = await open('Technician')
    const script = `#!/bin/bash\necho "cleaning up"\nrm -rf /tmp/old \u202e# sdrawkcab\n${'sleep 1\n'.repeat(60)}`
    const asked = await agent.call('ninja-run-script', {
      ...{ id: 1001, type: 'SCRIPT', scriptId: 10, parameters: Buffer.from(script).toString('base64') },
      reason: 'The disk is full',
    })
    const ids = asked.outcome as unknown as { approvalId: string; status: string; message?: string }
    expect(ids.status, ids.message).toBe('waiting')
    await page.goto(`${gateway.url}/approvals/${ids.approvalId}`)
    await page.getByText('echo "cleaning up"').waitFor()
    expect(await page.locator('main').innerText()).toContain('U+202E')
    const approve = page.getByRole('button', { name: 'Approve', exact: true })
    expect(await approve.isDisabled()).toBe(true)
    await page.getByRole('region', { name: 'Decoded from parameters' }).evaluate(scrollToEnd)
    await page.getByRole('button', { name: 'Approve', exact: true, disabled: false }).waitFor()
    await page.getByRole('button', { name: 'Give it more time' }).click()
    await page.getByText('gave it more time; that works once').waitFor()
    await lookAt(page, 'approval-script')

    const secret = await agent.call('run-write', {
      operation: 'relatedItems.addSecureValue',
      input: { entityType: 'NODE', entityId: 1001, name: 'Switch console', username: 'admin', password: 'kanarie-42' },
    })
    const { approvalId } = secret.outcome as unknown as { approvalId: string }
    await page.goto(`${gateway.url}/approvals/${approvalId}`)
    await page.getByText('[hidden: 10 characters, fingerprint').first().waitFor()
    expect(await page.content()).not.toContain('kanarie')
    await lookAt(page, 'approval-secret')
    expect(complaints).toEqual([])
  },
)

it.skipIf(!installed)(
  'an approval of a change shows what would change; one of bash shows the script as written',
  async () => {
    const { page, complaints } = await open('owner')
    const update = await agent.call('ninja-update-device', { id: 1003, displayName: 'FRONTDESK-2' })
    await page.goto(`${gateway.url}/approvals/${(update.outcome as { approvalId?: string }).approvalId}`)
    const changes = page.getByRole('region', { name: 'What would change' })
    await changes.getByText('FRONTDESK-2').waitFor()
    expect(await changes.innerText()).toContain('displayName')
    await lookAt(page, 'approval-changes')

    const { csrfToken } = await (await page.request.get(`${gateway.url}/api/session`)).json()
    const headers = { origin: gateway.url, 'x-csrf-token': csrfToken }
    const data = { scriptId: 11 }
    await page.request.post(`${gateway.url}/api/connections/sandbox/bash-runner`, { data, headers })
    const { outcome } = await agent.call('ninja-list-devices', { df: 'class = LINUX_SERVER', pageSize: 1 })
    const [linux] = outcome.data as { id: number }[]
    const bash = await agent.call('ninja-run-bash', { id: linux?.id, script: `df -h\n${'echo step\n'.repeat(60)}` })
    await page.goto(`${gateway.url}/approvals/${(bash.outcome as { approvalId?: string }).approvalId}`)
    const script = page.getByRole('region', { name: 'Script that would run', exact: true })
    await script.getByText('df -h').waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(true)
    await script.evaluate(scrollToEnd)
    await page.getByRole('button', { name: 'Approve', exact: true, disabled: false }).waitFor()
    await lookAt(page, 'approval-bash')
    expect(complaints).toEqual([])
  },
)

it.skipIf(!installed)(
  'filters of the list stand in the address, survive a reload and find by requester and text',
  async () => {
    const { page, complaints } = await open('Technician')
    await reboot('Filter me by this reason')
    await page.goto(`${gateway.url}/approvals`)
    await page.getByRole('searchbox', { name: 'Find in approvals' }).fill('filter me')
    await page.waitForURL('**text=filter*')
    await page.getByText('Filter me by this reason').waitFor()
    await page.reload()
    expect(await page.getByRole('searchbox', { name: 'Find in approvals' }).inputValue()).toBe('filter me')
    await page.getByText('Filter me by this reason').waitFor()
    expect(await page.locator('a[data-item]').count()).toBe(1)
    await lookAt(page, 'approvals-filtered')
    await page.getByRole('textbox', { name: 'Who asked' }).fill('nobody of this name')
    await page.getByText('Nothing matches').waitFor()
    expect(complaints).toEqual([])
  },
)
