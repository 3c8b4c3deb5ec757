/** `attribute='a.b.0'` and what sorting compares. */
import { getItem } from '../attributes.ts'
import type { Runtime } from '../runtime.ts'
import { isInteger } from '../values/kinds.ts'
import { isText, Tuple, textOf, Undefined, type Value } from '../values/types.ts'

export type Getter = (value: Value) => Value

/** Reads an attribute of an item; without one it gives the item itself. */
export function getter(runtime: Runtime, attribute: Value | undefined, otherwise?: Value): Getter {
  if (attribute === undefined || attribute === null) return (value) => value
  const parts = partsOf(attribute)
  return (value) => {
    let found = value
    for (const part of parts) {
      runtime.step()
      found = getItem(runtime, found, part)
      if (found instanceof Undefined && otherwise !== undefined && otherwise !== null) found = otherwise
    }
    return found
  }
}

function partsOf(attribute: Value): Value[] {
  if (isInteger(attribute)) return [attribute]
  if (!isText(attribute)) return [attribute]
  return textOf(attribute)
    .split('.')
    .map((part) => (/^[0-9]{1,15}$/.test(part) ? Number(part) : part))
}

/** Several attributes with commas between them, compared one after another. */
export function multiGetter(runtime: Runtime, attribute: Value | undefined, ignoreCase: boolean): Getter {
  const names = attribute !== undefined && isText(attribute) ? textOf(attribute).split(',') : [attribute]
  const getters = names.map((name) => getter(runtime, name))
  return (value) => {
    const keys = getters.map((get) => (ignoreCase ? lowered(get(value)) : get(value)))
    return new Tuple(keys)
  }
}

/** As things are compared where upper and lower case are alike. */
export function lowered(value: Value): Value {
  return isText(value) ? textOf(value).toLowerCase() : value
}
