/**
 * What happens although nobody asked: people log on, servers restart at night, alerts come and go, tickets are answered.
 * One thing at a time, by a pulse whose pace has a ceiling, so that time costs the same in a fleet of ten and of a
 * million. The print server stays quiet: demos and tests begin there and must find it as they left it.
 */
import { deed, type Effect } from '../commands/effect.ts'
import { counterIds } from '../kinds/effects.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { World } from '../world.ts'
import { flap } from './flapping.ts'
import { happenings } from './happenings.ts'

const perDeviceMs = 4 * 3_600_000
const fastestMs = 5_000
const flapEveryMs = 20 * 60_000
/** A long way is covered with this many pulses for what is left of it, instead of all there would have been. */
const pulsesAhead = 2_000

/** How long from one pulse to the next. */
const paceMs = ({ size }: World) => Math.max(fastestMs, Math.round(perDeviceMs / size.devices))

export function beginLife(world: World): void {
  world.plan(world.startMs + paceMs(world), deed('life.pulse', pulse, {}))
  if (world.size.devices > 1) world.plan(world.startMs + flapEveryMs, deed('life.flap', flapAgain, {}))
}

const stretchMs = (world: World, atMs: number) => Math.ceil((world.settlingToMs - atMs) / pulsesAhead)

const pulse: Effect<object> = (world, atMs) => {
  const { value } = world.counters.expect(counterIds.pulses)
  world.counters.update(counterIds.pulses, { value: value + 1 })
  const draw = world.origin.draw('pulse', value)
  const index = draw.whole('device', 1, Math.max(1, world.size.devices - 1))
  const device = world.devices.get(firstDeviceId + index)
  if (device) draw.weighted('what', happenings)(world, atMs, device, draw)
  world.plan(atMs + Math.max(paceMs(world), stretchMs(world, atMs)), deed('life.pulse', pulse, {}))
}

const flapAgain: Effect<object> = (world, atMs) => {
  flap(world, atMs, firstDeviceId + 1)
  world.plan(atMs + Math.max(flapEveryMs, stretchMs(world, atMs)), deed('life.flap', flapAgain, {}))
}

export const lifeEffects = { 'life.pulse': pulse, 'life.flap': flapAgain }
