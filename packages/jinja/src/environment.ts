/** Options, compiled templates, and the one place where a rendering begins and its errors get their place. */
import type { Program } from './compiler/module.ts'
import { Module } from './compiler/module.ts'
import { Scope } from './compiler/scope.ts'
import { StatementCompiler } from './compiler/statements.ts'
import { runProgram } from './compiler/templates.ts'
import { type Source, TemplateError } from './error.ts'
import { filters } from './filters/index.ts'
import { globals } from './globals.ts'
import { defaultSyntax, openingsOf, type Syntax } from './lexer/delimiters.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { namesOfExpression, undeclaredNames } from './names.ts'
import type { Body, Expression } from './parser/ast.ts'
import { parseOnlyExpression, parseTemplate, prepareSource } from './parser/parser.ts'
import { Runtime, recursionBound, type Settings } from './runtime.ts'
import { tests } from './tests.ts'
import { type Copies, readProperty } from './values/from-host.ts'
import { toHost } from './values/to-host.ts'
import type { UndefinedMode, Value } from './values/types.ts'

/** Plain data: what JSON has, and `bigint`. Only own enumerable data properties are read. */
export type Context = Readonly<Record<string, unknown>>

export interface Options extends Partial<Syntax> {
  /**
   * What a name that is not there does: `strict` makes any use an error, `lenient` prints nothing, `chainable` also
   * allows attributes of it.
   */
  readonly undefined?: UndefinedMode
  /** Escape what is written as HTML. */
  readonly autoescape?: boolean
  /** How much a template may use; each bound has a safe default. */
  readonly limits?: Partial<Limits>
  /** Gives the text of a template that `include`, `import` or `extends` names. Without it there is none. */
  readonly loader?: (name: string) => string | undefined
}

/** A compiled template: call it to render. */
export interface Template {
  (context?: Context): string
  /** Whether the whole text is one expression, so that `renderValue` gives its value. */
  readonly isExpression: boolean
  /** Names that the text reads from the context, sorted. */
  readonly names: readonly string[]
  /** The value, if the whole text is one expression; otherwise the rendered text. None is `null`. */
  renderValue(context?: Context): unknown
}

/** A compiled expression: call it for its value as plain data. */
export interface CompiledExpression {
  (context?: Context): unknown
  readonly names: readonly string[]
}

const noContext: Context = Object.freeze({})
const globalNames: ReadonlySet<string> = new Set([...globals.keys(), 'self'])
const findGlobal = (name: string): Value | undefined => globals.get(name)

/** Options that several templates share, and the templates that a loader gave. */
export class Environment {
  readonly #settings: Settings
  readonly #syntax: Syntax
  readonly #loader: Options['loader']
  readonly #programs = new Map<string, Program | undefined>()

  constructor(options: Options = {}) {
    const { undefined: mode = 'strict', autoescape = false, limits, loader, ...syntax } = options
    if (!['strict', 'lenient', 'chainable'].includes(mode)) {
      throw new RangeError(`undefined is 'strict', 'lenient' or 'chainable', not ${String(mode)}`)
    }
    this.#syntax = { ...defaultSyntax, ...defined(syntax) }
    const unknown = Object.keys(this.#syntax).find((name) => !Object.hasOwn(defaultSyntax, name))
    if (unknown !== undefined) throw new RangeError(`there is no option '${unknown}'`)
    openingsOf(this.#syntax)
    this.#settings = {
      undefined: mode,
      autoescape,
      limits: checkLimits({ ...defaultLimits, ...defined(limits ?? {}) }),
      newline: this.#syntax.newline_sequence,
      filters,
      tests,
    }
    this.#loader = loader
  }

  /** @throws TemplateError if the text is no template */
  compile(source: string): Template {
    const { program, body } = this.#compile(source, undefined)
    const only = onlyExpression(body)
    const evaluate = only && this.#compileExpression(only)
    const render = (context: Context = noContext) => this.#render(program, context)
    return Object.assign(render, {
      isExpression: only !== undefined,
      names: undeclaredNames(body, globalNames),
      renderValue: (context: Context = noContext) => (evaluate === undefined ? render(context) : evaluate(context)),
    })
  }

  /** An expression without delimiters: `row.name|upper`. */
  compileExpression(source: string): CompiledExpression {
    return this.#guard(undefined, () => {
      const prepared = prepareSource(source, undefined, this.#syntax, this.#settings.limits)
      const expression = parseOnlyExpression(prepared, this.#settings.limits)
      const evaluate = this.#compileExpression(expression)
      const call = (context: Context = noContext) => evaluate(context)
      return Object.assign(call, { names: namesOfExpression(expression, globalNames) })
    })
  }

  /** A template of the loader's. */
  getTemplate(name: string): Template {
    const text = this.#loader?.(name)
    if (text === undefined) throw new TemplateError('template', `there is no template '${name}'`)
    return this.compile(text)
  }

  #compile(text: string, name: string | undefined): { program: Program; body: Body } {
    return this.#guard(undefined, () => {
      const { limits } = this.#settings
      const source: Source = prepareSource(text, name, this.#syntax, limits)
      const body = parseTemplate(source, this.#syntax, limits)
      const compiler = new StatementCompiler(this.#settings)
      const execute = compiler.scoped(body)
      return { program: { name, execute, blocks: compiler.blocks }, body }
    })
  }

  #compileExpression(expression: Expression): (context: Context) => unknown {
    const evaluate = new StatementCompiler(this.#settings).expression(expression)
    return (context) => {
      const runtime = new Runtime(this.#settings)
      runtime.at = expression.span
      return this.#guard(runtime, () => {
        const scope = new Scope(runtime, this.#module(), undefined, lookup(runtime, context))
        return toHost(runtime, evaluate(scope))
      })
    }
  }

  #render(program: Program, context: Context): string {
    const runtime = new Runtime(this.#settings)
    return this.#guard(runtime, () => {
      runProgram(runtime, program, this.#module(), lookup(runtime, context))
      return runtime.text
    })
  }

  #module(): Module {
    return new Module({ load: (name) => this.#load(name) }, findGlobal)
  }

  #load(name: string): Program | undefined {
    if (this.#programs.has(name)) return this.#programs.get(name)
    const text = this.#loader?.(name)
    const program = text === undefined ? undefined : this.#compile(text, name).program
    this.#programs.set(name, program)
    return program
  }

  /** Errors of ours get their place; the end of JavaScript's own stack is the bound it stands for. */
  #guard<Result>(runtime: Runtime | undefined, run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      if (error instanceof TemplateError) throw error.at(runtime?.at)
      if (isStackOverflow(error)) throw recursionBound(this.#settings.limits).at(runtime?.at)
      throw error
    }
  }
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack')
}

/** Options that are there but hold `undefined` are not there. */
function defined<Part extends object>(options: Part): Part {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Part
}

function checkLimits(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value !== 'number' || !(value >= 0))
      throw new RangeError(`limits.${name} is a number from 0, not ${value}`)
    if (!Object.hasOwn(defaultLimits, name)) throw new RangeError(`there is no limit '${name}'`)
  }
  return limits
}

/** The context's names, each copied when it is first read. */
function lookup(runtime: Runtime, context: Context): (name: string) => Value | undefined {
  const copies: Copies = new Map()
  const read = new Map<string, Value | undefined>()
  return (name) => {
    if (read.has(name)) return read.get(name)
    const found = readProperty(runtime, context, name, copies)
    // Not `??`: None is null.
    const value = found === undefined ? globals.get(name) : found
    read.set(name, value)
    return value
  }
}

function onlyExpression(body: Body): Expression | undefined {
  const [statement] = body
  return body.length === 1 && statement?.kind === 'output' ? statement.value : undefined
}
