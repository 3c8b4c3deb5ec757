/** What people set takes effect for lists and calls alike, is remembered with who and why, and cannot be rewritten. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  alice,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import type { Verdict } from '../policy/index.ts'
import { createRulebook } from './index.ts'

let test: TestGateway
let device: number

beforeAll(async () => {
  test = await startTestGateway()
  device = await printServer(test)
})
afterAll(() => test.close())

const book = () => test.gateway.parts.rulebook
const facts = async () => ({ by: alice, reason: 'a test', seen: (await book().read()).version })
afterEach(async () => {
  await book().turnSwitch('off', { by: alice, reason: 'over' })
  await book().reset(undefined, await facts())
})

const set = async (subject: string, verdict: Verdict, connection: string | null = null) =>
  book().setVerdict(subject, connection, verdict, await facts())
const reboot = (changes = {}) => test.ask('devices.reboot', { id: device, mode: 'NORMAL' }, changes)
const listed = async () => (await test.gateway.parts.corridor.listOperations('sandbox')).map(({ id }) => id)

describe('a verdict that somebody sets', () => {
  it('Auto: sent without asking, and audited with the rule', async () => {
    await set('devices.reboot', 'allow')
    const before = executions(test)
    expect(await reboot()).toMatchObject({ status: 'accepted' })
    expect(executions(test)).toBe(before + 1)
  })

  it('Blocked: gone from lists and refused when called, on that connection alone', async () => {
    await set('devices.reboot', 'deny', 'sandbox')
    expect(await listed()).not.toContain('devices.reboot')
    expect(await reboot()).toMatchObject({ status: 'denied', code: 'blocked' })
    expect(
      await test.gateway.parts.corridor.simulate({ operation: 'devices.reboot', connection: 'sandbox' }),
    ).toMatchObject({
      verdict: 'deny',
      rule: 'devices.reboot on sandbox',
    })
    expect((await book().read()).rows).toMatchObject([{ connection: 'sandbox', subject: 'devices.reboot' }])
  })

  it('a generic tool: Blocked hides it and refuses what comes by it, and nothing else', async () => {
    const { corridor } = test.gateway.parts
    await set('ninja-api-post', 'deny')
    expect(await corridor.showsTool('sandbox', 'ninja-api-post')).toBe(false)
    expect(await corridor.showsTool('sandbox', 'ninja-api-put')).toBe(true)
    expect(await reboot({ tool: 'ninja-api-post' })).toMatchObject({ status: 'denied', code: 'blocked' })
    expect(await reboot({ tool: 'ninja-reboot-device' })).toMatchObject({ status: 'waiting' })
  })

  it.each([
    ['an operation that does not exist', 'devices.explode', 'deny', 'not_found'],
    ['run-bash as Auto', 'ninja-run-bash', 'allow', 'too_loose'],
    ['a read as Approval', 'devices.get', 'ask', 'read_not_asked'],
  ] as const)('%s is refused', async (_, subject, verdict, code) => {
    await expect(set(subject, verdict)).rejects.toMatchObject({ code })
  })

  it('seen from an older page: refused, so that nobody overwrites what they did not see', async () => {
    const old = await facts()
    await set('tickets.create', 'deny')
    await expect(book().setVerdict('tickets.create', null, 'allow', old)).rejects.toMatchObject({
      code: 'policy_changed',
    })
    expect((await book().read()).rows).toMatchObject([{ subject: 'tickets.create', verdict: 'deny' }])
  })

  it('without a reason: refused', async () => {
    const given = { ...(await facts()), reason: ' ' }
    await expect(book().setVerdict('tickets.create', null, 'deny', given)).rejects.toMatchObject({
      code: 'reason_missing',
    })
  })
})

describe('what is approved and not yet sent', () => {
  it('is stale when its own rule changes, also to the same verdict', async () => {
    const before = executions(test)
    const asked = waiting(await reboot())
    await approve(test, asked.approvalId)
    await set('devices.reboot', 'ask')
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'denied',
      code: 'stale',
    })
    expect(executions(test)).toBe(before)
  })

  it('is sent when only other operations were changed', async () => {
    const before = executions(test)
    const asked = waiting(await reboot())
    await approve(test, asked.approvalId)
    await set('devices.runScript', 'deny')
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
    expect(executions(test)).toBe(before + 1)
  })

  it.each(['ask', 'deny'] as const)(
    'is not sent after the emergency switch (%s), nor when that is off again',
    async (position) => {
      const before = executions(test)
      const [first, second] = [waiting(await reboot()), waiting(await reboot())]
      await approve(test, first.approvalId)
      await approve(test, second.approvalId)
      await book().turnSwitch(position, { by: alice, reason: 'something is wrong' })
      expect(await test.gateway.parts.corridor.carryOut(first.approvalId)).toMatchObject({ status: 'denied' })
      await book().turnSwitch('off', { by: alice, reason: 'it was nothing' })
      expect(await test.gateway.parts.corridor.carryOut(second.approvalId)).toMatchObject({ code: 'stale' })
      expect(executions(test)).toBe(before)
    },
  )
})

describe('the emergency switch', () => {
  it('makes what is Auto ask, or hides and refuses it; reads go on', async () => {
    await set('devices.reboot', 'allow')
    await book().turnSwitch('ask', { by: alice, reason: 'slow down' })
    expect(await reboot()).toMatchObject({ status: 'waiting' })
    await book().turnSwitch('deny', { by: alice, reason: 'stop' })
    expect(await reboot()).toMatchObject({ status: 'denied', code: 'blocked' })
    expect(await listed()).not.toContain('tickets.create')
    expect(await test.ask('devices.get', { id: device })).toMatchObject({ status: 'done' })
    expect(await book().readSwitch()).toMatchObject({ position: 'deny', change: { reason: 'stop', by: alice } })
  })

  it('is never refused because somebody else changed something meanwhile', async () => {
    await Promise.allSettled([set('tickets.create', 'deny'), book().turnSwitch('deny', { by: alice, reason: 'stop' })])
    expect(await book().readSwitch()).toMatchObject({ position: 'deny' })
  })
})

describe('the history', () => {
  it('says who, when, what and why, newest first, and so does the audit', async () => {
    await set('tickets.create', 'deny', 'sandbox')
    const [change] = await book().listChanges({ limit: 1 })
    expect(change).toMatchObject({
      by: alice,
      at: new Date(test.clock.now()).toISOString(),
      ...{
        kind: 'verdict',
        connection: 'sandbox',
        subject: 'tickets.create',
        before: null,
        after: 'deny',
        reason: 'a test',
      },
    })
    const [event] = await test.gateway.parts.audit.list({ limit: 1 })
    expect(event).toMatchObject({ kind: 'policy-changed', operation: 'tickets.create', connection: 'sandbox' })
    expect(event?.summary).toBe('Alice changed the policy: tickets.create on sandbox is now Blocked')
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ version: change?.version, reason: 'a test' })
  })

  it('is not rewritten, not even by somebody who holds the database', async () => {
    await set('tickets.create', 'deny')
    const { database } = test.gateway.store
    await expect(database.updateTable('policy_changes').set({ reason: 'nicer' }).execute()).rejects.toThrow()
    await expect(database.deleteFrom('policy_changes').execute()).rejects.toThrow()
  })

  it('a preset and a reset keep what they took away', async () => {
    await set('tickets.create', 'deny')
    const preset = await book().usePreset('read-only', null, await facts())
    expect(preset.before).toMatchObject({ rows: [{ subject: 'tickets.create', verdict: 'deny' }] })
    expect(await reboot()).toMatchObject({ status: 'denied', code: 'blocked' })
    await book().reset(undefined, await facts())
    expect(await reboot()).toMatchObject({ status: 'waiting' })
  })
})

it('a thousand reads ask the store at most once in half a second whether anything changed', async () => {
  const { source } = book()
  let questions = 0
  const { database } = test.gateway.store
  const counting = new Proxy(database, {
    get(target, name) {
      if (name === 'selectFrom') questions++
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const own = createRulebook({ ...test.gateway.store, database: counting }, test.gateway.parts.audit, test.clock).source
  await own.current()
  questions = 0
  await Promise.all(Array.from({ length: 1000 }, () => own.current()))
  expect(questions).toBe(0)
  await test.clock.advance(501)
  await Promise.all(Array.from({ length: 1000 }, () => own.current()))
  expect(questions).toBe(1)
  expect((await source.current()).version).toBe((await own.current()).version)
})

it('a store that does not answer denies, reads too', async () => {
  const { database } = test.gateway.store
  await database.schema.alterTable('policy_head').renameTo('policy_head_away').execute()
  await test.clock.advance(1001)
  expect(await test.ask('devices.get', { id: device })).toMatchObject({ status: 'denied', code: 'internal_fault' })
  expect(await reboot()).toMatchObject({ status: 'denied', code: 'internal_fault' })
  await database.schema
    .alterTable('policy_head_away' as never)
    .renameTo('policy_head')
    .execute()
})
