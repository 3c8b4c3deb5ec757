/** Reads what `node --cpu-prof` wrote: which part of the program the time of a window went to. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  /** Microseconds on the system's monotonic clock. */
  readonly startTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}

export interface Cost {
  readonly name: string
  /** Of the time the thread was busy. */
  readonly share: number
}

export interface ThreadProfile {
  /** Share of the window in which the thread did anything. */
  readonly busy: number
  readonly areas: readonly Cost[]
  readonly functions: readonly Cost[]
}

/** One for each thread that has samples in the window, busiest first. */
export function readProfiles(folder: string, from: number, to: number): ThreadProfile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => readThread(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile, from, to))
    .filter(({ busy }) => busy > 0)
    .sort((left, right) => right.busy - left.busy)
}

function readThread(profile: CpuProfile, from: number, to: number): ThreadProfile {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const areas = new Map<string, number>()
  const functions = new Map<string, number>()
  let busy = 0
  let at = profile.startTime
  profile.samples.forEach((id, index) => {
    // A sample stands for the time until the next one.
    const took = profile.timeDeltas[index + 1] ?? 0
    at += profile.timeDeltas[index] ?? 0
    const node = nodes.get(id)
    if (node === undefined || at < from || at > to || node.callFrame.functionName === '(idle)') return
    busy += took
    const area = areaOf(node)
    areas.set(area, (areas.get(area) ?? 0) + took)
    const name = `${node.callFrame.functionName || '(anonymous)'} [${area}]`
    functions.set(name, (functions.get(name) ?? 0) + took)
  })
  const costs = (times: Map<string, number>) =>
    [...times]
      .map(([name, time]): Cost => ({ name, share: time / busy }))
      .sort((left, right) => right.share - left.share)
  return { busy: busy / (to - from), areas: costs(areas), functions: costs(functions) }
}

/** The room, the package, or the part of Node.js that a function belongs to. */
function areaOf({ callFrame: { functionName, url } }: ProfileNode): string {
  if (url === '') return functionName === '(garbage collector)' ? 'garbage collector' : 'native code'
  if (url.startsWith('wasm:')) return 'PGlite (WebAssembly)'
  if (url.startsWith('node:')) return `Node.js: ${url.slice(5).replace('internal/', '').split('/')[0]}`
  const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  if (library !== undefined) return library
  const room = /\/packages\/(\w+)\/src\/((?:doors\/)?[\w.-]+)/.exec(url)
  return room ? `${room[1]}/${room[2]}` : url
}
