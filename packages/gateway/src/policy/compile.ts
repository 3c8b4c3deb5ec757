/**
 * From what people have set to rules. Pure. A row for one connection takes the place of the row for all connections;
 * a preset of a connection takes the place of everything that is set for all of them.
 */
import type { Risk } from '@kunai/api/operation'
import { definePolicy, type Policy, type Rule, type Verdict } from './rules.ts'
import { automaticWrites, governedTools } from './subjects.ts'

/** Where the verdicts start that no row names: as we ship them, or nothing but reads. */
export const bases = ['cautious', 'read-only'] as const
export type Base = (typeof bases)[number]

/** `off`, or what every write gets for as long as it is on. */
export const switchPositions = ['off', 'ask', 'deny'] as const
export type SwitchPosition = (typeof switchPositions)[number]

export interface PolicyRow {
  /** Null: every connection that has no row of its own. */
  readonly connection: string | null
  /** An operation's id or a governed tool's name. */
  readonly subject: string
  readonly verdict: Verdict
  /** Number of the change that set it. */
  readonly revision: number
}

export interface PolicyBase {
  readonly connection: string | null
  readonly base: Base
  readonly revision: number
}

export interface PolicySettings {
  readonly rows: readonly PolicyRow[]
  readonly bases: readonly PolicyBase[]
  readonly emergency: SwitchPosition
  readonly epoch: number
}

const writes: readonly Risk[] = ['write', 'disruptive', 'destructive']

const emergencyRule = 'emergency switch'

export function compilePolicy({ rows, bases: set, emergency, epoch }: PolicySettings): Policy {
  const named = [...new Set([...rows, ...set].flatMap(({ connection }) => connection ?? []))].sort()
  const rules = [
    ...rulesOf(rows, set, null).map((rule) => within(rule, named.length > 0 ? { exceptConnections: named } : {})),
    ...named.flatMap((name) => rulesOf(rows, set, name).map((rule) => within(rule, { connections: [name] }))),
    ...(emergency === 'off'
      ? []
      : [{ id: emergencyRule, verdict: emergency, revision: epoch, match: { risks: writes } }]),
  ]
  return definePolicy(rules, epoch)
}

const within = (rule: Rule, where: Partial<Rule['match']>): Rule => ({ ...rule, match: { ...rule.match, ...where } })

/** Everything that holds on one connection, or on all that have nothing of their own. */
function rulesOf(rows: readonly PolicyRow[], set: readonly PolicyBase[], connection: string | null): Rule[] {
  const own = set.find((one) => one.connection === connection)
  const base = own ?? set.find((one) => one.connection === null)
  const inherited = connection === null || own !== undefined ? [] : rows.filter((row) => row.connection === null)
  const near = rows.filter((row) => row.connection === connection)
  const effective = new Map([...inherited, ...near].map((row) => [row.subject, row]))
  const isTool = (subject: string) => Object.hasOwn(governedTools, subject)
  const operations = [...effective.values()].filter(({ subject }) => !isTool(subject))

  return [
    ...baseRules(
      base,
      operations.map(({ subject }) => subject),
    ),
    ...operations.map(({ subject, verdict, revision, connection: where }): Rule => {
      return { id: rowRule(subject, where), verdict, revision, match: { operations: [subject] } }
    }),
    ...Object.entries(governedTools).flatMap(([name, { shipped }]): Rule[] => {
      const row = effective.get(name)
      const verdict = row?.verdict ?? shipped
      // Reads are never held, whatever tool they come by.
      const match = { tools: [name], ...(verdict === 'ask' && { risks: writes }) }
      if (row !== undefined) return [{ id: rowRule(name, row.connection), verdict, revision: row.revision, match }]
      return verdict === 'allow' ? [] : [{ id: `${name} asks`, verdict, match }]
    }),
  ]
}

const rowRule = (subject: string, connection: string | null) => `${subject} on ${connection ?? 'every connection'}`

function baseRules(base: PolicyBase | undefined, except: readonly string[]): Rule[] {
  const revision = base === undefined ? {} : { revision: base.revision }
  const exceptOperations = except.length > 0 ? { exceptOperations: except } : {}
  const reads: Rule = {
    id: 'reads are automatic',
    verdict: 'allow',
    ...revision,
    match: { risks: ['read'], ...exceptOperations },
  }
  if (base?.base === 'read-only') {
    const match = { risks: writes, ...exceptOperations }
    return [reads, { id: 'read-only: everything else is blocked', verdict: 'deny', ...revision, match }]
  }
  const automatic = automaticWrites.filter((id) => !except.includes(id))
  return [
    reads,
    ...automatic.map((id): Rule => {
      return { id: `${id} is automatic`, verdict: 'allow', ...revision, match: { operations: [id] } }
    }),
    {
      id: 'everything else asks',
      verdict: 'ask',
      ...revision,
      match: { risks: writes, exceptOperations: [...automaticWrites, ...except] },
    },
  ]
}

export const shippedPolicy: Policy = compilePolicy({ rows: [], bases: [], emergency: 'off', epoch: 0 })
