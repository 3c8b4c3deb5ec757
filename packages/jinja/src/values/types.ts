/**
 * Python's values as this package holds them. JavaScript has one kind of number and Python two, so `number` and `bigint`
 * are always integers (`number` while it is safe) and a float is a `Float`. A list is an array. Nothing here is a host object:
 * what a caller passes is copied (from-host.ts).
 */
import type { Runtime } from '../runtime.ts'

export type Integer = number | bigint

export type Value =
  | null
  | boolean
  | Integer
  | string
  | Value[]
  | Float
  | Markup
  | Tuple
  | Dict
  | Range
  | Generator
  | DictView
  | Bytes
  | Undefined
  | Callable
  | Special

export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** Text that is HTML already and is not escaped again. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class Tuple {
  readonly items: readonly Value[]
  /** Names of the items, as of what `groupby` gives. */
  readonly fields: readonly string[]
  constructor(items: readonly Value[], fields: readonly string[] = []) {
    this.items = items
    this.fields = fields
  }
}

export class Range {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly length: number
  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
    this.length = Math.max(0, Math.ceil((stop - start) / step))
  }
}

/** What can be gone through once and has no length: the result of `map`, `select`, `batch` … */
export class Generator {
  readonly iterator: IterableIterator<Value>
  constructor(iterator: IterableIterator<Value>) {
    this.iterator = iterator
  }
}

export class DictView {
  readonly kind: 'keys' | 'values' | 'items'
  readonly dict: Dict
  constructor(kind: DictView['kind'], dict: Dict) {
    this.kind = kind
    this.dict = dict
  }
}

/** Only `str.encode` makes these. */
export class Bytes {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

export type UndefinedMode = 'strict' | 'lenient' | 'chainable'

/** What is not there, and why. */
export class Undefined {
  readonly mode: UndefinedMode
  readonly reason: string
  readonly kind: 'undefined' | 'security'
  constructor(mode: UndefinedMode, reason: string, kind: Undefined['kind'] = 'undefined') {
    this.mode = mode
    this.reason = reason
    this.kind = kind
  }
}

export interface Arguments {
  readonly positional: readonly Value[]
  readonly named: ReadonlyMap<string, Value> | undefined
}

export type Call = (runtime: Runtime, given: Arguments) => Value

/** Macros, methods and global functions: always ours, never the host's. */
export class Callable {
  /** As errors name it: `method upper`, `macro head`. */
  readonly label: string
  readonly call: Call
  constructor(label: string, call: Call) {
    this.label = label
    this.call = call
  }
}

/** Things with attributes of their own: `loop`, namespaces, modules, macros, cyclers. */
export abstract class Special {
  abstract readonly typeName: string
  /** How Python prints it, or undefined if that has an address in it. */
  print(_runtime: Runtime, _open: readonly Value[]): string | undefined {
    return undefined
  }
  abstract attribute(name: string): Value | undefined
  call(_runtime: Runtime, _given: Arguments): Value | undefined {
    return undefined
  }
}

/** Entries by normalized key, with the key as it was first written. Insertion order, as in Python. */
export class Dict {
  readonly entries = new Map<unknown, [Value, Value]>()

  get size(): number {
    return this.entries.size
  }
}

/** Names as Python's own messages use them. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return 'int'
  if (typeof value === 'string') return 'str'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Float) return 'float'
  if (value instanceof Markup) return 'Markup'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Dict) return 'dict'
  if (value instanceof Range) return 'range'
  if (value instanceof Generator) return 'generator'
  if (value instanceof DictView) return `dict_${value.kind}`
  if (value instanceof Bytes) return 'bytes'
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Special) return value.typeName
  return 'function'
}

export function isText(value: Value): value is string | Markup {
  return typeof value === 'string' || value instanceof Markup
}

/** The characters of a string, safe or not. */
export function textOf(value: string | Markup): string {
  return typeof value === 'string' ? value : value.text
}
