/** `'{} {name!r:>10}'.format(…)`. Fields reach attributes by the rules of the templates, never more. */
import { TemplateError } from '../error.ts'
import { type Runtime, recursionBound, valueError } from '../runtime.ts'
import { dictGet } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { ascii, repr, textOfValue } from '../values/print.ts'
import { type Arguments, type Dict, isText, Markup, textOf, type Value } from '../values/types.ts'
import { formatValue } from './spec.ts'

/** How a field's `.name` and `[name]` are read. */
export interface Access {
  attribute(runtime: Runtime, value: Value, name: string): Value
  item(runtime: Runtime, value: Value, key: Value): Value
}

export function formatBraces(
  runtime: Runtime,
  format: string | Markup,
  given: Arguments,
  access: Access,
  mapping?: Dict,
): Value {
  const text = new Formatter(runtime, given, access, format instanceof Markup, mapping).run(textOf(format), 0)
  return typeof format === 'string' ? text : new Markup(text)
}

class Formatter {
  readonly #runtime: Runtime
  readonly #given: Arguments
  readonly #access: Access
  readonly #escapes: boolean
  readonly #mapping: Dict | undefined
  #automatic = 0
  /** Numbering by hand and by itself cannot be mixed. */
  #isManual: boolean | undefined

  constructor(runtime: Runtime, given: Arguments, access: Access, escapes: boolean, mapping: Dict | undefined) {
    this.#runtime = runtime
    this.#given = given
    this.#access = access
    this.#escapes = escapes
    this.#mapping = mapping
  }

  run(format: string, depth: number): string {
    // A specification may hold fields, theirs may not.
    if (depth > 1) throw valueError('Max string recursion exceeded')
    if (depth > this.#runtime.limits.recursionMax) throw recursionBound(this.#runtime.limits)
    let result = ''
    for (let at = 0; at < format.length; ) {
      const next = nextBrace(format, at)
      result += format.slice(at, next)
      if (next >= format.length) break
      if (format[next + 1] === format[next]) {
        result += format[next]
        at = next + 2
        continue
      }
      if (format[next] === '}') throw valueError("Single '}' encountered in format string")
      const end = endOfField(format, next + 1)
      this.#runtime.step()
      const piece = this.#field(format.slice(next + 1, end), depth)
      this.#runtime.allocate(piece.length)
      result += piece
      at = end + 1
    }
    return result
  }

  #field(field: string, depth: number): string {
    const { name, conversion, spec } = splitField(field)
    const value = this.#convert(this.#lookup(name), conversion)
    const formatted = formatValue(
      this.#runtime,
      value,
      spec.includes('{') || spec.includes('}') ? this.run(spec, depth + 1) : spec,
    )
    if (!this.#escapes) return formatted
    return isText(value) && value instanceof Markup ? formatted : escapeText(this.#runtime, formatted)
  }

  #convert(value: Value, conversion: string | undefined): Value {
    if (conversion === undefined) return value
    if (conversion === 's') return textOfValue(this.#runtime, value)
    if (conversion === 'r') return repr(this.#runtime, value)
    if (conversion === 'a') return ascii(this.#runtime, value)
    throw valueError(`Unknown conversion specifier ${conversion}`)
  }

  #lookup(name: string): Value {
    const end = name.search(/[.[]/)
    let value = this.#first(end < 0 ? name : name.slice(0, end))
    for (let at = end < 0 ? name.length : end; at < name.length; ) {
      this.#runtime.step()
      const isItem = name[at] === '['
      if (!isItem && name[at] !== '.') throw valueError("Only '.' or '[' may follow ']' in format field specifier")
      const stop = isItem ? name.indexOf(']', at) : nextOf(name, at + 1)
      if (stop < 0) throw valueError("Missing ']' in format string")
      const key = name.slice(at + 1, stop)
      if (key === '') throw valueError('Empty attribute in format string')
      value = isItem
        ? this.#access.item(this.#runtime, value, isIndex(key) ? Number(key) : key)
        : this.#access.attribute(this.#runtime, value, key)
      at = isItem ? stop + 1 : stop
    }
    return value
  }

  #first(name: string): Value {
    if (name === '' || isIndex(name)) {
      const isManual = name !== ''
      if (this.#isManual !== undefined && this.#isManual !== isManual) {
        throw valueError('cannot switch between manual field specification and automatic field numbering')
      }
      this.#isManual = isManual
      const index = isManual ? Number(name) : this.#automatic++
      const value = this.#given.positional[index]
      if (value === undefined)
        throw new TemplateError('key', `Replacement index ${index} out of range for positional args tuple`)
      return value
    }
    const value = this.#mapping === undefined ? this.#given.named?.get(name) : dictGet(this.#mapping, name)
    if (value === undefined) throw new TemplateError('key', `'${name}'`)
    return value
  }
}

function isIndex(text: string): boolean {
  return /^[0-9]{1,9}$/.test(text)
}

function nextBrace(format: string, from: number): number {
  let at = from
  while (at < format.length && format[at] !== '{' && format[at] !== '}') at++
  return at
}

function nextOf(name: string, from: number): number {
  let at = from
  while (at < name.length && name[at] !== '.' && name[at] !== '[') at++
  return at
}

function endOfField(format: string, from: number): number {
  let depth = 1
  for (let at = from; at < format.length; at++) {
    if (format[at] === '{') depth++
    else if (format[at] === '}' && --depth === 0) return at
  }
  throw valueError("expected '}' before end of string")
}

function splitField(field: string): { name: string; conversion: string | undefined; spec: string } {
  let at = 0
  // Brackets may hold a colon or an exclamation mark.
  for (let inside = false; at < field.length; at++) {
    if (field[at] === '[') inside = true
    else if (field[at] === ']') inside = false
    else if (!inside && (field[at] === ':' || field[at] === '!')) break
    else if (field[at] === '{') throw valueError("unexpected '{' in field name")
  }
  const name = field.slice(0, at)
  if (field[at] !== '!') return { name, conversion: undefined, spec: field.slice(at + 1) }
  const conversion = field[at + 1] ?? ''
  if (conversion === '') throw valueError('end of string while looking for conversion specifier')
  if (at + 2 < field.length && field[at + 2] !== ':') throw valueError("expected ':' after conversion specifier")
  return { name, conversion, spec: field.slice(at + 3) }
}
