/** What the client costs whoever uses it: bytes to fetch, time to import, time to type-check a script of three lines. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packPackage } from '../scripts/pack.ts'
import { removeFolder, temporaryFolder } from './support/processes.ts'
import { atMost, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const script = `import { createClient } from '@kunai/api'
const client = createClient({ baseUrl: 'eu', machine: { clientId: 'x', clientSecret: 'y' } })
for await (const device of client.devices.list.all()) console.log(device.id, device.systemName)
`

export const clientPackage: Task = {
  name: 'client-package',
  async run({ runs }) {
    const folder = temporaryFolder()
    try {
      const tarball = packPackage('api', join(folder, 'packed'))
      const at = layOut(folder, tarball)
      const times = await inTurns(runs, {
        whole: () => importing(at, '@kunai/api'),
        one: () => importing(at, '@kunai/api/operations/devices/reboot'),
        dependencies: () => importing(at, 'zod', 'undici'),
        check: async () => elapsed([join(root, 'node_modules/typescript/bin/tsc'), '-p', at]),
      })
      const kilobytes = summarize([statSync(tarball).size / 1000])
      const row = (label: string, name: keyof typeof times) => [
        label,
        spread(summarize(times[name])),
        spread(ratios(times[name], times.dependencies)),
      ]
      return {
        title: 'client-package: the packed client in a folder of its own',
        table: {
          head: ['what', 'ms', '÷ its dependencies alone'],
          rows: [
            row('import of everything', 'whole'),
            row('import of one operation', 'one'),
            row('limit: import of zod and undici', 'dependencies'),
            row('type-check of three lines, whole run of tsc', 'check'),
          ],
        },
        targets: [
          atMost('packed size', kilobytes, 250, ' kB'),
          atMost('type-check of a consumer', summarize(times.check), 1000, ' ms'),
        ],
        notes: [
          `Packed: ${figure(kilobytes.median)} kB. Dependencies: zod, undici. Nothing else is fetched.`,
          'Importing one operation loads zod and the shared fields, and no other operation (e2e/package.test.ts).',
        ],
      }
    } finally {
      removeFolder(folder)
    }
  },
}

/** The package beside its dependencies, as npm lays them out. */
function layOut(folder: string, tarball: string): string {
  const at = join(folder, 'consumer')
  const modules = join(at, 'node_modules')
  mkdirSync(join(modules, '@kunai/api'), { recursive: true })
  execFileSync('tar', ['xzf', tarball, '-C', join(modules, '@kunai/api'), '--strip-components=1'])
  for (const name of ['zod', 'undici', '@types', 'undici-types']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(at, 'package.json'), '{ "type": "module", "private": true }')
  writeFileSync(join(at, 'script.ts'), script)
  const compilerOptions = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: true }
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['script.ts'] }))
  return at
}

/** Milliseconds of the import alone, in a fresh process. */
async function importing(at: string, ...names: string[]): Promise<number> {
  const imports = names.map((name) => `await import('${name}')`).join(';')
  const code = `const began = performance.now();${imports};console.log(performance.now() - began)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: at, encoding: 'utf8' }))
}

function elapsed(args: readonly string[]): number {
  const beganMs = performance.now()
  execFileSync(process.execPath, args, { stdio: 'pipe' })
  return performance.now() - beganMs
}
