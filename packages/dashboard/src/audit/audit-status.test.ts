import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../api/contract.ts'
import { searchableText, statusOf } from './audit-status.ts'

describe('statusOf', () => {
  it('prefers the outcome over the kind', () => {
    expect(statusOf({ kind: 'call-ended', data: { status: 'unknown' } })).toEqual({ word: 'Unknown', tone: 'warn' })
    expect(statusOf({ kind: 'call-denied', data: {} })).toEqual({ word: 'Denied', tone: 'bad' })
  })

  it('gives no badge to a step, nor to a word it does not know', () => {
    expect(statusOf({ kind: 'call-asked', data: {} })).toBeUndefined()
    expect(statusOf({ kind: 'call-ended', data: { status: 'odd' } })).toBeUndefined()
  })
})

describe('searchableText', () => {
  it('finds an event by anything shown of it, in any case', () => {
    const event: AuditEvent = {
      seq: 7,
      at: '2026-01-05T09:00:00Z',
      kind: 'call-asked',
      callId: 'call_1',
      approvalId: null,
      operation: 'devices.reboot',
      connection: 'sandbox',
      actor: { kind: 'agent', id: 'k', name: 'Claude', onBehalfOf: 'Dana' },
      door: 'mcp',
      summary: 'Asked to reboot',
      data: {},
      previousHash: 'a',
      hash: 'b',
    }
    for (const word of ['claude', 'dana', 'call_1', 'devices.reboot', 'mcp', '7']) {
      expect(searchableText(event)).toContain(word)
    }
  })
})
