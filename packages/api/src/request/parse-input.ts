/**
 * From whatever a caller wrote to an operation's parsed input, or to a list of what is wrong with it.
 * Nothing is repaired or guessed: what is asked for is what a person will be shown.
 */
import type { z } from 'zod'
import type { Operation } from '../operation.ts'
import { explainIssue, formatIssue, type InputIssue } from './explain.ts'
import { RequestError } from './path.ts'
import { toRequest } from './to-request.ts'

export type ParsedInput<Output> =
  | { readonly ok: true; readonly input: Output }
  | { readonly ok: false; readonly issues: readonly InputIssue[]; readonly message: string }

/** Names through which an object's prototype can be reached. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])
/** Deeper than any operation's input; bounds the walk over hostile input. */
const depthMax = 32

export function parseInput<Input extends z.ZodObject>(
  operation: Operation<string, Input>,
  value: unknown,
): ParsedInput<z.output<Input>> {
  const unsafe = findUnsafe(value, [])
  if (unsafe) return refuse([unsafe])
  // With the input in each issue, a missing field can be told from a wrong one. The value goes no further.
  const parsed = operation.input.safeParse(value, { reportInput: true })
  if (!parsed.success) {
    const knownFields = Object.keys(operation.input.shape)
    return refuse(parsed.error.issues.flatMap((issue) => explainIssue(issue, knownFields)))
  }
  try {
    // A value that fits its schema may still not fit into a path; that is the caller's to know now, not at sending.
    toRequest(operation, parsed.data)
  } catch (error) {
    if (error instanceof RequestError) return refuse([error])
    throw error
  }
  return { ok: true, input: parsed.data }
}

function refuse(issues: readonly InputIssue[]): { ok: false; issues: readonly InputIssue[]; message: string } {
  const plain = issues.map(({ field, rule, cure }) => ({ field, rule, cure }))
  return { ok: false, issues: plain, message: plain.map(formatIssue).join(' ') }
}

/**
 * What no schema looks at: inherited fields (zod reads through prototypes), names that reach a prototype,
 * and text that cannot be written as UTF-8, so that what is shown and what is sent would differ.
 */
function findUnsafe(value: unknown, path: readonly string[]): InputIssue | undefined {
  const field = path.join('.')
  if (typeof value === 'string' && !value.isWellFormed()) {
    return { field, rule: 'is not well-formed Unicode', cure: 'remove the lone surrogate' }
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length > depthMax) return { field: path[0] ?? '', rule: 'is nested too deeply', cure: 'give plain values' }
  if (!isPlain(value)) return { field, rule: 'is not plain data', cure: 'give what JSON can express' }
  for (const key of Object.keys(value)) {
    if (forbiddenKeys.has(key)) {
      return { field: [...path, key].join('.'), rule: 'is a forbidden name', cure: 'remove it' }
    }
    const unsafe = findUnsafe((value as Record<string, unknown>)[key], [...path, key])
    if (unsafe) return unsafe
  }
  return undefined
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
