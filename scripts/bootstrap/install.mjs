/** Whether node_modules holds what package-lock.json names. Installing is left to the caller. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm writes node_modules/.package-lock.json last, and it names what was really installed: that is the stamp of the
 * last install. A half-finished install has none, and an install made by hand needs no stamp of ours.
 */
export function isInstallCurrent(root) {
  const stamp = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(stamp)) return false
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(stamp)
  return Object.entries(wanted).every(([path, entry]) => {
    // The root and the workspaces are the checkout itself.
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const present = installed[path]
    // What is made for another system is left out by npm, and rightly so.
    if (present === undefined) return entry.optional === true || entry.devOptional === true
    return present.version === entry.version && present.integrity === entry.integrity
  })
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
