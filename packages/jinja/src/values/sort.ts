/** Sorting with a bound on its steps. Stable, also in reverse, as Python's. */
import type { Runtime } from '../runtime.ts'

export function sortValues<Item>(
  runtime: Runtime,
  items: readonly Item[],
  isLess: (left: Item, right: Item) => boolean,
  reverse: boolean,
): Item[] {
  runtime.allocate(items.length)
  return [...items].sort((left, right) => {
    runtime.step()
    const [first, second] = reverse ? [right, left] : [left, right]
    return isLess(first, second) ? -1 : isLess(second, first) ? 1 : 0
  })
}
