/** Builds the pages that the gateway serves, only when what goes into them changed. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'packages/dashboard'
/** Results and tests do not go into the build. */
const leftOut = /^(dist|node_modules|\.cache)$|\.test\.tsx?$/

export function isDashboardCurrent(root) {
  // A checkout without the dashboard's sources has nothing to build.
  if (!existsSync(join(root, folder, 'index.html'))) return true
  const stamp = join(root, folder, 'dist/.stamp')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources(root)
}

/** By content, not by time: git sets times as it likes. The lock file stands for the libraries built in. */
function hashSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const file of listFiles(join(root, folder)))
    hash.update(`\0${file}\0`).update(readFileSync(join(root, folder, file)))
  return hash.digest('hex')
}

function listFiles(base, below = '') {
  return readdirSync(join(base, below), { withFileTypes: true })
    .filter((entry) => !leftOut.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? listFiles(base, path) : [path]
    })
}

export function buildDashboard(root, node) {
  console.error('Building the dashboard …')
  const hash = hashSources(root)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const result = spawnSync(node, [vite, 'build', folder, '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${result.stdout}${result.stderr}\nBuilding the dashboard failed.`)
  writeFileSync(join(root, folder, 'dist/.stamp'), hash)
}
