/** `map`, `select`, `reject` and their forms for attributes: filters and tests by name, applied to each item. */
import { TemplateError } from '../error.ts'
import { findBuiltin, type Runtime } from '../runtime.ts'
import { isTrue, iterate } from '../values/iterate.ts'
import { type Arguments, type Call, Generator, type Value } from '../values/types.ts'
import { type Getter, getter } from './keys.ts'

type Change = (item: Value) => Value

function mapWith(runtime: Runtime, { positional, named }: Arguments): Change {
  const [, name, ...rest] = positional
  const attribute = named?.get('attribute')
  if (name === undefined && attribute !== undefined) {
    const unknown = [...(named?.keys() ?? [])].find((key) => key !== 'attribute' && key !== 'default')
    if (unknown !== undefined) throw filterError(`Unexpected keyword argument '${unknown}'`)
    return getter(runtime, attribute, named?.get('default'))
  }
  if (name === undefined) throw filterError('map requires a filter argument')
  const filter = findBuiltin(runtime.settings.filters, name, 'filter')
  return (item) => filter(runtime, { positional: [item, ...rest], named })
}

function filterError(reason: string): TemplateError {
  return new TemplateError('type', reason)
}

const map: Call = (runtime, given) => {
  const [values] = given.positional
  if (values === undefined) throw filterError('map() missing required argument')
  return new Generator(
    (function* () {
      if (!isTrue(values)) return
      const change = mapWith(runtime, given)
      for (const item of iterate(runtime, values)) yield change(item)
    })(),
  )
}

function selecting(wanted: boolean, hasAttribute: boolean): Call {
  return (runtime, { positional, named }) => {
    const [values, ...rest] = positional
    if (values === undefined) throw filterError('missing required argument')
    return new Generator(
      (function* () {
        if (!isTrue(values)) return
        if (hasAttribute && rest[0] === undefined) throw filterError('Missing parameter for attribute name')
        const get: Getter = hasAttribute ? getter(runtime, rest[0]) : (item) => item
        const isMet = condition(runtime, hasAttribute ? rest.slice(1) : rest, named)
        for (const item of iterate(runtime, values)) if (isMet(get(item)) === wanted) yield item
      })(),
    )
  }
}

function condition(runtime: Runtime, [name, ...rest]: readonly Value[], named: Arguments['named']) {
  if (name === undefined) return isTrue
  const test = findBuiltin(runtime.settings.tests, name, 'test')
  return (item: Value) => isTrue(test(runtime, { positional: [item, ...rest], named }))
}

export const selectFilters: readonly (readonly [string, Call])[] = [
  ['map', map],
  ['select', selecting(true, false)],
  ['reject', selecting(false, false)],
  ['selectattr', selecting(true, true)],
  ['rejectattr', selecting(false, true)],
]
