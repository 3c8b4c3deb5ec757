/** What goes wrong with a template, and where. Everything this package throws on purpose is a TemplateError. */

/** A piece of a template's text, for errors to point at. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A template's text as the lexer sees it, every line ending written as `\n`. */
export interface Source {
  readonly name: string | undefined
  readonly text: string
}

/**
 * - `syntax`: the text is no template, or names a filter or test that does not exist
 * - `undefined`: a value that is not there was used
 * - `bound`: a bound was reached; `bound` names it
 * - `security`: something that templates may not reach
 * - `input`: the context holds what is no data (a function, a getter, a Date …)
 * - `type`, `value`, `key`, `division`, `overflow`: what Python raises for such an operation
 * - `template`: a template that is not there, or a misuse of blocks, macros or loops
 */
export type TemplateErrorKind =
  | 'syntax'
  | 'undefined'
  | 'bound'
  | 'security'
  | 'input'
  | 'type'
  | 'value'
  | 'key'
  | 'division'
  | 'overflow'
  | 'template'

/** Longest piece of a template that a message repeats. */
const quotedMax = 80

export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly kind: TemplateErrorKind
  /** What is wrong, without the place. */
  readonly reason: string
  /** Name of the bound that was reached, as in `limits`. */
  readonly bound: string | undefined
  /** From 1; 0 while no place is known. */
  readonly line: number
  /** From 1, in UTF-16 units; 0 while no place is known. */
  readonly column: number
  /** The template's name, if a loader gave it. */
  readonly templateName: string | undefined

  constructor(kind: TemplateErrorKind, reason: string, span?: Span, bound?: string) {
    const place = span === undefined ? undefined : placeOf(span)
    super(place === undefined ? reason : `${reason} (${place.text})`)
    this.kind = kind
    this.reason = reason
    this.bound = bound
    this.line = place?.line ?? 0
    this.column = place?.column ?? 0
    this.templateName = span?.source.name
  }

  /** The same error with its place; the first place that is found is the innermost one, and stays. */
  at(span: Span | undefined): TemplateError {
    return this.line > 0 || span === undefined ? this : new TemplateError(this.kind, this.reason, span, this.bound)
  }
}

function placeOf({ source, start, end }: Span): { line: number; column: number; text: string } {
  const before = source.text.slice(0, start)
  const line = before.split('\n').length
  const column = start - before.lastIndexOf('\n')
  const whole = source.text.slice(start, Math.max(end, start + 1)).trim()
  const quoted = whole.length > quotedMax ? `${whole.slice(0, quotedMax)}…` : whole
  const name = source.name === undefined ? '' : `${source.name}, `
  return { line, column, text: `${name}line ${line}, column ${column}${quoted === '' ? '' : `: ${quoted}`}` }
}
