/** The policies as one table: each subject with its verdict, where that comes from and what we ship. */
import type { Operation } from '@kunai/api/operation'
import { type Connection, operations } from '../call/index.ts'
import {
  canAsk,
  compilePolicy,
  governedTools,
  isStricter,
  isToolBlocked,
  loosestVerdict,
  type Policy,
  type PolicySettings,
  ruleFor,
  rulesFor,
  shippedVerdict,
  type Verdict,
  verdictFor,
  verdicts,
} from '../policy/index.ts'

import type { ToolNames } from './action.ts'

/** A name that no connection can have: what holds on it is what holds on every connection without rows of its own. */
const anyConnection = ''

export function viewPolicies(
  settings: PolicySettings & { readonly version: number },
  connection: string | null,
  connections: readonly Connection[],
  tools: ToolNames,
) {
  // The table shows what is set; the switch is shown apart, as something that lies over it for a while.
  const policy = compilePolicy({ ...settings, emergency: 'off' })
  const place = connection ?? anyConnection
  const setHere = new Set(settings.rows.filter((row) => row.connection === connection).map(({ subject }) => subject))
  const named = operations.map((operation) => ({
    ...viewOperation(policy, operation, place, setHere),
    tool: tools.nameOf(operation.id),
    group: tools.wellKnown.has(operation.id) ? ('well-known' as const) : ('other' as const),
  }))
  return {
    version: settings.version,
    emergency: settings.emergency,
    connection,
    base:
      (
        settings.bases.find((one) => one.connection === connection) ??
        settings.bases.find((one) => one.connection === null)
      )?.base ?? 'cautious',
    connections: connections.map(({ name, kind, label }) => ({
      name,
      kind,
      label,
      hasOwn: [...settings.rows, ...settings.bases].some((one) => one.connection === name),
    })),
    rows: [
      // What agents use every day comes first, then the few that stand for many.
      ...named.filter(({ group }) => group === 'well-known'),
      ...Object.keys(governedTools).map((name) => viewTool(policy, name, place, setHere)),
      ...named.filter(({ group }) => group === 'other'),
    ],
  }
}

function viewOperation(policy: Policy, operation: Operation, connection: string, setHere: ReadonlySet<string>) {
  const { id, summary, risk, scope, http } = operation
  const rule = ruleFor(policy, { operation, connection })
  return {
    subject: id,
    kind: 'operation' as const,
    summary,
    risk,
    scope,
    method: http.method,
    path: http.path,
    verdict: verdictFor(policy, operation, connection),
    rule: rule?.id ?? 'none',
    shipped: shippedVerdict(id),
    isSetHere: setHere.has(id),
    choices: choicesOf(id),
  }
}

function viewTool(policy: Policy, name: string, connection: string, setHere: ReadonlySet<string>) {
  const { summary, shipped, reaches } = governedTools[name] as (typeof governedTools)[string]
  // What the tool's own rules add, whatever the operations behind it say.
  const own = operations
    .filter((operation) => reaches(operation))
    .flatMap((operation) => rulesFor(policy, { operation, connection, tool: name }))
    .filter(({ match }) => match.tools !== undefined)
    .reduce<{ verdict: Verdict; rule: string }>(
      (strictest, { id, verdict }) => (isStricter(verdict, strictest.verdict) ? { verdict, rule: id } : strictest),
      { verdict: 'allow', rule: 'as each operation says' },
    )
  return {
    subject: name,
    kind: 'tool' as const,
    tool: null,
    group: 'generic' as const,
    summary,
    risk: null,
    scope: null,
    method: null,
    path: null,
    ...own,
    isHidden: isToolBlocked(policy, name, connection),
    shipped,
    isSetHere: setHere.has(name),
    choices: choicesOf(name),
  }
}

const choicesOf = (subject: string): Verdict[] =>
  verdicts.filter((verdict) => !isStricter(loosestVerdict(subject), verdict) && (verdict !== 'ask' || canAsk(subject)))
