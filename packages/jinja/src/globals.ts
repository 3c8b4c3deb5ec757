/** The functions that every template has. `lipsum` is random and is left out. */
import { Namespace } from './compiler/namespace.ts'
import { mergeInto } from './methods/collections.ts'
import { bound, type Runtime, typeError, valueError } from './runtime.ts'
import { wantInteger } from './values/arguments.ts'
import { define } from './values/define.ts'
import { type Arguments, Callable, Dict, Range, Special, type Value } from './values/types.ts'

function range(runtime: Runtime, first: Value, second?: Value, third?: Value): Value {
  const [start, stop] = second === undefined ? [0, wantInteger(first)] : [wantInteger(first), wantInteger(second)]
  const step = wantInteger(third, 1)
  if (step === 0) throw valueError('range() arg 3 must not be zero')
  const made = new Range(start, stop, step)
  if (made.length > runtime.limits.rangeMax) throw bound('rangeMax', runtime.limits.rangeMax, 'items of one range')
  return made
}

function dict(runtime: Runtime, given: Arguments): Value {
  const made = new Dict()
  mergeInto(runtime, made, given)
  return made
}

function namespace(runtime: Runtime, given: Arguments): Value {
  const made = new Namespace()
  mergeInto(runtime, made.values, given)
  return made
}

class Cycler extends Special {
  readonly typeName = 'Cycler'
  readonly text = undefined
  readonly #items: readonly Value[]
  #at = 0

  constructor(items: readonly Value[]) {
    super()
    this.#items = items
  }

  attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#at] as Value
    if (name === 'next') return new Callable('cycler.next', () => this.#next())
    if (name !== 'reset') return undefined
    return new Callable('cycler.reset', () => {
      this.#at = 0
      return null
    })
  }

  #next(): Value {
    const value = this.#items[this.#at] as Value
    this.#at = (this.#at + 1) % this.#items.length
    return value
  }
}

class Joiner extends Special {
  readonly typeName = 'Joiner'
  readonly text = undefined
  readonly #separator: Value
  #isUsed = false

  constructor(separator: Value) {
    super()
    this.#separator = separator
  }

  attribute(name: string): Value | undefined {
    if (name === 'sep') return this.#separator
    return name === 'used' ? this.#isUsed : undefined
  }

  override call(): Value {
    if (this.#isUsed) return this.#separator
    this.#isUsed = true
    return ''
  }
}

function cycler(_runtime: Runtime, { positional }: Arguments): Value {
  if (positional.length === 0) throw typeError('at least one item has to be provided')
  return new Cycler(positional)
}

const joiner = define('joiner sep?', (_runtime, separator?: Value) => new Joiner(separator ?? ', '))

const functions = { range: define('range start stop? step? /', range), dict, namespace, cycler, joiner }

export const globals: ReadonlyMap<string, Value> = new Map(
  Object.entries(functions).map(([name, call]) => [name, new Callable(`function ${name}`, call)]),
)
