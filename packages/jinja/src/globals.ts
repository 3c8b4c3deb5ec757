/** The functions that every template has. */
import { Namespace } from './compiler/namespace.ts'
import { capitalize } from './methods/case.ts'
import { mergeInto } from './methods/collections.ts'
import { bound, type Runtime, typeError, valueError } from './runtime.ts'
import { wantInteger } from './values/arguments.ts'
import { define } from './values/define.ts'
import { isTrue } from './values/iterate.ts'
import { type Arguments, Callable, Dict, Markup, Range, Special, Tuple, type Value } from './values/types.ts'

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
  readonly #items: readonly Value[]
  #at = 0

  constructor(items: readonly Value[]) {
    super()
    this.#items = items
  }

  attribute(name: string): Value | undefined {
    if (name === 'items') return new Tuple(this.#items)
    if (name === 'pos') return this.#at
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

const loremWords = 'lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor'.split(' ')

/** Filler text, random as Jinja2's, of fewer words. */
function lipsum(runtime: Runtime, n?: Value, html?: Value, min?: Value, max?: Value): Value {
  const [least, most] = [wantInteger(min, 20), wantInteger(max, 100)]
  const paragraphs = Array.from({ length: Math.min(wantInteger(n, 5), runtime.limits.rangeMax) }, () => {
    const count = Math.max(1, least + Math.floor(Math.random() * Math.max(1, most - least)))
    runtime.allocate(count * 12)
    const words = Array.from({ length: count }, () => loremWords[Math.floor(Math.random() * loremWords.length)])
    return `${capitalize(words.join(' '))}.`
  })
  const isHtml = html === undefined || isTrue(html)
  return isHtml ? new Markup(paragraphs.map((text) => `<p>${text}</p>`).join('\n')) : paragraphs.join('\n\n')
}

const functions = {
  range: define('range start stop? step? /', range),
  dict,
  namespace,
  cycler,
  joiner,
  lipsum: define('lipsum n? html? min? max?', lipsum),
}

export const globals: ReadonlyMap<string, Value> = new Map(
  Object.entries(functions).map(([name, call]) => [name, new Callable(`function ${name}`, call)]),
)
