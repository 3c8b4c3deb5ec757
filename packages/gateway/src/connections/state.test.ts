import { expect, it } from 'vitest'
import { judge, type StateFacts } from './state.ts'

const facts: StateFacts = { problem: undefined, hasUser: true, tokens: { reconnectNeeded: false }, lastTokens: [] }

it.each<[string, Partial<StateFacts>, string, string | undefined]>([
  ['a consent and no failure', {}, 'connected', undefined],
  ['no consent yet', { tokens: undefined }, 'saved', 'not_connected'],
  [
    'no consent yet, while the machine works',
    { tokens: undefined, lastTokens: [{ code: undefined }] },
    'saved',
    'not_connected',
  ],
  ['a machine that was never used', { hasUser: false, tokens: undefined }, 'saved', undefined],
  [
    'a machine that works',
    { hasUser: false, tokens: undefined, lastTokens: [{ code: undefined }] },
    'connected',
    undefined,
  ],
  ['a host that is away', { lastTokens: [{ code: 'connection_failed' }] }, 'degraded', 'connection_failed'],
  ['too many requests', { lastTokens: [{ code: 'rate_limited' }] }, 'degraded', 'rate_limited'],
  ['a refused secret', { lastTokens: [{ code: 'client_refused' }] }, 'reconnect needed', 'client_refused'],
  ['a consent that has ended', { tokens: { reconnectNeeded: true } }, 'reconnect needed', 'reconnect_needed'],
  [
    'one that passes and one that needs a person',
    { lastTokens: [{ code: 'connection_failed' }, { code: 'client_not_found' }] },
    'reconnect needed',
    'client_not_found',
  ],
  [
    'secrets that cannot be read',
    { problem: { code: 'secrets_unreadable', message: 'x' }, lastTokens: [{ code: undefined }] },
    'reconnect needed',
    'secrets_unreadable',
  ],
])('%s', (_, changes, state, code) => {
  const judged = judge({ ...facts, ...changes })
  expect([judged.state, judged.why?.code]).toEqual([state, code])
})
