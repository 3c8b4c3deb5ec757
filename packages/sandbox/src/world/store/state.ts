/** A world at one moment, as a value: what differs from the seed, per table. */
import type { Overlay } from './kind.ts'

export interface WorldState {
  readonly nowMs: number
  readonly overlays: Readonly<Record<string, Overlay>>
}
