/** `namespace()`: the one thing whose attributes a template may set. */
import type { Runtime } from '../runtime.ts'
import { dictGet, dictSet } from '../values/dict.ts'
import { repr } from '../values/print.ts'
import { Dict, isText, Special, textOf, type Value } from '../values/types.ts'

export class Namespace extends Special {
  readonly typeName = 'Namespace'
  readonly values = new Dict()

  override print(runtime: Runtime, open: readonly Value[]): string {
    return `<Namespace ${repr(runtime, this.values, open)}>`
  }

  attribute(name: string): Value | undefined {
    return dictGet(this.values, name)
  }

  item(key: Value): Value | undefined {
    return isText(key) ? this.attribute(textOf(key)) : undefined
  }

  assign(runtime: Runtime, name: string, value: Value): void {
    dictSet(runtime, this.values, name, value)
  }
}
