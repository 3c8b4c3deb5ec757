/**
 * `npm run pack -- api`: builds one of the published packages and packs it, as it would go to the registry.
 * Built by hand and not by a lifecycle script: npm runs none in this repository.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Packs `packages/<name>` into `destination`, which is made if it is missing; gives the tarball's path. */
export function packPackage(name: string, destination: string): string {
  const folder = join(root, 'packages', name)
  if (!existsSync(join(folder, 'tsconfig.build.json'))) throw new Error(`"${name}" is not a published package`)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  // Docstrings travel with the types, so the code needs none of its comments.
  for (const options of [['--emitDeclarationOnly'], ['--declaration', 'false', '--removeComments']]) {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    run(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...options], folder)
  }
  mkdirSync(destination, { recursive: true })
  // npm packs a license only from the package's own folder.
  const license = join(folder, 'LICENSE')
  copyFileSync(join(root, 'LICENSE'), license)
  try {
    const packed = run('npm', ['pack', '--json', '--pack-destination', destination], folder)
    const [{ filename = '' } = {}] = Object.values(JSON.parse(packed) as Record<string, { filename?: string }>)
    return join(destination, filename.split('/').at(-1) ?? '')
  } finally {
    rmSync(license)
  }
}

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name, destination = join(root, '.cache/packed')] = process.argv.slice(2)
  try {
    if (name === undefined) throw new Error('Usage: npm run pack -- <package> [folder], e.g. npm run pack -- api')
    console.log(packPackage(name, destination))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
