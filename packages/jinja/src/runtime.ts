/** One rendering: what it has used so far, what it has written, and where it is. */
import { type Span, TemplateError } from './error.ts'
import type { Limits } from './limits.ts'
import { type Call, Undefined, type UndefinedMode, type Value } from './values/types.ts'

export interface Settings {
  readonly undefined: UndefinedMode
  readonly autoescape: boolean
  readonly limits: Limits
  /** Between lines that a filter makes, where it is not told otherwise. */
  readonly newline: string
  readonly filters: ReadonlyMap<string, Call>
  readonly tests: ReadonlyMap<string, Call>
}

export class Runtime {
  readonly settings: Settings
  readonly limits: Limits
  /** What is being written; captured while a macro or a block runs. */
  text = ''
  autoescape: boolean
  /** What is being worked on, for errors. Set right before whatever can fail. */
  at: Span | undefined
  #steps = 0
  #allocated = 0
  #written = 0
  #depth = 0

  constructor(settings: Settings) {
    this.settings = settings
    this.limits = settings.limits
    this.autoescape = settings.autoescape
  }

  step(count = 1): void {
    this.#steps += count
    if (this.#steps > this.limits.stepsMax) throw bound('stepsMax', this.limits.stepsMax, 'steps')
  }

  /** Steps for looking through something of this size: many small ones are free, a large one is not. */
  work(size: number): void {
    if (size >= 64) this.step(size >>> 6)
  }

  /** Asked before something of this size is made, so that it never is. */
  allocate(size: number): void {
    this.#allocated += size
    if (!(this.#allocated <= this.limits.allocationMax)) {
      throw bound('allocationMax', this.limits.allocationMax, 'characters and items made')
    }
  }

  write(text: string): void {
    this.#written += text.length
    if (this.#written > this.limits.outputMax) throw bound('outputMax', this.limits.outputMax, 'characters of output')
    this.text += text
  }

  enter(): void {
    this.#depth++
    if (this.#depth > this.limits.recursionMax) throw recursionBound(this.limits)
  }

  leave(): void {
    this.#depth--
  }

  /** What `body` writes, instead of writing it. */
  capture(body: () => void): string {
    const before = this.text
    this.text = ''
    try {
      body()
      return this.text
    } finally {
      this.text = before
    }
  }

  /** What an `if` inside an expression gives without its `else`: nothing, also where what is not there is an error. */
  missingElse(): Undefined {
    const mode = this.settings.undefined === 'strict' ? 'lenient' : this.settings.undefined
    return new Undefined(mode, 'the inline if-expression evaluated to false and no else section was defined.')
  }

  missing(reason: string, kind: Undefined['kind'] = 'undefined'): Undefined {
    return new Undefined(this.settings.undefined, reason, kind)
  }
}

export function bound(name: keyof Limits, size: number, what: string): TemplateError {
  return new TemplateError('bound', `Bound ${name} reached: ${size} ${what}`, undefined, name)
}

export function recursionBound(limits: Limits): TemplateError {
  return bound('recursionMax', limits.recursionMax, 'levels of calls or data')
}

/** Using what is not there. */
export function useOf(value: Undefined): TemplateError {
  return new TemplateError(value.kind, value.reason)
}

export function typeError(reason: string): TemplateError {
  return new TemplateError('type', reason)
}

export function valueError(reason: string): TemplateError {
  return new TemplateError('value', reason)
}

/** As `settings.filters` and `settings.tests` are asked. */
export function findBuiltin(table: ReadonlyMap<string, Call>, name: Value, what: string): Call {
  const found = typeof name === 'string' ? table.get(name) : undefined
  if (found === undefined) throw new TemplateError('syntax', `No ${what} named '${String(name)}'`)
  return found
}
