/** `for` and its `loop`. */
import type { Statement } from '../parser/ast.ts'
import { type Runtime, typeError } from '../runtime.ts'
import { equals } from '../values/compare.ts'
import { isTrue, iterableOf, iterate, toList } from '../values/iterate.ts'
import { type Arguments, Callable, Markup, Special, type Value } from '../values/types.ts'
import { type Assign, compileAssign } from './assign.ts'
import type { Evaluate, Execute, Scope, Signal } from './scope.ts'
import type { StatementCompiler } from './statements.ts'
import { namesOfTarget } from './symbols.ts'
import { mentions } from './walk.ts'

interface Parts {
  readonly assign: Assign
  readonly test: Evaluate | undefined
  readonly body: Execute
  readonly otherwise: Execute
  readonly needsLoop: boolean
  readonly isRecursive: boolean
}

const loopName = new Set(['loop'])

export function compileLoop(compiler: StatementCompiler, statement: Statement & { kind: 'for' }): Execute {
  const { target, values, test, body, otherwise, isRecursive, span } = statement
  const source = compiler.expression(values)
  const parts: Parts = {
    assign: compileAssign(target),
    test: test && compiler.expressions.firmly(() => compiler.expression(test)),
    body: compiler.scoped(body, [...namesOfTarget(target), 'loop']),
    otherwise: compiler.scoped(otherwise),
    needsLoop: isRecursive || mentions(body, loopName),
    isRecursive,
  }
  return (scope) => {
    const all = source(scope)
    scope.runtime.at = span
    return run(parts, scope, all, 0)
  }
}

/** As in Jinja2, `else` runs unless the body once ran to its end: one that always continues or breaks did not. */
function run(parts: Parts, scope: Scope, values: Value, depth: number): Signal {
  const { runtime } = scope
  if (!parts.needsLoop) return runPlain(parts, scope, values)
  const loop = new Loop(
    runtime,
    parts.test === undefined ? toItems(runtime, values) : passing(parts, scope, values),
    depth,
  )
  if (parts.isRecursive) loop.again = (inner) => recurse(parts, scope, inner, depth + 1)
  let ranThrough = false
  for (const item of loop.advance()) {
    runtime.step()
    const inner = scope.child()
    inner.set('loop', loop)
    parts.assign(inner, item)
    const signal = parts.body(inner)
    ranThrough ||= signal === undefined
    if (signal === 'break') break
  }
  return ranThrough ? undefined : parts.otherwise(scope.child())
}

/** A list is gone through live; everything else has its items looked up first, because `loop` looks ahead. */
function toItems(runtime: Runtime, values: Value): readonly Value[] {
  return Array.isArray(values) ? values : toList(runtime, values)
}

function passing({ test, assign }: Parts, scope: Scope, values: Value): Value[] {
  const items: Value[] = []
  for (const item of iterate(scope.runtime, values)) {
    const inner = scope.child()
    assign(inner, item)
    scope.runtime.allocate(1)
    if (test !== undefined && isTrue(test(inner))) items.push(item)
  }
  return items
}

function runPlain({ assign, test, body, otherwise }: Parts, scope: Scope, values: Value): Signal {
  const { runtime } = scope
  let ranThrough = false
  for (const item of iterableOf(values)) {
    runtime.step()
    const inner = scope.child()
    assign(inner, item)
    if (test !== undefined && !isTrue(test(inner))) continue
    const signal = body(inner)
    ranThrough ||= signal === undefined
    if (signal === 'break') break
  }
  return ranThrough ? undefined : otherwise(scope.child())
}

function recurse(parts: Parts, scope: Scope, values: Value, depth: number): Value {
  const { runtime } = scope
  runtime.enter()
  const text = runtime.capture(() => {
    run(parts, scope, values, depth)
  })
  runtime.leave()
  return runtime.autoescape ? new Markup(text) : text
}

class Loop extends Special {
  readonly typeName = 'LoopContext'
  again: ((values: Value) => Value) | undefined
  /** From 1 while the loop runs. */
  index = 0
  readonly #runtime: Runtime
  readonly #items: readonly Value[]
  readonly #depth: number
  #length: number | undefined
  #seen: readonly Value[] | undefined

  constructor(runtime: Runtime, items: readonly Value[], depth: number) {
    super()
    this.#runtime = runtime
    this.#items = items
    this.#depth = depth
  }

  /** Asked once: what a body appends to its list later does not change it. */
  get length(): number {
    this.#length ??= this.#items.length
    return this.#length
  }

  override print(): string {
    return `<LoopContext ${this.index}/${this.length}>`
  }

  *advance(): IterableIterator<Value> {
    while (this.index < this.#items.length) yield this.#items[this.index++] as Value
  }

  attribute(name: string): Value | undefined {
    const { index } = this
    switch (name) {
      case 'index':
        return index
      case 'index0':
        return index - 1
      case 'revindex':
        return this.length - index + 1
      case 'revindex0':
        return this.length - index
      case 'first':
        return index === 1
      case 'last':
        return index === this.#items.length
      case 'length':
        return this.length
      case 'depth':
        return this.#depth + 1
      case 'depth0':
        return this.#depth
      case 'previtem':
        return index > 1 ? (this.#items[index - 2] as Value) : this.#runtime.missing('there is no previous item')
      case 'nextitem':
        return index < this.#items.length
          ? (this.#items[index] as Value)
          : this.#runtime.missing('there is no next item')
      case 'cycle':
        return new Callable('loop.cycle', (_runtime, { positional }) => this.#cycle(positional))
      case 'changed':
        return new Callable('loop.changed', (_runtime, { positional }) => this.#changed(positional))
      default:
        return undefined
    }
  }

  #cycle(values: readonly Value[]): Value {
    if (values.length === 0) throw typeError('no items for cycling given')
    return values[(this.index - 1) % values.length] as Value
  }

  #changed(values: readonly Value[]): boolean {
    const seen = this.#seen
    const isSame =
      seen !== undefined &&
      seen.length === values.length &&
      seen.every((value, index) => equals(this.#runtime, value, values[index] as Value))
    if (!isSame) this.#seen = [...values]
    return !isSame
  }

  override call(_runtime: Runtime, { positional, named }: Arguments): Value {
    if (this.again === undefined) {
      throw typeError("The loop must have the 'recursive' marker to be called recursively.")
    }
    const [values] = positional
    if (values === undefined || positional.length > 1 || named !== undefined)
      throw typeError('loop() takes one argument')
    return this.again(values)
  }
}
