/** Expressions as closures: the tree is looked at once, and each rendering calls what came of it. */
import { getAttribute, getItem, getSlice } from '../attributes.ts'
import type { Span, TemplateError } from '../error.ts'
import { formatPercent } from '../format/percent.ts'
import type { Expression } from '../parser/ast.ts'
import { findBuiltin, type Runtime, type Settings } from '../runtime.ts'
import { binary, negate, plus } from '../values/arithmetic.ts'
import { compare } from '../values/compare.ts'
import { dictFrom } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { extentOf, isTrue } from '../values/iterate.ts'
import { textOfValue } from '../values/print.ts'
import { type Call, isText, Markup, Tuple, type Value } from '../values/types.ts'
import { callValue, compileArguments } from './arguments.ts'
import type { Evaluate } from './scope.ts'

export class ExpressionCompiler {
  readonly settings: Settings
  /** Inside a branch that may never run an unknown filter is an error only when it does, as in Jinja2. */
  soft = 0

  constructor(settings: Settings) {
    this.settings = settings
  }

  readonly compile = (expression: Expression): Evaluate => {
    const { span } = expression
    switch (expression.kind) {
      case 'constant':
        return constant(expression.value)
      case 'name':
        return nameOf(expression.name)
      case 'tuple':
      case 'list':
        return this.#items(expression.items, expression.kind)
      case 'dict':
        return this.#dict(expression.entries)
      case 'condition':
        return this.#condition(expression)
      case 'and':
      case 'or':
        return this.#logic(expression)
      case 'not': {
        const value = this.compile(expression.value)
        return (scope) => !isTrue(value(scope))
      }
      case 'negate':
        return this.#sign(expression, negate)
      case 'plus':
        return this.#sign(expression, (_runtime, value) => plus(value))
      case 'compare':
        return this.#compare(expression)
      case 'binary':
        return this.#binary(expression)
      case 'concatenate':
        return this.#concatenate(expression.parts, span)
      case 'filter':
        return this.#builtin(expression, this.settings.filters)
      case 'test':
        return this.#builtin(expression, this.settings.tests)
      case 'call':
        return this.#call(expression)
      case 'attribute':
        return this.#attribute(expression)
      case 'item':
        return this.#item(expression)
      default:
        return this.#slice(expression)
    }
  }

  /** Code that may not run. */
  softly<Result>(compile: () => Result): Result {
    this.soft++
    try {
      return compile()
    } finally {
      this.soft--
    }
  }

  /** Code with a scope of its own: there Jinja2 looks filters up at once again. */
  firmly<Result>(compile: () => Result): Result {
    const before = this.soft
    this.soft = 0
    try {
      return compile()
    } finally {
      this.soft = before
    }
  }

  #items(expressions: readonly Expression[], kind: 'tuple' | 'list'): Evaluate {
    const items = expressions.map(this.compile)
    return (scope) => {
      scope.runtime.step(items.length)
      scope.runtime.allocate(items.length)
      const values = items.map((item) => item(scope))
      return kind === 'list' ? values : new Tuple(values)
    }
  }

  #dict(pairs: readonly (readonly [Expression, Expression])[]): Evaluate {
    const entries = pairs.map(([key, value]) => [this.compile(key), this.compile(value)] as const)
    return (scope) => {
      scope.runtime.step(entries.length)
      return dictFrom(
        scope.runtime,
        entries.map(([key, value]) => [key(scope), value(scope)] as const),
      )
    }
  }

  #condition({ test, value, otherwise, span }: Expression & { kind: 'condition' }): Evaluate {
    const isMet = this.compile(test)
    const [first, second] = this.softly(() => [this.compile(value), otherwise && this.compile(otherwise)])
    return (scope) => {
      if (isTrue(isMet(scope))) return first(scope)
      if (second !== undefined) return second(scope)
      scope.runtime.at = span
      return scope.runtime.missingElse()
    }
  }

  #logic({ kind, left, right }: Expression & { kind: 'and' | 'or' }): Evaluate {
    const [first, second] = [this.compile(left), this.compile(right)]
    const wanted = kind === 'and'
    return (scope) => {
      const value = first(scope)
      return isTrue(value) === wanted ? second(scope) : value
    }
  }

  #sign(
    { value, span }: { readonly value: Expression; readonly span: Span },
    apply: (runtime: Runtime, value: Value) => Value,
  ): Evaluate {
    const inner = this.compile(value)
    return (scope) => {
      const operand = inner(scope)
      scope.runtime.at = span
      scope.runtime.step()
      return apply(scope.runtime, operand)
    }
  }

  #compare({ first, rest, span }: Expression & { kind: 'compare' }): Evaluate {
    const begin = this.compile(first)
    const links = rest.map(({ operator, value }) => ({ operator, evaluate: this.compile(value) }))
    return (scope) => {
      let left = begin(scope)
      for (const { operator, evaluate } of links) {
        const right = evaluate(scope)
        scope.runtime.at = span
        scope.runtime.step()
        if (typeof right === 'string') scope.runtime.work(right.length)
        if (!compare(scope.runtime, operator, left, right)) return false
        left = right
      }
      return true
    }
  }

  #binary({ operator, left, right, span }: Expression & { kind: 'binary' }): Evaluate {
    const [first, second] = [this.compile(left), this.compile(right)]
    return (scope) => {
      const one = first(scope)
      const other = second(scope)
      scope.runtime.at = span
      scope.runtime.step()
      if (operator === '%' && isText(one)) return formatPercent(scope.runtime, one, other)
      return binary(scope.runtime, operator, one, other)
    }
  }

  #concatenate(expressions: readonly Expression[], span: Span): Evaluate {
    const parts = expressions.map(this.compile)
    return (scope) => {
      const { runtime } = scope
      const values = parts.map((part) => part(scope))
      runtime.at = span
      runtime.step(values.length)
      const isMarkup = runtime.autoescape && values.some((value) => value instanceof Markup)
      let text = ''
      for (const value of values) text += isMarkup ? escapeText(runtime, value) : textOfValue(runtime, value)
      runtime.allocate(text.length)
      return isMarkup ? new Markup(text) : text
    }
  }

  /** A filter or a test; for a block's filter the value is passed by the block. */
  #builtin(
    { kind, name, value, given, span }: Expression & { kind: 'filter' | 'test' },
    table: ReadonlyMap<string, Call>,
  ): Evaluate {
    const call = this.#find(table, name, kind, span)
    const inner = value === undefined ? nameOf(blockText) : this.compile(value)
    const makeArguments = compileArguments(given, this.compile)
    return (scope) => {
      const first = inner(scope)
      const ready = makeArguments(scope, first)
      scope.runtime.at = span
      scope.runtime.step()
      scope.runtime.work(extentOf(first))
      return call(scope.runtime, ready)
    }
  }

  #find(table: ReadonlyMap<string, Call>, name: string, kind: 'filter' | 'test', span: Span): Call {
    try {
      return findBuiltin(table, name, kind)
    } catch (error) {
      const located = (error as TemplateError).at(span)
      if (this.soft === 0) throw located
      return () => {
        throw located
      }
    }
  }

  #call({ callee, given, span }: Expression & { kind: 'call' }): Evaluate {
    const target = this.compile(callee)
    const makeArguments = compileArguments(given, this.compile)
    return (scope) => {
      const called = target(scope)
      const ready = makeArguments(scope)
      scope.runtime.at = span
      return callValue(scope.runtime, called, ready)
    }
  }

  #attribute({ value, name, span }: Expression & { kind: 'attribute' }): Evaluate {
    const inner = this.compile(value)
    return (scope) => {
      const owner = inner(scope)
      scope.runtime.at = span
      scope.runtime.step()
      return getAttribute(scope.runtime, owner, name)
    }
  }

  #item({ value, key, span }: Expression & { kind: 'item' }): Evaluate {
    const [inner, wanted] = [this.compile(value), this.compile(key)]
    return (scope) => {
      const owner = inner(scope)
      const place = wanted(scope)
      scope.runtime.at = span
      scope.runtime.step()
      return getItem(scope.runtime, owner, place)
    }
  }

  #slice({ value, bounds, span }: Expression & { kind: 'slice' }): Evaluate {
    const inner = this.compile(value)
    const parts = bounds.map((part) => part && this.compile(part))
    return (scope) => {
      const owner = inner(scope)
      const places = parts.map((part) => part?.(scope))
      scope.runtime.at = span
      scope.runtime.step()
      return getSlice(scope.runtime, owner, places)
    }
  }
}

/** Where a block's filter finds the block's text; no template can write such a name. */
export const blockText = ' block'

function constant(value: Value): Evaluate {
  return () => value
}

function nameOf(name: string): Evaluate {
  return (scope) => {
    const value = scope.get(name)
    // Not `??`, here and wherever values meet: None is null.
    return value === undefined ? scope.runtime.missing(`'${name}' is undefined`) : value
  }
}
