/** Names and their values while a template runs. */
import type { Runtime } from '../runtime.ts'
import { Undefined, type Value } from '../values/types.ts'
import type { Module } from './module.ts'

export class Scope {
  readonly runtime: Runtime
  readonly module: Module
  readonly #parent: Scope | undefined
  readonly #outer: ((name: string) => Value | undefined) | undefined
  readonly #isBlock: boolean
  #values: Map<string, Value> | undefined
  /** Names that are only set further down, and what they are until then. */
  #late: Map<string, Undefined> | undefined

  /** @param outer where a name is looked for last: the context and the global functions */
  constructor(
    runtime: Runtime,
    module: Module,
    parent: Scope | undefined,
    outer?: (name: string) => Value | undefined,
    isBlock = false,
  ) {
    this.runtime = runtime
    this.module = module
    this.#parent = parent
    this.#outer = outer
    this.#isBlock = isBlock
  }

  child(): Scope {
    return new Scope(this.runtime, this.module, this)
  }

  /** Of a block, which is compiled apart from what is around it: it sees what is set there, not what will be. */
  block(): Scope {
    return new Scope(this.runtime, this.module, this, undefined, true)
  }

  /** The scope of the whole template, which blocks see. */
  top(): Scope {
    return this.#parent === undefined ? this : this.#parent.top()
  }

  get(name: string): Value | undefined {
    const value = this.#late?.get(name) ?? this.#values?.get(name)
    if (value !== undefined) return value
    if (this.#parent !== undefined) return this.#isBlock ? this.#parent.getSet(name) : this.#parent.get(name)
    return this.#outer?.(name)
  }

  /**
   * As blocks and included templates see it: what is only set further down is not there, so that what is further out
   * counts, or what a template that extends this one has set.
   */
  getSet(name: string): Value | undefined {
    const value = this.#values?.get(name)
    if (value !== undefined) return value
    return this.#parent === undefined ? this.#outer?.(name) : this.#parent.getSet(name)
  }

  set(name: string, value: Value): void {
    this.#late?.delete(name)
    this.#values ??= new Map()
    this.#values.set(name, value)
  }

  /** These names are undefined until they are set, whatever they are further out. */
  expect(names: readonly string[]): void {
    const mode = this.runtime.settings.undefined
    this.#late = new Map(names.map((name) => [name, new Undefined(mode, `'${name}' is undefined`)]))
  }

  /** What was set here and not further out. */
  own(): ReadonlyMap<string, Value> {
    return this.#values ?? new Map()
  }
}

export type Evaluate = (scope: Scope) => Value

/** How a statement ended: to go on, or to leave or repeat the loop around it. */
export type Signal = 'break' | 'continue' | undefined
export type Execute = (scope: Scope) => Signal
