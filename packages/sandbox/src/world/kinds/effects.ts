/**
 * What is going to happen, and how often what has happened. Both are entities like all others, so that a snapshot
 * holds them and a file can carry them: an effect says when, by which name, and with what.
 */

import type { Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { emptySource, listSource } from '../store/source.ts'
import type { Deed } from './devices.ts'

export interface Effect extends Deed {
  readonly id: number
  readonly atMs: number
}

export const effectKind = (_origin: Origin): Kind<Effect> => ({ name: 'effect', source: emptySource() })

export interface Counter {
  readonly id: number
  readonly name: string
  readonly value: number
}

export const counterIds = { commands: 1, pulses: 2 } as const

export const counterKind = (_origin: Origin): Kind<Counter> => ({
  name: 'counter',
  source: listSource(() => Object.entries(counterIds).map(([name, id]) => ({ id, name, value: 0 }))),
})
