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
    const part = name.toLowerCase()
    const shape = shapeOf(name)
    const similar: Named[] = []
    const lookAlikes: Named[] = []
    for (const one of this.#all) {
      if (similar.length < similarMax && one.names.some((other) => other.toLowerCase().includes(part)))
        similar.push(one)
      else if (lookAlikes.length < similarMax && one.names.some((other) => shapeOf(other) === shape))
        lookAlikes.push(one)
    }
    return { kind: 'none', similar, lookAlikes }
  }
}

function add(map: Map<string, Named[]>, key: string, one: Named): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [one])
  else if (!known.includes(one)) known.push(one)
}
