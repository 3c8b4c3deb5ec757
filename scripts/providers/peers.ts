/**
 * Programs of others that referee or race ours, too large for everybody's `npm ci`: each lies in a folder of its own below
 * `.cache/peers`, in exactly one version, and is fetched when somebody asks for it. No install script of theirs runs.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Name on npm, version, and the file that starts it. */
export interface Peer {
  readonly name: string
  readonly version: string
  readonly program: string
}

/** 213 packages and 74 MB, 14 s to fetch: a quarter of what the whole repository needs, for one referee. */
export const prism: Peer = { name: '@stoplight/prism-cli', version: '5.16.0', program: 'dist/index.js' }
export const jsonServer: Peer = { name: 'json-server', version: '0.17.4', program: 'lib/cli/bin.js' }

/** Other template engines for JavaScript that are said to be Jinja2's. */
export const templatePeers = {
  minijinja: { name: 'minijinja-js', version: '2.11.0', program: 'dist/node/minijinja_js.js' },
  huggingface: { name: '@huggingface/jinja', version: '0.5.11', program: 'dist/index.cjs' },
  nunjucks: { name: 'nunjucks', version: '3.2.4', program: 'index.js' },
} as const satisfies Record<string, Peer>

const cache = fileURLToPath(new URL('../../.cache/peers/', import.meta.url))

const folderOf = ({ name, version }: Peer) => join(cache, `${name.replace('/', '-')}-${version}`)

/** The file that starts it; undefined when it is not here. */
export function findPeer(peer: Peer): string | undefined {
  const program = join(folderOf(peer), 'node_modules', peer.name, peer.program)
  return existsSync(program) ? program : undefined
}

/** Fetches it when it is not here; undefined when npm cannot be reached. */
export function installPeer(peer: Peer): string | undefined {
  const found = findPeer(peer)
  if (found !== undefined) return found
  const folder = folderOf(peer)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const wanted = `${peer.name}@${peer.version}`
  const { status } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', wanted],
    {
      cwd: folder,
      stdio: 'ignore',
      timeout: 180_000,
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) rmSync(folder, { recursive: true, force: true })
  return findPeer(peer)
}
