import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonicalJson, digestOf, type Proposal } from './index.ts'

const proposal: Proposal = {
  connection: 'sandbox',
  actor: { kind: 'agent', id: 'mcp:a', name: 'a' },
  operation: 'devices.reboot',
  risk: 'disruptive',
  targets: [{ resource: 'device', id: 1, name: 'PC', offline: false }],
  input: { id: 1, mode: 'NORMAL' },
  request: { method: 'POST', path: '/v2/device/1/reboot/NORMAL', query: {} },
  policyVersion: 'v',
}

it('is pinned: a change of form must be meant', () => {
  expect(digestOf(proposal)).toBe('05e05174eb23ead7832d1585ac88b092dba32fb2c9569932b00c41440944d07e')
})

it('does not change when a device goes offline, and does when it is renamed', () => {
  const [target] = proposal.targets
  if (target === undefined) throw new Error('no target')
  expect(digestOf({ ...proposal, targets: [{ ...target, offline: true }] })).toBe(digestOf(proposal))
  expect(digestOf({ ...proposal, targets: [{ ...target, name: 'Other' }] })).not.toBe(digestOf(proposal))
})

const vectors = new URL('../../../../../shared/vectors/jcs/', import.meta.url)

describe.skipIf(!existsSync(vectors))('canonical JSON gives the published answers of RFC 8785', () => {
  const names = existsSync(vectors) ? readdirSync(vectors).filter((name) => name.startsWith('input-')) : []
  it.each(names)('%s', (name) => {
    const input = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'))
    const output = readFileSync(new URL(name.replace('input-', 'output-'), vectors), 'utf8')
    expect(canonicalJson(input)).toBe(output.trimEnd())
  })
})

if (!existsSync(vectors)) it.skip('RFC 8785 vectors: ../shared/vectors/jcs is not beside this checkout')

it('refuses what JSON cannot say', () => {
  expect(() => canonicalJson(undefined)).toThrow()
  expect(() => canonicalJson({ a: Number.NaN })).toThrow()
})
