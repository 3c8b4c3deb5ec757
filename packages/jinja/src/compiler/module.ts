/** One template while it runs: its blocks, and those of the templates that it extends. */
import { TemplateError } from '../error.ts'
import type { Runtime } from '../runtime.ts'
import { Callable, Markup, Special, type Value } from '../values/types.ts'
import type { Execute, Scope } from './scope.ts'

export interface CompiledBlock {
  readonly isRequired: boolean
  readonly execute: Execute
}

/** A template after compiling. */
export interface Program {
  readonly name: string | undefined
  readonly execute: Execute
  readonly blocks: ReadonlyMap<string, CompiledBlock>
}

export interface Loader {
  /** @returns undefined for a template that is not there */
  load(name: string): Program | undefined
}

export class Module {
  readonly loader: Loader
  /** Functions that are there without a context. */
  readonly globals: (name: string) => Value | undefined
  /** Of each block all versions, the one that counts first. */
  readonly blocks = new Map<string, CompiledBlock[]>()
  /** Set once `extends` ran: from then on what this template writes itself counts for nothing. */
  parent: Program | undefined
  #textBeforeExtends = ''

  constructor(loader: Loader, globals: (name: string) => Value | undefined) {
    this.loader = loader
    this.globals = globals
  }

  addBlocks(program: Program): void {
    for (const [name, block] of program.blocks) {
      const versions = this.blocks.get(name)
      if (versions === undefined) this.blocks.set(name, [block])
      else versions.push(block)
    }
  }

  /** Runs a template and then, one after another, those that it extends. */
  run(program: Program, scope: Scope): void {
    let current: Program | undefined = program
    const { runtime } = scope
    while (current !== undefined) {
      runtime.step()
      this.addBlocks(current)
      this.parent = undefined
      // What a template that extends this one never set is not missing here.
      scope.expect([])
      current.execute(scope)
      current = this.parent
      if (current !== undefined) runtime.text = this.#textBeforeExtends
    }
  }

  extend(program: Program, runtime: Runtime): void {
    if (this.parent !== undefined) throw new TemplateError('template', 'extended multiple times')
    this.parent = program
    this.#textBeforeExtends = runtime.text
  }

  /** @param level 0 for the version that counts, 1 for the one it replaces … */
  runBlock(name: string, scope: Scope, level = 0): void {
    const versions = this.blocks.get(name) ?? []
    const block = versions[level]
    if (block === undefined) throw new TemplateError('template', `there is no block called '${name}'`)
    if (block.isRequired) throw new TemplateError('template', `Required block '${name}' not found`)
    const inner = scope.block()
    const { runtime } = scope
    inner.set('super', new BlockReference(this, name, scope, level + 1))
    runtime.enter()
    // Jinja2 compiles a block apart from what is around it.
    const before = runtime.autoescape
    runtime.autoescape = runtime.settings.autoescape
    block.execute(inner)
    runtime.autoescape = before
    runtime.leave()
  }
}

/** `super` and what `self` gives. */
class BlockReference extends Special {
  readonly typeName = 'BlockReference'
  readonly #module: Module
  readonly #name: string
  readonly #scope: Scope
  readonly #level: number

  constructor(module: Module, name: string, scope: Scope, level: number) {
    super()
    this.#module = module
    this.#name = name
    this.#scope = scope
    this.#level = level
  }

  attribute(name: string): Value | undefined {
    if (name === 'name') return this.#name
    return name === 'super' ? new BlockReference(this.#module, this.#name, this.#scope, this.#level + 1) : undefined
  }

  override call(runtime: Runtime): Value {
    if (this.#module.blocks.get(this.#name)?.[this.#level] === undefined) {
      throw new TemplateError('undefined', `there is no parent block called '${this.#name}'.`)
    }
    const text = runtime.capture(() => this.#module.runBlock(this.#name, this.#scope, this.#level))
    return runtime.autoescape ? new Markup(text) : text
  }
}

/** `self`: the blocks of this template as functions. */
export class SelfReference extends Special {
  readonly typeName = 'TemplateReference'
  readonly #scope: Scope
  readonly #name: string | undefined

  constructor(scope: Scope, name: string | undefined) {
    super()
    this.#scope = scope
    this.#name = name
  }

  override print(): string {
    return `<TemplateReference ${this.#name === undefined ? 'None' : `'${this.#name}'`}>`
  }

  attribute(name: string): Value | undefined {
    const { module } = this.#scope
    return module.blocks.has(name) ? new BlockReference(module, name, this.#scope, 0) : undefined
  }
}

/** What `import` gives: the names that a template set at its top. */
export class ImportedModule extends Special {
  readonly typeName = 'TemplateModule'
  readonly #text: string
  readonly #names: ReadonlyMap<string, Value>

  constructor(text: string, names: ReadonlyMap<string, Value>) {
    super()
    this.#text = text
    this.#names = names
  }

  override print(): string {
    return this.#text
  }

  attribute(name: string): Value | undefined {
    return name.startsWith('_') ? undefined : this.#names.get(name)
  }
}

export function isCallable(value: Value): boolean {
  return value instanceof Callable || (value instanceof Special && value.call !== Special.prototype.call)
}
