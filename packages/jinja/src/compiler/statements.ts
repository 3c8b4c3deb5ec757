/** Statements as closures. */
import type { Body, Expression, Signature, Statement } from '../parser/ast.ts'
import { type Runtime, type Settings, typeError } from '../runtime.ts'
import { escapeText } from '../values/escape.ts'
import { isTrue } from '../values/iterate.ts'
import { textOfValue } from '../values/print.ts'
import { isText, Markup, textOf, typeName, type Value } from '../values/types.ts'
import { callValue, compileArguments } from './arguments.ts'
import { compileAssign } from './assign.ts'
import { blockText, ExpressionCompiler } from './expressions.ts'
import { compileLoop } from './loops.ts'
import { compileMacro, type Macro } from './macros.ts'
import type { CompiledBlock } from './module.ts'
import type { Evaluate, Execute, Scope, Signal } from './scope.ts'
import { namesOfTarget, Symbols } from './symbols.ts'
import { compileExtends, compileFrom, compileImport, compileInclude } from './templates.ts'

export class StatementCompiler {
  readonly blocks = new Map<string, CompiledBlock>()
  readonly expressions: ExpressionCompiler
  /** Whether what is written here counts for nothing once `extends` ran: at a template's top, not inside macros. */
  #isTop = true
  #symbols: Symbols | undefined

  constructor(settings: Settings) {
    this.expressions = new ExpressionCompiler(settings)
  }

  body(body: Body): Execute {
    const statements = body.map((statement) => this.#statement(statement))
    if (statements.length === 1) return statements[0] as Execute
    return (scope) => {
      for (const execute of statements) {
        const signal = execute(scope)
        if (signal !== undefined) return signal
      }
      return undefined
    }
  }

  /** A body with a scope of its own. @param parameters names that have a value from its beginning */
  scoped(body: Body, parameters: readonly string[] = [], outer = this.#symbols): Execute {
    const before = this.#symbols
    const symbols = new Symbols(outer, parameters, body)
    this.#symbols = symbols
    const execute = this.expressions.firmly(() => this.body(body))
    this.#symbols = before
    const { late } = symbols
    if (late.length === 0) return execute
    return (scope) => {
      scope.expect(late)
      return execute(scope)
    }
  }

  /** The same, where the text goes somewhere else than to the output. */
  captured(body: Body, parameters?: readonly string[], outer?: Symbols): Execute {
    const before = this.#isTop
    this.#isTop = false
    const execute = this.scoped(body, parameters, outer)
    this.#isTop = before
    return execute
  }

  expression(expression: Expression): Evaluate {
    return this.expressions.compile(expression)
  }

  #statement(statement: Statement): Execute {
    switch (statement.kind) {
      case 'data':
        return this.#output(constantText(statement.text))
      case 'output':
        return this.#output(this.#print(statement))
      case 'if':
        return this.#if(statement)
      case 'for':
        return compileLoop(this, statement)
      case 'set':
        return this.#set(statement)
      case 'set-block':
        return this.#setBlock(statement)
      case 'macro':
        return this.#macro(statement)
      case 'call-block':
        return this.#output(this.#callBlock(statement))
      case 'filter-block':
        return this.#output(this.#filterBlock(statement))
      case 'with':
        return this.#with(statement)
      case 'block':
        return this.#block(statement)
      case 'autoescape':
        return this.#autoescape(statement)
      case 'do':
        return this.#do(statement.value)
      case 'break':
      case 'continue':
        return () => statement.kind
      case 'extends':
        return compileExtends(this.expression(statement.template), statement.span)
      case 'include':
        return this.#output(compileInclude(this.expression(statement.template), statement))
      case 'import':
        return compileImport(this.expression(statement.template), statement)
      default:
        return compileFrom(this.expression(statement.template), statement)
    }
  }

  #output(write: Execute): Execute {
    if (!this.#isTop) return write
    return (scope) => (scope.module.parent === undefined ? write(scope) : undefined)
  }

  #print({ value, span }: Statement & { kind: 'output' }): Execute {
    const evaluate = this.expression(value)
    return (scope) => {
      const result = evaluate(scope)
      const { runtime } = scope
      runtime.at = span
      runtime.step()
      writeValue(runtime, result)
      return undefined
    }
  }

  #if({ branches, otherwise }: Statement & { kind: 'if' }): Execute {
    return this.expressions.softly(() => {
      const ready = branches.map(({ test, body }) => ({ test: this.expression(test), execute: this.body(body) }))
      const last = this.body(otherwise)
      return (scope) => {
        scope.runtime.step()
        for (const { test, execute } of ready) if (isTrue(test(scope))) return execute(scope)
        return last(scope)
      }
    })
  }

  #set({ target, value }: Statement & { kind: 'set' }): Execute {
    const evaluate = this.expression(value)
    const assign = compileAssign(target)
    return (scope) => {
      scope.runtime.step()
      assign(scope, evaluate(scope))
      return undefined
    }
  }

  #setBlock({ target, filter, body }: Statement & { kind: 'set-block' }): Execute {
    const execute = this.captured(body)
    const assign = compileAssign(target)
    const change = filter && this.expression(filter)
    return (scope) => {
      const value = captureText(scope, execute)
      assign(scope, change === undefined ? value : change(withBlockText(scope, value)))
      return undefined
    }
  }

  #filterBlock({ filter, body, span }: Statement & { kind: 'filter-block' }): Execute {
    const execute = this.captured(body)
    const change = this.expression(filter)
    return (scope) => {
      const value = change(withBlockText(scope, captureText(scope, execute)))
      scope.runtime.at = span
      // As in Jinja2 the filter's text is written as it is, also where values are escaped.
      if (!isText(value)) throw typeError(`a filter block gives text, not ${typeName(value)}`)
      scope.runtime.write(textOf(value))
      return undefined
    }
  }

  #macro({ name, signature, body }: Statement & { kind: 'macro' }): Execute {
    const make = this.macro(name, signature, body)
    return (scope) => {
      scope.runtime.step()
      scope.set(name, make(scope))
      return undefined
    }
  }

  macro(name: string | null, signature: Signature, body: Body): (scope: Scope) => Macro {
    const parameters = [...signature.parameters.map((parameter) => parameter.name), 'caller', 'varargs', 'kwargs']
    return compileMacro(name, signature, body, {
      body: this.captured(body, parameters),
      expression: (expression) => this.expression(expression),
    })
  }

  #callBlock({ signature, call, body, span }: Statement & { kind: 'call-block' }): Execute {
    const callee = this.expression(call.callee)
    const makeArguments = compileArguments(call.given, this.expressions.compile)
    const makeCaller = this.macro(null, signature, body)
    return (scope) => {
      const called = callee(scope)
      const { positional, named } = makeArguments(scope)
      const withCaller = new Map(named).set('caller', makeCaller(scope))
      scope.runtime.at = span
      writeValue(scope.runtime, callValue(scope.runtime, called, { positional, named: withCaller }))
      return undefined
    }
  }

  #with({ targets, values, body }: Statement & { kind: 'with' }): Execute {
    const evaluate = values.map((value) => this.expression(value))
    const assign = targets.map(compileAssign)
    const execute = this.scoped(body, targets.flatMap(namesOfTarget))
    return (scope) => {
      const inner = scope.child()
      const results = evaluate.map((part) => part(scope))
      assign.forEach((set, index) => {
        set(inner, results[index] as Value)
      })
      return execute(inner)
    }
  }

  #block({ name, isScoped, isRequired, body, span }: Statement & { kind: 'block' }): Execute {
    this.blocks.set(name, { isRequired, execute: this.captured(body, ['super', 'self'], undefined) })
    return this.#output((scope) => {
      scope.runtime.at = span
      scope.module.runBlock(name, isScoped ? scope : scope.top())
      return undefined
    })
  }

  #autoescape({ value, body }: Statement & { kind: 'autoescape' }): Execute {
    const isOn = this.expression(value)
    const execute = this.scoped(body)
    return (scope) => {
      const { runtime } = scope
      const before = runtime.autoescape
      runtime.autoescape = isTrue(isOn(scope))
      const signal: Signal = execute(scope.child())
      runtime.autoescape = before
      return signal
    }
  }

  #do(value: Expression): Execute {
    const evaluate = this.expression(value)
    return (scope) => {
      evaluate(scope)
      return undefined
    }
  }
}

function constantText(text: string): Execute {
  return (scope) => {
    scope.runtime.write(text)
    return undefined
  }
}

function writeValue(runtime: Runtime, value: Value): void {
  if (runtime.autoescape) runtime.write(escapeText(runtime, value))
  else runtime.write(typeof value === 'string' ? value : textOfValue(runtime, value))
}

/** What a body writes, as a value. */
function captureText(scope: Scope, execute: Execute): string | Markup {
  const { runtime } = scope
  const text = runtime.capture(() => {
    execute(scope.child())
  })
  return runtime.autoescape ? new Markup(text) : text
}

function withBlockText(scope: Scope, text: Value): Scope {
  const inner = scope.child()
  inner.set(blockText, text)
  return inner
}
