/** A filter in code: each method gives a new filter, and none can be made that `parseDeviceFilter` would refuse. */
import { findClashes, lengthMax } from './parse.ts'
import { printDeviceFilter } from './print.ts'
import { type Read, readClass, readDate, readId, readStatus } from './values.ts'
import type { DeviceClass, DeviceFilterTerm, DeviceStatus, IdKey } from './vocabulary.ts'

/** A filter that would not mean what it says. Thrown: a program wrote it, not a caller. */
export class DeviceFilterError extends Error {
  override readonly name = 'DeviceFilterError'
}

/** Ids and classes come one by one, and at least one: `organizationIn()` does not compile. */
type OneOrMore<Value> = readonly [Value, ...Value[]]

export class DeviceFilterBuilder {
  readonly terms: readonly DeviceFilterTerm[]

  constructor(terms: readonly DeviceFilterTerm[]) {
    this.terms = Object.freeze([...terms])
    Object.freeze(this)
  }

  organizationIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('organization', 'in', ids)
  }

  organizationNotIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('organization', 'notIn', ids)
  }

  locationIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('location', 'in', ids)
  }

  locationNotIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('location', 'notIn', ids)
  }

  roleIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('role', 'in', ids)
  }

  roleNotIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('role', 'notIn', ids)
  }

  idIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('id', 'in', ids)
  }

  idNotIn(...ids: OneOrMore<number>): DeviceFilterBuilder {
    return this.#withIds('id', 'notIn', ids)
  }

  classIn(...classes: OneOrMore<DeviceClass>): DeviceFilterBuilder {
    return this.#with({ key: 'class', operator: 'in', values: readAll('class', classes, readClass) })
  }

  classNotIn(...classes: OneOrMore<DeviceClass>): DeviceFilterBuilder {
    return this.#with({ key: 'class', operator: 'notIn', values: readAll('class', classes, readClass) })
  }

  /** Without it only approved devices come. */
  status(status: DeviceStatus): DeviceFilterBuilder {
    return this.#with({ key: 'status', operator: 'is', value: readOne('status', status, readStatus) })
  }

  statusNot(status: DeviceStatus): DeviceFilterBuilder {
    return this.#with({ key: 'status', operator: 'isNot', value: readOne('status', status, readStatus) })
  }

  online(): DeviceFilterBuilder {
    return this.#with({ key: 'online' })
  }

  offline(): DeviceFilterBuilder {
    return this.#with({ key: 'offline' })
  }

  /** Devices of a search that was saved in NinjaOne. */
  group(id: number): DeviceFilterBuilder {
    return this.#with({ key: 'group', id: readOne('group', id, readId) })
  }

  /** A text is a day, or a moment with three decimals and Z. */
  createdOn(date: string | Date): DeviceFilterBuilder {
    return this.#with({ key: 'created', operator: 'is', value: readOne('created', date, readDate) })
  }

  createdAfter(date: string | Date): DeviceFilterBuilder {
    return this.#with({ key: 'created', operator: 'after', value: readOne('created', date, readDate) })
  }

  createdBefore(date: string | Date): DeviceFilterBuilder {
    return this.#with({ key: 'created', operator: 'before', value: readOne('created', date, readDate) })
  }

  /** The filter as `df` takes it. An empty one throws: it would mean every device, which is never said by mistake. */
  toString(): string {
    if (this.terms.length === 0) {
      throw new DeviceFilterError('An empty filter means every device: add a term, or leave df out.')
    }
    const text = printDeviceFilter(this.terms)
    if (text.length > lengthMax) {
      throw new DeviceFilterError(`The filter is too long: use at most ${lengthMax} characters, or several filters.`)
    }
    return text
  }

  #withIds(key: IdKey, operator: 'in' | 'notIn', ids: readonly number[]): DeviceFilterBuilder {
    return this.#with({ key, operator, values: readAll(key, ids, readId) })
  }

  #with(term: DeviceFilterTerm): DeviceFilterBuilder {
    const terms = [...this.terms, Object.freeze(term)]
    const [clash] = findClashes(terms)
    if (clash) throw new DeviceFilterError(`${term.key} ${clash.rule}: ${clash.cure}.`)
    return new DeviceFilterBuilder(terms)
  }
}

/** An empty filter, to start from: `deviceFilter().organizationIn(1, 2).online().toString()`. */
export function deviceFilter(): DeviceFilterBuilder {
  return new DeviceFilterBuilder([])
}

function readAll<Value>(
  key: string,
  given: readonly unknown[],
  read: (text: string) => Read<Value>,
): [Value, ...Value[]] {
  const [first, ...others] = given.map((one) => readOne(key, one, read))
  if (first === undefined) throw new DeviceFilterError(`${key} has no value: give at least one.`)
  if (new Set([first, ...others]).size < given.length) {
    throw new DeviceFilterError(`${key} has a value twice: give each once.`)
  }
  return [first, ...others]
}

function readOne<Value>(key: string, given: unknown, read: (text: string) => Read<Value>): Value {
  const text = given instanceof Date && !Number.isNaN(given.getTime()) ? given.toISOString() : String(given)
  const result = read(text)
  if (!result.ok) throw new DeviceFilterError(`A value of ${key} ${result.rule}: ${result.cure}.`)
  return result.value
}
