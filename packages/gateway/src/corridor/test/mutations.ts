/** Every place in a value, and what can be put there instead. Pure; what a changed value means is the test's. */

/** One place, and copies of the whole with something else there. */
export interface Leaf {
  readonly path: string
  readonly changed: readonly (() => unknown)[]
}

type Put = (changed: unknown) => unknown

/** Places in the order of the value; each has at least one other value, the plainest first. */
export function leavesOf(value: unknown, put: Put = (changed) => changed, path = ''): Leaf[] {
  if (Array.isArray(value)) {
    const without = value.map((_, at) => () => put(value.filter((_, other) => other !== at)))
    const twice = value.length > 0 ? [() => put([...value, value[0]])] : [() => put(['x'])]
    return [
      { path: `${path}[]`, changed: [...twice, ...without] },
      ...value.flatMap((one, at) => leavesOf(one, (changed) => put(value.with(at, changed)), `${path}[${at}]`)),
    ]
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    return entries.flatMap(([key, one]) => {
      const inside = leavesOf(one, (changed) => put({ ...value, [key]: changed }), `${path}.${key}`)
      const gone = () => put(Object.fromEntries(entries.filter(([other]) => other !== key)))
      const [first, ...others] = inside
      return first === undefined
        ? [{ path: `${path}.${key}`, changed: [gone] }]
        : [{ ...first, changed: [...first.changed, gone] }, ...others]
    })
  }
  // As text, which is how it is kept: there, -0 is 0.
  const changed = otherValues(value).filter((other) => JSON.stringify(other) !== JSON.stringify(value))
  return [{ path, changed: changed.map((other) => () => put(other)) }]
}

/** Also what a reader would not notice: a character that nobody sees, a letter drawn alike, another case, a number as text. */
function otherValues(value: unknown): unknown[] {
  switch (typeof value) {
    case 'string': {
      const alike = value.replace('a', 'а').replace('e', 'е').replace('o', 'о')
      return [`${value}x`, `${value}\u200b`, alike, value.toUpperCase(), value.normalize('NFD'), `${value} `, '', null]
    }
    case 'number':
      return [value + 1, -value, value / 2, String(value), null]
    case 'boolean':
      return [!value, String(value), null]
    default:
      return ['x', 0, false]
  }
}

/** A whole number below `bound` that follows from `turn`, so that a failure can be repeated. */
export function pick(turn: number, bound: number): number {
  // Steps of a large prime go through all of them in no order that anything else has.
  return Number((BigInt(turn) * 2_147_483_647n) % BigInt(bound))
}
