import { describe, expect, it } from 'vitest'
import type { Approval } from '../api/contract.ts'
import { mergeQueue } from './queue-merge.ts'

const approval = (id: string, title = id): Approval => ({
  id,
  callId: `call-${id}`,
  state: 'pending',
  title,
  operation: 'devices.reboot',
  summary: 'Restart a device',
  risk: 'disruptive',
  connection: { name: 'sandbox', kind: 'sandbox', label: 'Sandbox' },
  actor: { kind: 'agent', id: 'agent', name: 'agent' },
  door: 'mcp',
  reason: null,
  targets: [],
  createdAt: '2026-01-05T09:00:00Z',
  expiresAt: '2026-01-05T09:30:00Z',
  decidedAt: null,
  decidedBy: null,
  decisionReason: null,
  outcome: null,
})

describe('mergeQueue', () => {
  it('shows a reading as it is while nobody is inside the list', () => {
    const reading = [approval('b'), approval('a')]
    expect(mergeQueue([approval('a')], reading, false)).toEqual({ shown: reading, gone: new Set(), heldBack: 0 })
  })

  it('holds newcomers back and counts them while the list is in use', () => {
    const merged = mergeQueue([approval('a')], [approval('c'), approval('b'), approval('a', 'changed')], true)
    expect(merged.shown.map((each) => each.title)).toEqual(['changed'])
    expect(merged.heldBack).toBe(2)
  })

  it('keeps the place of what left the queue and says that it left', () => {
    const merged = mergeQueue([approval('a'), approval('b')], [approval('b')], true)
    expect(merged.shown.map((each) => each.id)).toEqual(['a', 'b'])
    expect([...merged.gone]).toEqual(['a'])
  })
})
