/** Macros, and the callers that call blocks pass them. */
import type { Body, Expression, Signature } from '../parser/ast.ts'
import { type Runtime, typeError } from '../runtime.ts'
import { dictFrom } from '../values/dict.ts'
import { type Arguments, Markup, Special, Tuple, type Value } from '../values/types.ts'
import type { Evaluate, Execute, Scope } from './scope.ts'
import { mentions } from './walk.ts'

interface Code {
  readonly parameters: readonly { readonly name: string; readonly otherwise: Evaluate | undefined }[]
  readonly body: Execute
  readonly takesRest: boolean
  readonly takesNamed: boolean
  readonly takesCaller: boolean
}

export function compileMacro(
  name: string | null,
  signature: Signature,
  body: Body,
  compile: { body: Execute; expression: (expression: Expression) => Evaluate },
): (scope: Scope) => Macro {
  const names = signature.parameters.map((parameter) => parameter.name)
  const uses = (special: string) => !names.includes(special) && mentions(body, new Set([special]))
  const code: Code = {
    parameters: signature.parameters.map(({ name: parameter, otherwise }) => ({
      name: parameter,
      otherwise: otherwise && compile.expression(otherwise),
    })),
    body: compile.body,
    takesRest: uses('varargs'),
    takesNamed: uses('kwargs'),
    takesCaller: names.includes('caller') || uses('caller'),
  }
  return (scope) => new Macro(name, code, scope)
}

export class Macro extends Special {
  readonly typeName = 'Macro'
  readonly #name: string | null
  readonly #code: Code
  readonly #scope: Scope
  readonly #autoescape: boolean

  constructor(name: string | null, code: Code, scope: Scope) {
    super()
    this.#name = name
    this.#code = code
    this.#scope = scope
    this.#autoescape = scope.runtime.autoescape
  }

  override print(): string {
    return this.#name === null ? '<Macro anonymous>' : `<Macro '${this.#name}'>`
  }

  attribute(name: string): Value | undefined {
    const { parameters, takesCaller, takesNamed, takesRest } = this.#code
    switch (name) {
      case 'name':
        return this.#name
      case 'arguments':
        return new Tuple(parameters.map((parameter) => parameter.name))
      case 'catch_kwargs':
        return takesNamed
      case 'catch_varargs':
        return takesRest
      case 'caller':
        return takesCaller
      default:
        return undefined
    }
  }

  override call(runtime: Runtime, given: Arguments): Value {
    const scope = this.#scope.child()
    runtime.enter()
    const before = runtime.autoescape
    runtime.autoescape = this.#autoescape
    this.#bind(scope, given)
    const text = runtime.capture(() => {
      this.#code.body(scope)
    })
    runtime.autoescape = before
    runtime.leave()
    // Safe where it is used, whatever was escaped where it is written: as in Jinja2.
    return before ? new Markup(text) : text
  }

  #bind(scope: Scope, { positional, named }: Arguments): void {
    const { parameters, takesCaller, takesNamed, takesRest } = this.#code
    const { runtime } = scope
    const rest = new Map(named)
    const values = parameters.map(({ name }, index) => {
      const value = index < positional.length ? positional[index] : rest.get(name)
      if (index >= positional.length) rest.delete(name)
      return value
    })
    if (takesCaller && !parameters.some(({ name }) => name === 'caller')) {
      scope.set('caller', rest.get('caller') ?? runtime.missing('No caller defined'))
      rest.delete('caller')
    }
    if (takesNamed) scope.set('kwargs', dictFrom(runtime, rest))
    else if (rest.size > 0) throw typeError(`macro '${this.#name}' takes no keyword argument '${[...rest.keys()][0]}'`)
    if (takesRest) scope.set('varargs', new Tuple(positional.slice(parameters.length)))
    else if (positional.length > parameters.length) {
      throw typeError(`macro '${this.#name}' takes not more than ${parameters.length} argument(s)`)
    }
    parameters.forEach(({ name, otherwise }, index) => {
      const given = values[index]
      const value = given === undefined ? otherwise?.(scope) : given
      scope.set(name, value === undefined ? runtime.missing(`parameter '${name}' was not provided`) : value)
    })
  }
}
