/**
 * A test's random choices, kept so that they can be made again, and made smaller: what a generator does with fewer and
 * smaller choices is a smaller template, whatever the generator.
 */

/** Choices of a seed, or the ones of a list; behind its end each is 0, which generators make the simplest. */
export class Choices {
  readonly made: number[] = []
  readonly #draw: (below: number) => number

  private constructor(draw: (below: number) => number) {
    this.#draw = draw
  }

  static fromSeed(seed: number): Choices {
    let state = seed >>> 0
    return new Choices((below) => {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
    })
  }

  static of(list: readonly number[]): Choices {
    let at = 0
    return new Choices((below) => Math.min(list[at++] ?? 0, below - 1))
  }

  /** From 0 to `count` - 1. */
  below(count: number): number {
    const choice = this.#draw(count)
    this.made.push(choice)
    return choice
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }

  /** Never, where choices ran out. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent
  }
}

/** Shorter lists of choices that still fail, until none does or the patience ends. */
export async function minimize(
  first: readonly number[],
  size: (choices: readonly number[]) => number,
  fails: (choices: readonly number[]) => Promise<boolean>,
  patience = 1_000,
): Promise<readonly number[]> {
  let best = first
  let bestSize = size(best)
  let tries = 0
  const improves = async (candidate: readonly number[]) => {
    if (tries >= patience) return false
    const candidateSize = size(candidate)
    const isSmaller = candidateSize < bestSize || (candidateSize === bestSize && candidate.length < best.length)
    if (!isSmaller) return false
    tries++
    if (!(await fails(candidate))) return false
    best = candidate
    bestSize = candidateSize
    return true
  }
  for (let before = Number.POSITIVE_INFINITY; bestSize < before && tries < patience; ) {
    before = bestSize
    for (const length of [64, 16, 8, 4, 3, 2, 1]) {
      for (let at = 0; at < best.length; ) {
        const rest = best.slice(at + length)
        const isShorter = await improves([...best.slice(0, at), ...rest])
        if (!isShorter && !(await improves([...best.slice(0, at), ...new Array(length).fill(0), ...rest]))) at += length
      }
    }
    for (let at = 0; at < best.length; at++) {
      for (let choice = best[at] as number; choice > 0; choice = Math.floor(choice / 2)) {
        if (await improves([...best.slice(0, at), Math.floor(choice / 2), ...best.slice(at + 1)])) break
      }
    }
  }
  return best
}
