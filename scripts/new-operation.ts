/**
 * `npm run new -- devices.decommission POST /v2/device/{id}/decommission`: writes one operation's file and runs
 * generate, so that the catalogue and the reference know it. What the draft says is decided in scaffold.ts.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { draftOperation } from './scaffold.ts'

/** Writes the file below `operations` and returns its path. Refuses what exists, by name or by request. */
export function addOperation(operations: string, id: string, method: string, path: string): string {
  const draft = draftOperation(id, method, path)
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
  return file
}

async function main([id, method, path, ...rest]: readonly string[]): Promise<void> {
  if (id === undefined || method === undefined || path === undefined || rest.length > 0) {
    throw new Error(
      'Usage: npm run new -- <resource>.<verb> <METHOD> <path>, e.g. devices.decommission POST /v2/device/{id}/decommission',
    )
  }
  const file = addOperation(fileURLToPath(new URL('../packages/api/src/operations', import.meta.url)), id, method, path)
  console.log(`wrote ${file}`)
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
