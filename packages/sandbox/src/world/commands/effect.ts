/** An effect: what happens to the world at a moment, from data alone, so that a snapshot can hold what is to come. */
import type { Deed } from '../kinds/devices.ts'
import type { World } from '../world.ts'

export type Effect<Data> = (world: World, atMs: number, data: Data) => void
export type Effects = Readonly<Record<string, Effect<never> | undefined>>

/** Names an effect and what it is to be given; checked against the effect itself. */
export const deed = <Data extends object>(name: string, _effect: Effect<Data>, data: Data): Deed => ({
  name,
  data: data as Readonly<Record<string, unknown>>,
})
