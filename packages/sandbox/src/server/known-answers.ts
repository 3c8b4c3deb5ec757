/**
 * Answers to reads, kept as they were written out until anything in the world changes or their time is over. What is kept
 * is bounded in bytes: when the younger half is full, the older half is thrown away.
 */
import { isAscii } from 'node:buffer'
import type { World } from '../world/world.ts'
import type { WireAnswer } from './answer.ts'

interface Known {
  readonly answer: WireAnswer
  readonly goodUntilMs: number
}

const halfBytesMax = 16 * 1024 * 1024
/** Larger ones are rare, and would throw everything else away. */
const answerBytesMax = 2 * 1024 * 1024
/** Of a path with its query; nobody asks the same in a longer one. */
const keyLengthMax = 1_000
/** What an entry weighs besides key and body. */
const entryBytes = 200
/** A text goes out in one write with its head, bytes of this size and above are cheaper as they are. */
const textBytesMax = 16 * 1024

export class KnownAnswers {
  #world: World | undefined
  #changes = 0
  #young = new Map<string, Known>()
  #old = new Map<string, Known>()
  #youngBytes = 0

  find(world: World, key: string, nowMs: number): WireAnswer | undefined {
    this.#follow(world)
    const known = this.#young.get(key) ?? this.#old.get(key)
    return known && nowMs < known.goodUntilMs ? known.answer : undefined
  }

  /** As it is to be given: small ones as text, large ones as bytes. `changes` is what the world said before it was made. */
  keep(world: World, changes: number, key: string, answer: WireAnswer, goodUntilMs: number): WireAnswer {
    const { body } = answer
    if (body === undefined || world.changes.count !== changes || key.length > keyLengthMax) return answer
    const kept = { ...answer, body: compact(body) }
    const bytes = kept.body.length + key.length + entryBytes
    if (bytes > answerBytesMax) return answer
    this.#follow(world)
    if (this.#youngBytes + bytes > halfBytesMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#young.set(key, { answer: kept, goodUntilMs })
    this.#youngBytes += bytes
    return kept
  }

  #follow(world: World): void {
    const { count } = world.changes
    if (world === this.#world && count === this.#changes) return
    this.#world = world
    this.#changes = count
    this.#youngBytes = 0
    if (this.#young.size > 0) this.#young = new Map()
    if (this.#old.size > 0) this.#old = new Map()
  }
}

function compact(body: Buffer | string): Buffer | string {
  if (body.length > textBytesMax) return typeof body === 'string' ? Buffer.from(body) : body
  return typeof body !== 'string' && isAscii(body) ? body.toString('latin1') : body
}
