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
  const [oneMinute = 0] = loadavg()
  const cores = availableParallelism()
  const shared = oneMinute > cores / 4
  return [
    `Node.js ${process.versions.node}, ${type()} ${release()}, ${cores} cores (${cpus()[0]?.model.trim()})`,
    libraries.map((name) => `${name} ${versionOf(name)}`).join(', '),
    `Seed ${seed}; ${runs} runs of ${seconds} s each, contestants in turns; median (min–max)`,
    `Load before the start: ${oneMinute.toFixed(2)} on ${cores} cores${
      shared ? '. OTHER WORK SHARED THE MACHINE: read the ratios, not the figures' : ''
    }`,
  ]
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
