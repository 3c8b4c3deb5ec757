/** All names of one kind of thing, ready to be asked for one. Pure; where names come from is in names.ts. */
import { lettersOf, shapeOf } from './look-alikes.ts'

export interface Named {
  readonly id: number | string
  /** All names it goes by; the first is the one people see. */
  readonly names: readonly string[]
  readonly organizationId?: number
  readonly nodeClass?: string
  readonly offline?: boolean
}

export type Found =
  | { readonly kind: 'one'; readonly one: Named }
  /** Several, each as good as the other: `same` name, or names that `look` the same. */
  | { readonly kind: 'several'; readonly why: 'same' | 'look'; readonly candidates: readonly Named[] }
  | { readonly kind: 'none'; readonly similar: readonly Named[]; readonly lookAlikes: readonly Named[] }

/** More similar names than this help nobody to choose. */
const similarMax = 50

export class NameIndex {
  readonly #exact = new Map<string, Named[]>()
  readonly #folded = new Map<string, Named[]>()
  /** Of names with letters beyond ASCII: what an ASCII name they are drawn like would be. */
  readonly #letters = new Map<string, Named[]>()
  readonly #all: readonly Named[]
  #search: Search | undefined

  constructor(all: readonly Named[]) {
    this.#all = all
    for (const one of all) {
      for (const name of one.names) {
        const folded = name.toLowerCase()
        const letters = lettersOf(name)
        add(this.#exact, name, one)
        add(this.#folded, folded, one)
        if (letters !== folded) add(this.#letters, letters, one)
      }
    }
  }

  /**
   * The exact name first, then without regard to case; never a part of a name.
   * @param organizationId what belongs to another organization is left out.
   */
  find(wanted: string, organizationId?: number): Found {
    const name = wanted.trim()
    const isWanted = (one: Named) =>
      organizationId === undefined || one.organizationId === undefined || one.organizationId === organizationId
    const folded = (this.#folded.get(name.toLowerCase()) ?? []).filter(isWanted)
    const exact = (this.#exact.get(name) ?? []).filter(isWanted)
    const hits = exact.length > 0 ? exact : folded
    const [one] = hits
    if (one === undefined) return this.#nothing(name)
    if (hits.length > 1) return { kind: 'several', why: 'same', candidates: hits }
    // Of one that is only drawn like it, nobody can tell which of the two was meant.
    const letters = lettersOf(name)
    const drawnAlike = [...(this.#folded.get(letters) ?? []), ...(this.#letters.get(letters) ?? [])]
    const twins = drawnAlike.filter((other) => other !== one && !folded.includes(other) && isWanted(other))
    return twins.length > 0 ? { kind: 'several', why: 'look', candidates: [one, ...twins] } : { kind: 'one', one }
  }

  #nothing(name: string): Found {
    this.#search ??= prepareSearch(this.#all)
    const { text, starts, owners, shapes } = this.#search
    const part = name.toLowerCase()
    const similar = new Set<Named>()
    // Nobody has a line break in a name that is one line here, so a hit lies within one name.
    for (let at = text.indexOf(part); at >= 0 && !part.includes('\n') && similar.size < similarMax; ) {
      const line = lineAt(starts, at)
      similar.add(owners[line] as Named)
      at = text.indexOf(part, starts[line + 1] ?? text.length)
    }
    const lookAlikes = (shapes.get(shapeOf(name)) ?? []).filter((one) => !similar.has(one)).slice(0, similarMax)
    return { kind: 'none', similar: [...similar], lookAlikes }
  }
}

/** What a name that nobody has is compared with. Made when the first such name is asked for: most names are found. */
interface Search {
  /** All names in lower case, one a line: the engine looks through this faster than through a hundred thousand texts. */
  readonly text: string
  /** Where each line begins. */
  readonly starts: readonly number[]
  readonly owners: readonly Named[]
  readonly shapes: ReadonlyMap<string, readonly Named[]>
}

function prepareSearch(all: readonly Named[]): Search {
  const lines: string[] = []
  const starts: number[] = []
  const owners: Named[] = []
  const shapes = new Map<string, Named[]>()
  let length = 0
  for (const one of all) {
    for (const name of one.names) {
      const line = name.toLowerCase().replaceAll('\n', ' ')
      lines.push(line)
      starts.push(length)
      owners.push(one)
      length += line.length + 1
      add(shapes, shapeOf(name), one)
    }
  }
  return { text: lines.join('\n'), starts, owners, shapes }
}

/** The line in which a place of the text lies. */
function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

function add(map: Map<string, Named[]>, key: string, one: Named): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [one])
  else if (!known.includes(one)) known.push(one)
}
