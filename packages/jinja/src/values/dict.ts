/** Dictionaries: which keys are the same key, and how entries are read and written. */
import { bound, type Runtime, typeError, useOf } from '../runtime.ts'
import { Bytes, Dict, DictView, Float, Markup, Tuple, typeName, Undefined, type Value } from './types.ts'

/** Nobody means a larger key. */
const tupleItemsMax = 10_000

/** 1, 1.0 and True are one key, as in Python. Strings that start with NUL are marked, so that no tuple can be forged. */
function normalize(key: Value, budget = { left: tupleItemsMax }): unknown {
  if (typeof key === 'string') return key.startsWith('\0') ? `\0s${key}` : key
  if (key === null || typeof key === 'number' || typeof key === 'bigint') return key
  if (typeof key === 'boolean') return Number(key)
  if (key instanceof Float) return numericKey(key.value)
  if (key instanceof Markup) return normalize(key.text, budget)
  if (key instanceof Tuple) return normalizeTuple(key, budget)
  if (key instanceof Bytes) return `\0b${[...key.bytes].join()}`
  if (key instanceof Undefined) {
    if (key.mode === 'strict') throw useOf(key)
    return '\0u'
  }
  const isView = key instanceof DictView && key.kind !== 'values'
  if (Array.isArray(key) || key instanceof Dict || isView) throw typeError(`unhashable type: '${typeName(key)}'`)
  return key
}

/** A tuple that holds another twice, which holds another twice … is small and its text is not. */
function normalizeTuple(key: Tuple, budget: { left: number }): string {
  budget.left -= key.items.length
  if (budget.left < 0) throw bound('allocationMax', tupleItemsMax, 'items of a tuple that is a key')
  return `\0t${key.items.map((item) => tagged(normalize(item, budget))).join(',')}`
}

function numericKey(value: number): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value
}

function tagged(key: unknown): string {
  return `${typeof key}:${typeof key === 'string' ? JSON.stringify(key) : String(key)}`
}

export function dictGet(dict: Dict, key: Value): Value | undefined {
  return dict.entries.get(normalize(key))?.[1]
}

export function dictHas(dict: Dict, key: Value): boolean {
  return dict.entries.has(normalize(key))
}

/** An entry that is there keeps its place and its key. */
export function dictSet(runtime: Runtime, dict: Dict, key: Value, value: Value): void {
  const normalized = normalize(key)
  const entry = dict.entries.get(normalized)
  if (entry !== undefined) {
    entry[1] = value
    return
  }
  runtime.allocate(2)
  dict.entries.set(normalized, [key, value])
}

export function dictDelete(dict: Dict, key: Value): boolean {
  return dict.entries.delete(normalize(key))
}

export function dictFrom(runtime: Runtime, entries: Iterable<readonly [Value, Value]>): Dict {
  const dict = new Dict()
  for (const [key, value] of entries) dictSet(runtime, dict, key, value)
  return dict
}

/** A set of values by the same rule as keys. */
export class KeySet {
  readonly #keys = new Set<unknown>()

  /** Whether it was new. */
  add(key: Value): boolean {
    const normalized = normalize(key)
    if (this.#keys.has(normalized)) return false
    this.#keys.add(normalized)
    return true
  }
}
