/** Which names of the context a template reads, as far as its text says. */
import type { Body, CallArguments, Expression, Signature, Statement, Target } from './parser/ast.ts'

/** Names that are read and neither set before nor global; the included templates' own are not known here. */
export function undeclaredNames(body: Body, globals: ReadonlySet<string>): string[] {
  const finder = new Finder(globals)
  finder.body(body, new Names(undefined))
  return [...finder.found].sort()
}

export function namesOfExpression(expression: Expression, globals: ReadonlySet<string>): string[] {
  const finder = new Finder(globals)
  finder.expression(expression, new Names(undefined))
  return [...finder.found].sort()
}

class Names {
  readonly #own = new Set<string>()
  readonly #outer: Names | undefined

  constructor(outer: Names | undefined) {
    this.#outer = outer
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#outer?.has(name) === true
  }

  add(...names: string[]): this {
    for (const name of names) this.#own.add(name)
    return this
  }

  child(): Names {
    return new Names(this)
  }
}

class Finder {
  readonly found = new Set<string>()
  readonly #globals: ReadonlySet<string>

  constructor(globals: ReadonlySet<string>) {
    this.#globals = globals
  }

  body(body: Body, names: Names): void {
    for (const statement of body) this.#statement(statement, names)
  }

  expression(expression: Expression | undefined, names: Names): void {
    if (expression === undefined) return
    if (expression.kind === 'name') {
      if (!names.has(expression.name) && !this.#globals.has(expression.name)) this.found.add(expression.name)
      return
    }
    for (const part of partsOf(expression)) this.expression(part, names)
  }

  #statement(statement: Statement, names: Names): void {
    switch (statement.kind) {
      case 'output':
      case 'do':
        this.expression(statement.value, names)
        return
      case 'if':
        for (const { test, body } of statement.branches) {
          this.expression(test, names)
          this.body(body, names)
        }
        this.body(statement.otherwise, names)
        return
      case 'for':
        this.#for(statement, names)
        return
      case 'set':
        this.expression(statement.value, names)
        this.#assign(statement.target, names)
        return
      case 'set-block':
        this.body(statement.body, names.child())
        this.expression(statement.filter, names)
        this.#assign(statement.target, names)
        return
      case 'macro':
        names.add(statement.name)
        this.#macro(statement.signature, statement.body, names)
        return
      case 'call-block':
        this.expression(statement.call, names)
        this.#macro(statement.signature, statement.body, names)
        return
      case 'filter-block':
        this.expression(statement.filter, names)
        this.body(statement.body, names.child())
        return
      case 'with': {
        const inner = names.child()
        for (const value of statement.values) this.expression(value, names)
        for (const target of statement.targets) this.#assign(target, inner)
        this.body(statement.body, inner)
        return
      }
      case 'block':
        this.body(statement.body, names.child().add('super', 'self'))
        return
      case 'autoescape':
        this.expression(statement.value, names)
        this.body(statement.body, names.child())
        return
      case 'extends':
      case 'include':
        this.expression(statement.template, names)
        return
      case 'import':
        this.expression(statement.template, names)
        names.add(statement.name)
        return
      case 'from-import':
        this.expression(statement.template, names)
        names.add(...statement.names.map(({ as }) => as))
        return
      default:
    }
  }

  #for(statement: Statement & { kind: 'for' }, names: Names): void {
    this.expression(statement.values, names)
    const inner = names.child()
    this.#assign(statement.target, inner)
    this.expression(statement.test, inner)
    this.body(statement.body, inner.add('loop'))
    this.body(statement.otherwise, names.child())
  }

  #macro({ parameters }: Signature, body: Body, names: Names): void {
    const inner = names.child().add('caller', 'varargs', 'kwargs')
    for (const { name, otherwise } of parameters) {
      this.expression(otherwise, inner)
      inner.add(name)
    }
    this.body(body, inner)
  }

  #assign(target: Target, names: Names): void {
    if (target.kind === 'name') names.add(target.name)
    else if (target.kind === 'tuple') for (const item of target.items) this.#assign(item, names)
    else if (!names.has(target.name) && !this.#globals.has(target.name)) this.found.add(target.name)
  }
}

function partsOf(expression: Expression): readonly (Expression | undefined)[] {
  switch (expression.kind) {
    case 'constant':
    case 'name':
      return []
    case 'tuple':
    case 'list':
      return expression.items
    case 'dict':
      return expression.entries.flat()
    case 'condition':
      return [expression.test, expression.value, expression.otherwise]
    case 'and':
    case 'or':
    case 'binary':
      return [expression.left, expression.right]
    case 'compare':
      return [expression.first, ...expression.rest.map(({ value }) => value)]
    case 'concatenate':
      return expression.parts
    case 'filter':
    case 'test':
      return [expression.value, ...argumentsOf(expression.given)]
    case 'call':
      return [expression.callee, ...argumentsOf(expression.given)]
    case 'item':
      return [expression.value, expression.key]
    case 'slice':
      return [expression.value, ...expression.bounds]
    default:
      return [expression.value]
  }
}

function argumentsOf({ positional, named, spread, namedSpread }: CallArguments): readonly (Expression | undefined)[] {
  return [...positional, ...named.map(({ value }) => value), spread, namedSpread]
}
