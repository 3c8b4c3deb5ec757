/**
 * `npm run new -- devices.decommission POST /v2/device/{id}/decommission`: writes one operation's file and runs
 * generate, so that the catalogue and the reference know it. What the draft says is decided in scaffold.ts.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { draftOperation } from './scaffold.ts'
import { readSpec, type Spec } from './vendor-spec.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Where the vendor's spec lies for those who have it: beside the checkout, since it is not ours to publish. */
const specFile = join(root, '../shared/ninjaone-openapi.yaml')

export interface Added {
  readonly file: string
  /** False when there is no spec, or none that knows the request. */
  readonly fromSpec: boolean
}

/** Writes the file below `operations`. Refuses what exists, by name or by request. */
export function addOperation(operations: string, id: string, method: string, path: string, spec?: Spec): Added {
  const draft = draftOperation(id, method, path, spec)
  const file = join(operations, draft.file)
  if (existsSync(file)) throw new Error(`${id} exists: ${file}`)
  const request = `method: '${method}', path: '${path}'`
  for (const other of globSync('*/*.ts', { cwd: operations })) {
    // Two operations with one request could not be told apart when a raw path comes in.
    if (readFileSync(join(operations, other), 'utf8').includes(request)) {
      throw new Error(`${method} ${path} exists: ${join(operations, other)}`)
    }
  }
  mkdirSync(dirname(file), { recursive: true })
  // wx: whoever made the file in the meantime keeps it.
  writeFileSync(file, draft.content, { flag: 'wx' })
  layOut(file)
  return { file, fromSpec: draft.fromSpec }
}

/** Line breaks and the order of imports as everywhere in the repository; what the linter says is the author's to hear. */
function layOut(file: string): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const settings = ['--config-path', root, '--vcs-enabled=false', '--linter-enabled=false']
  execFileSync(process.execPath, [biome, 'check', '--write', ...settings, file], { cwd: dirname(file), stdio: 'pipe' })
}

async function main([id, method, path, ...rest]: readonly string[]): Promise<void> {
  if (id === undefined || method === undefined || path === undefined || rest.length > 0) {
    throw new Error(
      'Usage: npm run new -- <resource>.<verb> <METHOD> <path>, e.g. devices.decommission POST /v2/device/{id}/decommission',
    )
  }
  const spec = readSpec(specFile)
  const { file, fromSpec } = addOperation(join(root, 'packages/api/src/operations'), id, method, path, spec)
  console.log(`wrote ${file}`)
  if (!spec) console.log(`The vendor's spec is not at ${specFile}, so the draft knows the path alone.`)
  else if (!fromSpec) console.log(`The vendor's spec knows no ${method} ${path}, so the draft knows the path alone.`)
  await import('./generate.ts')
  console.log('Next: compare it with the vendor’s text, remove the DRAFT line, then npm test.')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
