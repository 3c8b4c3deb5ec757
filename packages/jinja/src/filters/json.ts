/** `tojson`. */
import { reprFloat } from '../format/decimal.ts'
import { type Runtime, recursionBound, typeError, valueError } from '../runtime.ts'
import { wantInteger } from '../values/arguments.ts'
import { isLess } from '../values/compare.ts'
import { integerText } from '../values/print.ts'
import { sortValues } from '../values/sort.ts'
import { Dict, Float, isText, Markup, Tuple, textOf, typeName, Undefined, type Value } from '../values/types.ts'

/** JSON with sorted keys, in ASCII, and safe inside HTML, as Jinja2's. */
export function toJson(runtime: Runtime, value: Value, indent?: Value): Value {
  const by =
    indent === undefined || indent === null ? undefined : isText(indent) ? textOf(indent) : indentOf(runtime, indent)
  const text = new Writer(runtime, by).write(value, 0, [])
  runtime.allocate(text.length)
  return new Markup(
    text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026').replaceAll("'", '\\u0027'),
  )
}

function indentOf(runtime: Runtime, value: Value): string {
  const count = Math.max(0, wantInteger(value))
  runtime.allocate(count)
  return ' '.repeat(count)
}

class Writer {
  readonly #runtime: Runtime
  readonly #indent: string | undefined

  constructor(runtime: Runtime, indent: string | undefined) {
    this.#runtime = runtime
    this.#indent = indent
  }

  write(value: Value, depth: number, open: readonly Value[]): string {
    this.#runtime.step()
    if (value === null) return 'null'
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'number' || typeof value === 'bigint') return integerText(this.#runtime, value)
    if (value instanceof Float) return floatText(value.value)
    if (isText(value)) return this.#string(textOf(value))
    if (open.includes(value)) throw valueError('Circular reference detected')
    if (open.length >= this.#runtime.limits.recursionMax) throw recursionBound(this.#runtime.limits)
    const inner = [...open, value]
    if (Array.isArray(value) || value instanceof Tuple) {
      const items = Array.isArray(value) ? value : value.items
      return this.#enclose(
        '[',
        ']',
        items.map((item) => this.write(item, depth + 1, inner)),
        depth,
      )
    }
    if (value instanceof Dict) return this.#enclose('{', '}', this.#entries(value, depth, inner), depth)
    if (value instanceof Undefined && value.mode === 'strict') throw typeError(value.reason)
    throw typeError(`Object of type ${typeName(value)} is not JSON serializable`)
  }

  #entries(dict: Dict, depth: number, open: readonly Value[]): string[] {
    const entries = sortValues(
      this.#runtime,
      [...dict.entries.values()],
      ([left], [right]) => isLess(this.#runtime, left, right),
      false,
    )
    return entries.map(([key, value]) => `${this.#key(key)}: ${this.write(value, depth + 1, open)}`)
  }

  #key(key: Value): string {
    if (isText(key)) return this.#string(textOf(key))
    if (key === null || typeof key !== 'object') return `"${this.write(key, 0, [])}"`
    if (key instanceof Float) return `"${floatText(key.value)}"`
    throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`)
  }

  #enclose(begin: string, end: string, parts: readonly string[], depth: number): string {
    if (parts.length === 0) return begin + end
    const line = this.#indent === undefined ? undefined : `\n${this.#repeat(depth + 1)}`
    const separator = line === undefined ? ', ' : `,${line}`
    let size = separator.length * parts.length
    for (const part of parts) size += part.length
    this.#runtime.allocate(size)
    const last = line === undefined ? '' : `\n${this.#repeat(depth)}`
    return begin + (line ?? '') + parts.join(separator) + last + end
  }

  #repeat(depth: number): string {
    this.#runtime.allocate((this.#indent ?? '').length * depth)
    return (this.#indent ?? '').repeat(depth)
  }

  #string(text: string): string {
    const quoted = JSON.stringify(text)
    this.#runtime.allocate(quoted.length)
    let ascii = ''
    for (const unit of quoted.split('')) {
      const code = unit.charCodeAt(0)
      ascii += code <= 0x7f ? unit : `\\u${code.toString(16).padStart(4, '0')}`
    }
    return ascii
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return reprFloat(value)
}
