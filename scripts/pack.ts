/**
 * `npm run pack -- api`: builds one of the published packages and packs it, as it would go to the registry.
 * Built by hand and not by a lifecycle script: npm runs none in this repository.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Packs `packages/<name>` into `destination`, which is made if it is missing; gives the tarball's path. */
export function packPackage(name: string, destination: string): string {
  const folder = join(root, 'packages', name)
  if (!existsSync(join(folder, 'tsconfig.build.json'))) throw new Error(`"${name}" is not a published package`)
  return alone(() => {
    const needed = packagesOfOurs(folder)
    try {
      // A package is compiled against the types of those it needs, as it will be used.
      for (const one of needed) build(join(root, 'packages', one), [['--emitDeclarationOnly']])
      build(folder, [['--emitDeclarationOnly'], ['--declaration', 'false', '--removeComments']])
      return pack(folder, destination)
    } finally {
      // What is built is not kept: a checkout runs from source, and must not find something older.
      for (const one of [...needed, name]) rmSync(join(root, 'packages', one, 'dist'), { recursive: true, force: true })
    }
  })
}

function packagesOfOurs(folder: string): readonly string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Readonly<Record<string, string>>
  }
  return Object.keys(dependencies).flatMap((dependency) => /^@kunai\/(.+)$/.exec(dependency)?.[1] ?? [])
}

/** Docstrings travel with the types, so the code needs none of its comments: each is compiled for itself. */
function build(folder: string, passes: readonly (readonly string[])[]): void {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  for (const options of passes) {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    run(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...options], folder)
  }
}

const abandonedAfterMs = 600_000

/** Tests pack in several processes, and a build lies in the package's own folder: one at a time. */
function alone<Result>(work: () => Result): Result {
  const lock = join(root, '.cache/pack.lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      const held = statSync(lock, { throwIfNoEntry: false })
      if (held && Date.now() - held.mtimeMs > abandonedAfterMs) rmSync(lock, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    return work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function pack(folder: string, destination: string): string {
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
