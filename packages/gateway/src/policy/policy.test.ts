import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf, type Proposal } from '../call/index.ts'
import { decide, definePolicy, type Permit, type Rule, redeemPermit, shippedPolicy, verdictFor } from './index.ts'

const operation = (id: string) => catalogue.find((one) => one.id === id) as Operation
const reboot = operation('devices.reboot')

const proposal = (about: Operation, changes: Partial<Proposal> = {}): Proposal => ({
  connection: 'sandbox',
  actor: { kind: 'agent', id: 'mcp:a', name: 'a' },
  operation: about.id,
  risk: about.risk,
  targets: [],
  input: { id: 1 },
  request: { method: 'POST', path: '/v2/device/1/reboot/NORMAL', query: {} },
  policyVersion: shippedPolicy.version,
  ...changes,
})

describe('the shipped rules', () => {
  it.each(catalogue.map((one) => [one.id, one] as const))(
    '%s: a read and a new ticket are automatic, anything else asks',
    (_, one) => {
      const { verdict } = decide(shippedPolicy, one, proposal(one))
      expect(verdict).toBe(one.risk === 'read' || one.id === 'tickets.create' ? 'allow' : 'ask')
      expect(verdictFor(shippedPolicy, one, 'sandbox')).toBe(verdict)
    },
  )
})

it('no rule means no', () => {
  expect(decide(definePolicy([]), reboot, proposal(reboot))).toMatchObject({ verdict: 'deny' })
})

it('deny beats ask beats allow, in whatever order the rules stand', () => {
  const rule = (verdict: Rule['verdict']): Rule => ({ id: verdict, verdict, match: {} })
  const order = ['allow', 'ask', 'deny'] as const
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (verdicts) => {
      const strictest = order[Math.max(...verdicts.map((one) => order.indexOf(one)))]
      expect(verdictFor(definePolicy(verdicts.map(rule)), reboot, 'sandbox')).toBe(strictest)
    }),
  )
})

it('an edit of the rules is another version', () => {
  expect(definePolicy([]).version).not.toBe(shippedPolicy.version)
})

describe('a claim', () => {
  it('lets exactly the approved call through', () => {
    const wanted = proposal(reboot)
    const claim = { approvalId: 'approval_1', digest: digestOf(wanted) }
    expect(decide(shippedPolicy, reboot, wanted, claim).verdict).toBe('allow')
    expect(decide(shippedPolicy, reboot, proposal(reboot, { input: { id: 2 } }), claim).verdict).toBe('deny')
  })

  it('never softens a deny', () => {
    const blocked = definePolicy([{ id: 'no reboots', verdict: 'deny', match: { operations: ['devices.reboot'] } }])
    const wanted = proposal(reboot)
    expect(decide(blocked, reboot, wanted, { approvalId: 'a', digest: digestOf(wanted) }).verdict).toBe('deny')
  })
})

it('a proposal about another operation than the one that is asked about is denied', () => {
  expect(decide(shippedPolicy, operation('devices.get'), proposal(reboot)).verdict).toBe('deny')
})

describe('a permit', () => {
  const permitFor = () => {
    const decision = decide(shippedPolicy, operation('devices.get'), proposal(operation('devices.get')))
    if (decision.verdict !== 'allow') throw new Error(decision.verdict)
    return decision.permit
  }

  it('carries what was decided, once', () => {
    const permit = permitFor()
    expect(redeemPermit(permit).proposal.operation).toBe('devices.get')
    expect(() => redeemPermit(permit)).toThrow(/no valid permit/)
  })

  it('cannot be made by hand, copied or imitated', () => {
    const permit = permitFor()
    const imitation = Object.create(Object.getPrototypeOf(permit)) as Permit
    expect(() => redeemPermit(imitation)).toThrow(/no valid permit/)
    expect(() => redeemPermit({ ...permit } as Permit)).toThrow(/no valid permit/)
    expect(() => redeemPermit(structuredClone(permit) as Permit)).toThrow(/no valid permit/)
  })
})
