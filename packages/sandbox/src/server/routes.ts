/** Finds the operation a path belongs to, from the catalogue's own templates. */
import type { Operation } from '@kunai/api/operation'

interface Place {
  readonly fixed: Map<string, Place>
  any: Place | undefined
  /** Operations that end here, by method. */
  readonly ends: Map<string, { operation: Operation; names: readonly string[] }>
}

export interface Route {
  readonly operation: Operation
  readonly path: Readonly<Record<string, string>>
}

export type RouteResult = Route | 'no-such-path' | { readonly allow: readonly string[] }

const emptyPlace = (): Place => ({ fixed: new Map(), any: undefined, ends: new Map() })

export function createRouter(catalogue: readonly Operation[]) {
  const root = emptyPlace()
  for (const operation of catalogue) {
    let place = root
    const names: string[] = []
    for (const segment of operation.http.path.slice('/v2/'.length).split('/')) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1]
      if (name) {
        names.push(name)
        place.any ??= emptyPlace()
        place = place.any
      } else {
        const next = place.fixed.get(segment) ?? emptyPlace()
        place.fixed.set(segment, next)
        place = next
      }
    }
    const other = place.ends.get(operation.http.method)
    if (other) throw new Error(`${operation.id} and ${other.operation.id} share ${operation.http.method} and path`)
    place.ends.set(operation.http.method, { operation, names })
  }

  /** `path` as sent; both `/v2/…` and `/api/v2/…` lead here (ninjaone-api §2). */
  return (method: string, path: string): RouteResult => {
    const start = path.startsWith('/v2/') ? 4 : path.startsWith('/api/v2/') ? 8 : -1
    if (start < 0) return 'no-such-path'
    const segments = path.slice(start).split('/')
    const values: string[] = []
    const place = walk(root, segments, 0, values)
    if (!place) return 'no-such-path'
    const end = place.ends.get(method)
    if (!end) return { allow: [...place.ends.keys()] }
    const found: Record<string, string> = {}
    for (const [index, name] of end.names.entries()) {
      const value = decode(values[index] ?? '')
      if (value === undefined) return 'no-such-path'
      found[name] = value
    }
    return { operation: end.operation, path: found }
  }
}

/** Fixed words win over parameters, so `/v2/devices/search` is never a device called "search". */
function walk(place: Place, segments: readonly string[], index: number, values: string[]): Place | undefined {
  const segment = segments[index]
  if (segment === undefined) return place.ends.size > 0 ? place : undefined
  const fixed = place.fixed.get(segment)
  const found = fixed && walk(fixed, segments, index + 1, values)
  if (found) return found
  if (!place.any || segment === '') return undefined
  values.push(segment)
  const through = walk(place.any, segments, index + 1, values)
  if (!through) values.pop()
  return through
}

function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
