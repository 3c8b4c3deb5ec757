/** Statements that bring in other templates. Only what the environment's loader gives can be brought in. */
import { type Span, TemplateError } from '../error.ts'
import type { Statement } from '../parser/ast.ts'
import { type Runtime, typeError, useOf } from '../runtime.ts'
import { iterate } from '../values/iterate.ts'
import { isText, Tuple, textOf, typeName, Undefined, type Value } from '../values/types.ts'
import { ImportedModule, Module, type Program, SelfReference } from './module.ts'
import { type Evaluate, type Execute, Scope } from './scope.ts'

/** Runs a template from its top, in a module of its own. */
export function runProgram(
  runtime: Runtime,
  program: Program,
  module: Module,
  outer: (name: string) => Value | undefined,
): Scope {
  const scope = new Scope(runtime, module, undefined, outer)
  scope.set('self', new SelfReference(scope, program.name))
  module.run(program, scope)
  return scope
}

function find(scope: Scope, wanted: Value): Program | undefined {
  if (wanted instanceof Undefined) throw useOf(wanted)
  if (!isText(wanted)) throw typeError(`a template is named by a string, not ${typeName(wanted)}`)
  return scope.module.loader.load(textOf(wanted))
}

/** One name, or the first of several that exists. */
function select(scope: Scope, wanted: Value): Program | undefined {
  if (!Array.isArray(wanted) && !(wanted instanceof Tuple)) return find(scope, wanted)
  for (const name of iterate(scope.runtime, wanted)) {
    const program = find(scope, name)
    if (program !== undefined) return program
  }
  return undefined
}

function notFound(wanted: Value): TemplateError {
  return new TemplateError(
    'template',
    `there is no template ${isText(wanted) ? `'${textOf(wanted)}'` : 'of these names'}`,
  )
}

export function compileExtends(template: Evaluate, span: Span): Execute {
  return (scope) => {
    const wanted = template(scope)
    const { runtime, module } = scope
    runtime.at = span
    runtime.step()
    const program = find(scope, wanted)
    if (program === undefined) throw notFound(wanted)
    module.extend(program, runtime)
    return undefined
  }
}

export function compileInclude(template: Evaluate, statement: Statement & { kind: 'include' }): Execute {
  const { ignoreMissing, withContext, span } = statement
  return (scope) => {
    const wanted = template(scope)
    scope.runtime.at = span
    const program = select(scope, wanted)
    if (program === undefined) {
      if (ignoreMissing) return undefined
      throw notFound(wanted)
    }
    enter(scope, program, withContext)
    return undefined
  }
}

function enter(scope: Scope, program: Program, withContext: boolean): Scope {
  const { runtime, module } = scope
  runtime.enter()
  // Whether a template escapes is its own affair, not that of the place that brings it in.
  const before = runtime.autoescape
  runtime.autoescape = runtime.settings.autoescape
  const inner = new Module(module.loader, module.globals)
  const ran = runProgram(runtime, program, inner, withContext ? (name) => scope.getSet(name) : module.globals)
  runtime.autoescape = before
  runtime.leave()
  return ran
}

function importModule(scope: Scope, wanted: Value, withContext: boolean): ImportedModule {
  const program = find(scope, wanted)
  if (program === undefined) throw notFound(wanted)
  let names: ReadonlyMap<string, Value> = new Map()
  const text = scope.runtime.capture(() => {
    names = enter(scope, program, withContext).own()
  })
  return new ImportedModule(text, new Map([...names].filter(([name]) => name !== 'self')))
}

export function compileImport(template: Evaluate, statement: Statement & { kind: 'import' }): Execute {
  return (scope) => {
    const wanted = template(scope)
    scope.runtime.at = statement.span
    scope.set(statement.name, importModule(scope, wanted, statement.withContext))
    return undefined
  }
}

export function compileFrom(template: Evaluate, statement: Statement & { kind: 'from-import' }): Execute {
  return (scope) => {
    const wanted = template(scope)
    const { runtime } = scope
    runtime.at = statement.span
    const module = importModule(scope, wanted, statement.withContext)
    for (const { name, as } of statement.names) {
      const value = module.attribute(name)
      scope.set(as, value === undefined ? runtime.missing(`the imported template does not export '${name}'`) : value)
    }
    return undefined
  }
}
