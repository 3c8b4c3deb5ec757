/** What is assigned to: names, tuples of them, attributes of namespaces. */
import type { Target } from '../parser/ast.ts'
import { type Runtime, typeError, useOf, valueError } from '../runtime.ts'
import { iterate } from '../values/iterate.ts'
import { typeName, Undefined, type Value } from '../values/types.ts'
import { Namespace } from './namespace.ts'
import type { Scope } from './scope.ts'

export type Assign = (scope: Scope, value: Value) => void

export function compileAssign(target: Target): Assign {
  if (target.kind === 'name') return (scope, value) => scope.set(target.name, value)
  if (target.kind === 'attribute') {
    return (scope, value) => {
      const owner = scope.get(target.name) ?? scope.runtime.missing(`'${target.name}' is undefined`)
      scope.runtime.at = target.span
      if (owner instanceof Undefined) throw useOf(owner)
      if (!(owner instanceof Namespace)) throw typeError('cannot assign attribute on non-namespace object')
      owner.assign(scope.runtime, target.attribute, value)
    }
  }
  const parts = target.items.map((item) => compileAssign(item))
  return (scope, value) => {
    scope.runtime.at = target.span
    const values = unpack(scope.runtime, value, parts.length)
    parts.forEach((assign, index) => {
      assign(scope, values[index] as Value)
    })
  }
}

/** As many items as there are names for them. */
function unpack(runtime: Runtime, value: Value, wanted: number): Value[] {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    throw typeError(`cannot unpack non-iterable ${typeName(value)} object`)
  }
  const values: Value[] = []
  for (const item of iterate(runtime, value)) {
    if (values.length === wanted) throw valueError(`too many values to unpack (expected ${wanted})`)
    values.push(item)
  }
  if (values.length < wanted) {
    throw valueError(`not enough values to unpack (expected ${wanted}, got ${values.length})`)
  }
  return values
}
