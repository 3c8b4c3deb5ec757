/** Names and their values while a template runs. */
import type { Runtime } from '../runtime.ts'
import { Undefined, type Value } from '../values/types.ts'
import type { Module } from './module.ts'

/** What a name is that is only set further down. */
export class Unset extends Undefined {}

export class Scope {
  readonly runtime: Runtime
  readonly module: Module
  readonly #parent: Scope | undefined
  readonly #outer: ((name: string) => Value | undefined) | undefined
  #values: Map<string, Value> | undefined

  /** @param outer where a name is looked for last: the context and the global functions */
  constructor(
    runtime: Runtime,
    module: Module,
    parent: Scope | undefined,
    outer?: (name: string) => Value | undefined,
  ) {
    this.runtime = runtime
    this.module = module
    this.#parent = parent
    this.#outer = outer
  }

  child(): Scope {
    return new Scope(this.runtime, this.module, this)
  }

  /** The scope of the whole template, which blocks see. */
  top(): Scope {
    return this.#parent === undefined ? this : this.#parent.top()
  }

  get(name: string): Value | undefined {
    const value = this.#values?.get(name)
    if (value !== undefined) return value
    if (this.#parent !== undefined) return this.#parent.get(name)
    return this.#outer?.(name)
  }

  /** As an included template sees it: what is only set further down is not there, so that what is further out counts. */
  getSet(name: string): Value | undefined {
    const value = this.#values?.get(name)
    if (value !== undefined && !(value instanceof Unset)) return value
    return this.#parent === undefined ? this.#outer?.(name) : this.#parent.getSet(name)
  }

  set(name: string, value: Value): void {
    this.#values ??= new Map()
    this.#values.set(name, value)
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
