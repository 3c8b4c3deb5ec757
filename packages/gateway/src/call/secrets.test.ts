import { catalogue } from '@kunai/api/catalogue'
import { findInRegistry, type Operation, secrets } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import { expect, it } from 'vitest'
import { digestOf, type Proposal, phraseOf, showProposal } from './index.ts'

function proposalFor(id: string, given: Record<string, unknown>): Proposal {
  const operation = catalogue.find((one) => one.id === id) as Operation
  const parsed = parseInput(operation, given)
  if (!parsed.ok) throw new Error(parsed.message)
  return {
    ...{ connection: 'sandbox', operation: id, risk: operation.risk, targets: [], policyVersion: 'x' },
    actor: { kind: 'agent', id: 'a', name: 'a' },
    input: parsed.input,
    request: toRequest(operation, parsed.input),
  }
}

const secure = (password: string) =>
  proposalFor('relatedItems.addSecureValue', {
    entityType: 'NODE',
    entityId: 1,
    name: 'Switch',
    username: 'admin',
    password,
  })

it('a secret is hidden in input and request, with its length and what tells it apart; the rest is shown', () => {
  const shown = showProposal(secure('kanarie-🔑'), (text) => `f${text.length}`)
  const hidden = '[hidden: 9 characters, fingerprint f10]'
  expect(shown).toMatchObject({
    input: { password: hidden, username: 'admin' },
    request: { body: { password: hidden } },
    hidden: 1,
  })
  expect(JSON.stringify(shown)).not.toContain('kanarie')
})

it('the digest covers the secret itself: another password is another request', () => {
  expect(digestOf(secure('one'))).not.toBe(digestOf(secure('two')))
})

it('a secret inside a list of objects is hidden too', () => {
  const headers = [{ name: 'x-secret', value: 'kanarie' }]
  const shown = showProposal(proposalFor('webhooks.set', { url: 'https://hooks.example.com', headers }), () => 'f')
  expect(JSON.stringify(shown)).not.toContain('kanarie')
  expect(shown.hidden).toBe(1)
})

it('what has no secret is shown as it is', () => {
  const proposal = proposalFor('devices.reboot', { id: 1, mode: 'NORMAL' })
  expect(showProposal(proposal, () => 'f')).toEqual({ input: proposal.input, request: proposal.request, hidden: 0 })
})

it.each(catalogue.map((one) => [one.id, one] as const))(
  '%s: its title tells no secret, whatever is secret in it',
  (_, one) => {
    const fields = [...one.phrase.matchAll(/\{(\w+)\}/g)].map(([, field]) => one.input.shape[field ?? ''])
    // A secret in part is written by the part that may be shown.
    for (const field of fields) {
      const secret = field && findInRegistry(secrets, field)
      expect(secret && secret.visiblePart === undefined).toBeFalsy()
    }
    for (const { input } of one.examples) {
      const parsed = parseInput(one, input as Record<string, unknown>)
      if (parsed.ok) expect(phraseOf(one, parsed.input, [])).not.toContain('change-me')
    }
  },
)

it('of an address only the host is shown, in the title too; a host alone is shown whole', () => {
  const { input, request } = proposalFor('webhooks.set', { url: 'https://hooks.example.com/hooks/a/kanarie-path' })
  const shown = showProposal({ operation: 'webhooks.set', input, request }, () => 'f')
  const operation = catalogue.find(({ id }) => id === 'webhooks.set') as Operation
  expect(shown.input.url).toBe('https://hooks.example.com[hidden: 21 characters, fingerprint f]')
  expect(JSON.stringify(shown)).not.toContain('kanarie')
  expect(phraseOf(operation, input, [])).toBe('Send activities of NinjaOne to https://hooks.example.com')
})

it('a field that sounds like a secret is marked as one', () => {
  const suspicious = /password|totp|secret|passphrase|privateKey/i
  const unmarked = catalogue.flatMap(({ id, input }) =>
    Object.entries(input.shape)
      .filter(([name, schema]) => suspicious.test(name) && findInRegistry(secrets, schema) === undefined)
      .map(([name]) => `${id}.${name}`),
  )
  expect(unmarked).toEqual([])
})
