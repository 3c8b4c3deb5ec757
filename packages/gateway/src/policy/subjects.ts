/** What a row of the policy can be about: an operation, or one of the few tools that stand for many operations. */
import { type Operation, type Risk, risks } from '@kunai/api/operation'
import { asksAlways, findOperation } from '../call/index.ts'
import type { Verdict } from './rules.ts'

export interface GovernedTool {
  readonly summary: string
  /** Which operations it can stand for. */
  readonly reaches: (operation: Operation) => boolean
  /** `allow`: the tool adds nothing to what the operation says. */
  readonly shipped: Verdict
}

const apiTool = (method: Operation['http']['method']): GovernedTool => ({
  summary: `Any ${method} on NinjaOne's API, by its path`,
  reaches: ({ http }) => http.method === method,
  shipped: method === 'GET' ? 'allow' : 'ask',
})
const runTool = (risk: Risk): GovernedTool => ({
  summary: `Any operation up to ${risk}, by its id`,
  reaches: (operation) => risks.indexOf(operation.risk) <= risks.indexOf(risk),
  shipped: 'ask',
})

/**
 * A generic write is held as we ship it, whatever it amounts to: what makes a named tool harmless (its fields, its
 * description) is not there. A verdict for a tool only tightens what the operation says. A test compares these
 * names with what the MCP door lists.
 */
export const governedTools: Readonly<Record<string, GovernedTool>> = {
  'ninja-api-get': apiTool('GET'),
  'ninja-api-post': apiTool('POST'),
  'ninja-api-put': apiTool('PUT'),
  'ninja-api-patch': apiTool('PATCH'),
  'ninja-api-delete': apiTool('DELETE'),
  'run-write': runTool('write'),
  'run-disruptive': runTool('disruptive'),
  'run-destructive': runTool('destructive'),
}

/** Besides reads, what goes through without asking as we ship it: a ticket harms nobody, and agents end their work with one. */
export const automaticWrites: readonly string[] = ['tickets.create']

export function isSubject(subject: string): boolean {
  return findOperation(subject) !== undefined || Object.hasOwn(governedTools, subject)
}

/** What we ship for a subject. */
export function shippedVerdict(subject: string): Verdict {
  const tool = Object.hasOwn(governedTools, subject) ? governedTools[subject] : undefined
  if (tool !== undefined) return tool.shipped
  const operation = findOperation(subject)
  if (operation === undefined) return 'deny'
  return operation.risk === 'read' || automaticWrites.includes(subject) ? 'allow' : 'ask'
}

/** A read has an answer that nobody would be waiting for any more once a person has approved it: it is Auto or Blocked. */
export function canAsk(subject: string): boolean {
  return findOperation(subject)?.risk !== 'read' && subject !== 'ninja-api-get'
}

/** Nobody can set a subject looser than this. */
export function loosestVerdict(subject: string): Verdict {
  const operation = findOperation(subject)
  return operation !== undefined && asksAlways(operation) ? 'ask' : 'allow'
}
