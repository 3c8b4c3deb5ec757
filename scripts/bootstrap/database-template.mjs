/** The packed empty database that makes a first start fast. Without it everything works, only later. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const script = 'scripts/build-database-template.ts'

/** The name carries the version of PGlite that made it (see packages/gateway/src/store/embedded/template.ts). */
export function isTemplateCurrent(root) {
  if (!existsSync(join(root, script))) return true
  const { dependencies } = JSON.parse(readFileSync(join(root, 'packages/gateway/package.json'), 'utf8'))
  return existsSync(join(root, `packages/gateway/dist/database-template-${dependencies['@electric-sql/pglite']}`))
}

export function buildTemplate(root, node) {
  console.error('Packing an empty database …')
  const args = ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning', join(root, script)]
  const result = spawnSync(node, args, { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) console.error(`${result.stderr}\nPacking failed; the first start will be slower.`)
}
