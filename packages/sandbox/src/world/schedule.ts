/**
 * What is going to happen, in order of its time. Nothing runs by itself: whoever looks at the world first
 * settles what has become due, so a fleet of ten thousand devices costs nothing while nobody looks.
 */
export class Schedule {
  /** Ascending by time, equal times in the order they were planned. */
  #due: { readonly atMs: number; readonly run: (atMs: number) => void }[] = []

  get size(): number {
    return this.#due.length
  }

  plan(atMs: number, run: (atMs: number) => void): void {
    let low = 0
    let high = this.#due.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#due[middle]?.atMs ?? 0) <= atMs) low = middle + 1
      else high = middle
    }
    this.#due.splice(low, 0, { atMs, run })
  }

  /** Runs everything due at `nowMs`, each at its own moment, including what those plan in turn. */
  settle(nowMs: number): void {
    for (let next = this.#due[0]; next && next.atMs <= nowMs; next = this.#due[0]) {
      this.#due.shift()
      next.run(next.atMs)
    }
  }
}
