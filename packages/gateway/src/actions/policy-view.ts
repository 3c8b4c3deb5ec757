/** The policies as one table: each subject with its verdict, where that comes from and what we ship. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import type { Connection } from '../call/index.ts'
import {
  canAsk,
  compilePolicy,
  governedTools,
  isStricter,
  isToolBlocked,
  type Policy,
  type PolicySettings,
  ruleFor,
  rulesFor,
  shippedVerdict,
  type Verdict,
  verdicts,
} from '../policy/index.ts'

/** A name that no connection can have: what holds on it is what holds on every connection without rows of its own. */
const anyConnection = ''

export function viewPolicies(
  settings: PolicySettings & { readonly version: number },
  connection: string | null,
  connections: readonly Connection[],
) {
  // The table shows what is set; the switch is shown apart, as something that lies over it for a while.
  const policy = compilePolicy({ ...settings, emergency: 'off' })
  const place = connection ?? anyConnection
  const setHere = new Set(settings.rows.filter((row) => row.connection === connection).map(({ subject }) => subject))
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
      // The few that stand for many come first.
      ...Object.keys(governedTools).map((name) => viewTool(policy, name, place, setHere)),
      ...catalogue.map((operation) => viewOperation(policy, operation, place, setHere)),
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
    verdict: rule?.verdict ?? ('deny' as Verdict),
    rule: rule?.id ?? 'none',
    shipped: shippedVerdict(id),
    isSetHere: setHere.has(id),
    choices: verdicts.filter((verdict) => verdict !== 'ask' || canAsk(id)),
  }
}

function viewTool(policy: Policy, name: string, connection: string, setHere: ReadonlySet<string>) {
  const { summary, loosest, shipped, reaches } = governedTools[name] as (typeof governedTools)[string]
  // What the tool's own rules add, whatever the operations behind it say.
  const own = catalogue
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
    summary,
    risk: null,
    scope: null,
    method: null,
    path: null,
    ...own,
    isHidden: isToolBlocked(policy, name, connection),
    shipped,
    isSetHere: setHere.has(name),
    choices: verdicts.filter((verdict) => !isStricter(loosest, verdict) && (verdict !== 'ask' || canAsk(name))),
  }
}
