import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runBash } from '../call/index.ts'
import {
  compilePolicy,
  governedTools,
  isSubject,
  isToolBlocked,
  type PolicyRow,
  type PolicySettings,
  type SwitchPosition,
  shippedPolicy,
  shippedVerdict,
  type Verdict,
  verdictFor,
  verdicts,
  versionFor,
} from './index.ts'

const operation = (id: string) => catalogue.find((one) => one.id === id) as Operation
const reboot = operation('devices.reboot')
const ticket = operation('tickets.create')
const get = operation('devices.get')

const row = (subject: string, verdict: Verdict, connection: string | null = null, revision = 1): PolicyRow => ({
  connection,
  subject,
  verdict,
  revision,
})
const compile = (rows: PolicyRow[], more: Partial<PolicySettings> = {}) =>
  compilePolicy({ rows, bases: [], emergency: 'off', epoch: 0, ...more })

describe('rows', () => {
  it('what is not set is as shipped, and what is shipped is what the screen calls the default', () => {
    for (const one of catalogue) expect(verdictFor(compile([]), one, 'x'), one.id).toBe(shippedVerdict(one.id))
  })

  it('a row changes its own operation and no other', () => {
    const policy = compile([row('devices.reboot', 'deny')])
    for (const one of catalogue) {
      expect(verdictFor(policy, one, 'x'), one.id).toBe(one.id === 'devices.reboot' ? 'deny' : shippedVerdict(one.id))
    }
  })

  it('the row of a connection takes the place of the row for all, looser or stricter', () => {
    fc.assert(
      fc.property(fc.constantFrom(...verdicts), fc.constantFrom(...verdicts), (all, here) => {
        const policy = compile([row('devices.reboot', all), row('devices.reboot', here, 'lab')])
        expect(verdictFor(policy, reboot, 'lab')).toBe(here)
        expect(verdictFor(policy, reboot, 'client')).toBe(all)
      }),
    )
  })

  it('a connection with a row of its own keeps what is set for all about everything else', () => {
    const policy = compile([row('tickets.create', 'deny'), row('devices.reboot', 'allow', 'lab')])
    expect(verdictFor(policy, ticket, 'lab')).toBe('deny')
    expect(verdictFor(policy, get, 'lab')).toBe('allow')
  })

  it('an operation that is not in the catalogue is denied, whatever a row says', () => {
    const policy = compile([row('devices.explode', 'allow')])
    expect(isSubject('devices.explode')).toBe(false)
    expect(verdictFor(policy, { ...reboot, id: 'devices.explode', risk: 'unheard-of' as never }, 'x')).toBe('allow')
    expect(verdictFor(compile([]), { ...reboot, risk: 'unheard-of' as never }, 'x')).toBe('deny')
  })
})

describe('a preset', () => {
  const readOnly = { connection: 'client', base: 'read-only', revision: 3 } as const

  it('of a connection blocks every write there, beats what is set for all, and leaves other connections alone', () => {
    const policy = compile([row('devices.reboot', 'allow')], { bases: [readOnly] })
    for (const one of catalogue) {
      expect(verdictFor(policy, one, 'client'), one.id).toBe(one.risk === 'read' ? 'allow' : 'deny')
    }
    expect(verdictFor(policy, reboot, 'lab')).toBe('allow')
  })

  it('can be opened again for one operation by a row of the same connection', () => {
    const policy = compile([row('tickets.create', 'ask', 'client')], { bases: [readOnly] })
    expect(verdictFor(policy, ticket, 'client')).toBe('ask')
    expect(verdictFor(policy, reboot, 'client')).toBe('deny')
  })

  it('hides every generic tool that can only write', () => {
    const policy = compile([], { bases: [readOnly] })
    const hidden = Object.keys(governedTools).filter((tool) => isToolBlocked(policy, tool, 'client'))
    expect(hidden).toContain('ninja-api-delete')
    expect(hidden).not.toContain('ninja-api-get')
    expect(Object.keys(governedTools).filter((tool) => isToolBlocked(policy, tool, 'lab'))).toEqual([])
  })
})

describe('a tool', () => {
  it('as shipped makes a generic write ask, also of what is automatic by its own tool', () => {
    expect(verdictFor(shippedPolicy, ticket, 'x', 'ninja-create-ticket')).toBe('allow')
    const api = ['post', 'put', 'patch', 'delete'].map((method) => `ninja-api-${method}`)
    for (const tool of [...api, 'run-write', 'run-disruptive', 'run-destructive']) {
      expect(verdictFor(shippedPolicy, ticket, 'x', tool), tool).toBe('ask')
      expect(verdictFor(shippedPolicy, get, 'x', tool), tool).toBe('allow')
    }
  })

  it('only tightens: no row for a tool makes any operation looser than the operation says', () => {
    const names = Object.keys(governedTools)
    const choices = [fc.constantFrom(...names), fc.constantFrom(...verdicts), fc.constantFrom(...catalogue)] as const
    fc.assert(
      fc.property(...choices, (tool, verdict, one) => {
        const alone = verdicts.indexOf(verdictFor(compile([]), one, 'x'))
        const byTool = verdicts.indexOf(verdictFor(compile([row(tool, verdict)]), one, 'x', tool))
        expect(byTool).toBeGreaterThanOrEqual(alone)
      }),
    )
  })

  it('running bash is never automatic, whatever rows say, even one written past us', () => {
    const policy = compile([row('devices.runScript', 'allow'), row('devices.runBash', 'allow')])
    expect(verdictFor(policy, operation('devices.runScript'), 'x')).toBe('allow')
    expect(verdictFor(policy, runBash as unknown as Operation, 'x')).toBe('ask')
  })

  it('running bash is blocked where running scripts is, because it travels as one', () => {
    const bash = runBash as unknown as Operation
    expect(verdictFor(compile([row('devices.runScript', 'deny')]), bash, 'x')).toBe('deny')
    expect(verdictFor(compile([row('devices.runBash', 'deny')]), operation('devices.runScript'), 'x')).toBe('ask')
  })

  it('that is blocked is hidden, and refused for all it reaches', () => {
    const policy = compile([row('ninja-api-post', 'deny')])
    expect(isToolBlocked(policy, 'ninja-api-post', 'x')).toBe(true)
    for (const one of catalogue.filter(({ http }) => http.method === 'POST')) {
      expect(verdictFor(policy, one, 'x', 'ninja-api-post'), one.id).toBe('deny')
    }
  })

  it('never makes a read ask: nobody would be there for its answer', () => {
    const policy = compile(Object.keys(governedTools).map((tool) => row(tool, 'ask')))
    for (const tool of Object.keys(governedTools)) expect(verdictFor(policy, get, 'x', tool)).toBe('allow')
  })
})

describe('the emergency switch', () => {
  it('is as strict as it says for every write on every connection, and leaves reads alone', () => {
    const rows = catalogue.map(({ id }) => row(id, 'allow', id.length % 2 ? 'lab' : null))
    fc.assert(
      fc.property(
        fc.constantFrom<SwitchPosition>('ask', 'deny'),
        fc.constantFrom('lab', 'other'),
        (position, where) => {
          const policy = compile(rows, { emergency: position, epoch: 9 })
          for (const one of catalogue) {
            expect(verdictFor(policy, one, where), one.id).toBe(one.risk === 'read' ? 'allow' : position)
          }
        },
      ),
    )
  })
})

describe('the version that a call is bound to', () => {
  const asked = { operation: reboot, connection: 'client', tool: undefined }
  const base = versionFor(compile([]), asked)

  it('stays when a change concerns other operations or other connections', () => {
    expect(versionFor(compile([row('tickets.create', 'deny')]), asked)).toBe(base)
    expect(versionFor(compile([row('devices.reboot', 'deny', 'lab')]), asked)).toBe(base)
    expect(versionFor(compile([row('ninja-api-post', 'deny')]), asked)).toBe(base)
  })

  it('changes with its own row, also when that says the same as before, with the tool and with the switch', () => {
    const versions = [
      base,
      versionFor(compile([row('devices.reboot', 'ask')]), asked),
      versionFor(compile([row('devices.reboot', 'ask', null, 2)]), asked),
      versionFor(compile([row('devices.reboot', 'ask', 'client')]), asked),
      versionFor(compile([row('ninja-api-post', 'deny')]), { ...asked, tool: 'ninja-api-post' }),
      versionFor(compile([], { emergency: 'ask', epoch: 4 }), asked),
      // Off again: what was approved before the emergency is asked again.
      versionFor(compile([], { emergency: 'off', epoch: 5 }), asked),
    ]
    expect(new Set(versions).size).toBe(versions.length)
  })
})
