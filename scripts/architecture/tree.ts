/** The repository as data: what the architecture's checker looks at. Tests plant files by adding to it. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'

export interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface Tree {
  /** Path from the repository's root → source text; packages only. */
  readonly files: Readonly<Record<string, string>>
  /** Folder below packages/ → its package.json. */
  readonly manifests: Readonly<Record<string, Manifest>>
}

export function readTree(root: string): Tree {
  const files: Record<string, string> = {}
  for (const found of globSync('packages/*/{src,bin,test,witness}/**/*.{ts,tsx,mjs}', { cwd: root })) {
    const file = found.replaceAll('\\', '/')
    if (!file.includes('/node_modules/')) files[file] = readFileSync(join(root, file), 'utf8')
  }
  const manifests: Record<string, Manifest> = {}
  for (const found of globSync('packages/*/package.json', { cwd: root })) {
    manifests[basename(join(found, '..'))] = JSON.parse(readFileSync(join(root, found), 'utf8'))
  }
  return { files, manifests }
}

/** The package's folder: `packages/api/src/…` → `api`. */
export function packageOf(file: string): string {
  return file.split('/')[1] ?? ''
}

/** Tests and their helpers (a folder `test/`, a file `test-support.ts`): they build the rooms they need, so the house's rules are not for them. */
export function isTest(file: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(file) || /\/(test\/|test-support\.tsx?$)/.test(file)
}

export type Target =
  /** A file of ours, which need not exist. */
  | { readonly kind: 'file'; readonly file: string }
  /** A package of somebody else. */
  | { readonly kind: 'package'; readonly name: string }
  /** A `@kunai/…` path that its package.json does not export. */
  | { readonly kind: 'missing'; readonly specifier: string }

/** What `specifier` means when it stands in `file`. */
export function resolveImport(tree: Tree, file: string, specifier: string): Target {
  const [path = specifier] = specifier.split('?')
  if (path.startsWith('.')) return { kind: 'file', file: posix.join(posix.dirname(file), path) }
  const [first = '', second = ''] = path.split('/')
  const name = path.startsWith('@') ? `${first}/${second}` : first
  const ours = Object.entries(tree.manifests).find(([, manifest]) => manifest.name === name)
  if (!ours) return { kind: 'package', name }
  const [folder, manifest] = ours
  const source = manifest.exports?.[`.${path.slice(name.length)}`]?.['@kunai/source']
  return source === undefined
    ? { kind: 'missing', specifier }
    : { kind: 'file', file: posix.join('packages', folder, source) }
}
