/** Answers from before, for the effects that give them again. */
import { type Operation, pagingFields } from '@kunai/api/operation'
import type { WireAnswer, WireRequest } from '../answer.ts'
import type { FaultEffect } from './rule.ts'

/** Enough for a crawl or two; the rest is forgotten, oldest first. */
const kept = 256

export class Remembered {
  /** As a read was first answered. */
  readonly #reads = new Map<string, WireAnswer>()
  /** The first page of a list. */
  readonly #firstPages = new Map<string, WireAnswer>()
  /** The page of a list that was given last. */
  readonly #lastPages = new Map<string, WireAnswer>()

  /** What `effect` gives instead of `answer`; undefined when there is nothing from before, or nothing to confuse. */
  recall(
    effect: FaultEffect,
    request: WireRequest,
    operation: Operation,
    client: string | undefined,
  ): WireAnswer | undefined {
    if (effect.kind === 'stale-read') return this.#reads.get(readKey(request, client))
    const place = readPlace(request, operation)
    if (!place?.goesOn) return undefined
    const key = `${client} ${request.path} ${place.rest}`
    if (effect.kind === 'cursor-stuck') return this.#firstPages.get(key)
    return effect.kind === 'page-repeats' ? this.#lastPages.get(key) : undefined
  }

  remember(answer: WireAnswer, request: WireRequest, operation: Operation, client: string | undefined): void {
    const read = readKey(request, client)
    if (!this.#reads.has(read)) put(this.#reads, read, answer)
    const place = readPlace(request, operation)
    if (!place) return
    const key = `${client} ${request.path} ${place.rest}`
    if (!place.goesOn) put(this.#firstPages, key, answer)
    put(this.#lastPages, key, answer)
  }

  clear(): void {
    for (const map of [this.#reads, this.#firstPages, this.#lastPages]) map.clear()
  }
}

function put(map: Map<string, WireAnswer>, key: string, answer: WireAnswer): void {
  map.delete(key)
  map.set(key, answer)
  const [oldest] = map.keys()
  if (map.size > kept && oldest !== undefined) map.delete(oldest)
}

const readKey = ({ path, query, body }: WireRequest, client: string | undefined) =>
  `${client} ${path}?${query} ${body?.toString('latin1') ?? ''}`

/** Which list is asked for, and whether from its beginning; undefined for what is no list that goes on. */
function readPlace(
  { query, body }: WireRequest,
  { http, paging }: Operation,
): { rest: string; goesOn: boolean } | undefined {
  if (paging === 'none') return undefined
  const field = pagingFields[paging]
  const name = http.wireNames?.[field] ?? field
  const parameters = new URLSearchParams(query)
  const inQuery = parameters.get(name)
  parameters.delete(name)
  if (http.method === 'GET') return { rest: parameters.toString(), goesOn: Boolean(inQuery) }
  // It was answered, so it is JSON.
  const { [name]: inBody, ...rest } = JSON.parse(body?.toString('utf8') || '{}') as Record<string, unknown>
  return { rest: `${parameters} ${JSON.stringify(rest)}`, goesOn: Boolean(inBody) }
}
