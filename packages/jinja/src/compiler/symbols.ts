/**
 * Which names a part of a template with a scope of its own sets before it reads them. As in Jinja2, scopes inside find
 * such a name undefined until it is set, even where the context has it:
 * `{% for x in y %}{{ name }}{% endfor %}{% set name = 1 %}`.
 */
import { namesOfExpression } from '../names.ts'
import type { Body, Expression, Statement, Target } from '../parser/ast.ts'

const noGlobals: ReadonlySet<string> = new Set()

interface State {
  /** Names that mean something here. */
  readonly known: Set<string>
  /** Set before they are read. */
  readonly late: Set<string>
  readonly stored: Set<string>
}

export class Symbols {
  #state: State = { known: new Set(), late: new Set(), stored: new Set() }
  readonly #outer: Symbols | undefined

  /** @param parameters names that have a value from the beginning, as a loop's variables have */
  constructor(outer: Symbols | undefined, parameters: readonly string[], body: Body) {
    this.#outer = outer
    for (const name of parameters) this.#state.known.add(name)
    this.#body(body)
  }

  get late(): readonly string[] {
    return [...this.#state.late]
  }

  knows(name: string): boolean {
    return this.#state.known.has(name) || this.#outer?.knows(name) === true
  }

  #read(...expressions: readonly Expression[]): void {
    for (const expression of expressions) {
      for (const name of namesOfExpression(expression, noGlobals)) if (!this.knows(name)) this.#state.known.add(name)
    }
  }

  #store(...names: readonly string[]): void {
    for (const name of names) {
      this.#state.stored.add(name)
      if (!this.knows(name)) this.#state.late.add(name)
      this.#state.known.add(name)
    }
  }

  #body(body: Body): void {
    for (const statement of body) this.#statement(statement)
  }

  /** What a scope of its own encloses is not looked at: it has symbols of its own. */
  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'output':
      case 'do':
        this.#read(statement.value)
        return
      case 'if':
        this.#if(statement)
        return
      case 'for':
        this.#read(statement.values)
        return
      case 'set':
        this.#read(statement.value)
        this.#store(...namesOfTarget(statement.target))
        return
      case 'set-block':
        this.#store(...namesOfTarget(statement.target))
        return
      case 'call-block':
        this.#read(statement.call)
        return
      case 'filter-block':
        this.#read(statement.filter)
        return
      case 'with':
        this.#read(...statement.values)
        return
      case 'macro':
        this.#store(statement.name)
        return
      case 'extends':
      case 'include':
        this.#read(statement.template)
        return
      case 'import':
        this.#read(statement.template)
        this.#store(statement.name)
        return
      case 'from-import':
        this.#read(statement.template)
        this.#store(...statement.names.map(({ as }) => as))
        return
      default:
    }
  }

  #if({ branches: [first, ...others], otherwise }: Statement & { kind: 'if' }): void {
    if (first === undefined) return
    this.#read(first.test)
    const before = this.#state
    const states = [
      this.#branch(() => this.#body(first.body)),
      // Each `elif` is an `if` of its own, one after another.
      this.#branch(() => {
        for (const branch of others) this.#if({ kind: 'if', branches: [branch], otherwise: [], span: branch.test.span })
      }),
      this.#branch(() => this.#body(otherwise)),
    ]
    for (const state of states) {
      for (const name of state.known) before.known.add(name)
      for (const name of state.late) before.late.add(name)
    }
    for (const name of new Set(states.flatMap(({ stored }) => [...stored]))) {
      if (before.stored.has(name)) continue
      // Set in one branch only, it is the context's in the others.
      if (!states.every(({ stored }) => stored.has(name))) before.late.delete(name)
      before.stored.add(name)
    }
  }

  #branch(visit: () => void): State {
    const before = this.#state
    const { known, late, stored } = before
    this.#state = { known: new Set(known), late: new Set(late), stored: new Set(stored) }
    visit()
    const after = this.#state
    this.#state = before
    return after
  }
}

export function namesOfTarget(target: Target): string[] {
  if (target.kind === 'tuple') return target.items.flatMap(namesOfTarget)
  return target.kind === 'name' ? [target.name] : []
}
