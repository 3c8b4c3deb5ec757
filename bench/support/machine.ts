/** Where the figures come from: nobody can compare them without. */
import { readFileSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg, release, tmpdir, type } from 'node:os'

/** Seed of every fleet in here. */
export const seed = 42

const root = new URL('../../', import.meta.url)
const libraries = [
  'hono',
  '@hono/node-server',
  '@modelcontextprotocol/server',
  '@electric-sql/pglite',
  'undici',
  'autocannon',
]

export function describeMachine(runs: number, seconds: number): string[] {
  const cores = availableParallelism()
  return [
    `Node.js ${process.versions.node}, ${type()} ${release()}, ${cores} cores (${cpus()[0]?.model.trim()})`,
    libraries.map((name) => `${name} ${versionOf(name)}`).join(', '),
    `Seed ${seed}; ${runs} runs of ${seconds} s each, contestants in turns; median (min–max)`,
    `Load before the start: ${describeLoad()}${
      isShared() ? '. OTHER WORK SHARED THE MACHINE: read the ratios, not the figures' : ''
    }`,
  ]
}

/** Mean of the last minute. After a task it holds our own work too, which keeps about two threads busy. */
export function describeLoad(): string {
  return `${(loadavg()[0] ?? 0).toFixed(2)} on ${availableParallelism()} cores`
}

/** Before the start nothing of ours runs, so what does is somebody else's. */
function isShared(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism() / 4
}

/** True when the folder lies in memory, where a flush costs nothing and proves nothing. */
export function liesInMemory(folder = tmpdir()): boolean {
  const tmpfs = 0x01021994
  const ramfs = 0x858458f6
  return [tmpfs, ramfs].includes(statfsSync(folder).type)
}

/** As installed, wherever npm put it. */
function versionOf(name: string): string {
  for (const place of ['packages/api/', 'packages/gateway/', '']) {
    const folders = createRequire(new URL(`${place}package.json`, root)).resolve.paths(name) ?? []
    for (const folder of folders) {
      try {
        return (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }).version
      } catch {
        // Not in this folder: the next one up.
      }
    }
  }
  return '(not installed)'
}
