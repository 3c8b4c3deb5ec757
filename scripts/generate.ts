/**
 * Writes every generated file of the repository; with `--check` it compares instead and fails
 * when one is out of date. A generator is a function that returns files; add one to `generators`.
 */

import { generateActions } from './generate-actions.ts'
import { generateBehaviours } from './generate-behaviours.ts'
import { generateCatalogue } from './generate-catalogue.ts'
import { generateFidelity } from './generate-fidelity.ts'
import { generateReference } from './generate-reference.ts'
import { generateSandboxControl } from './generate-sandbox-control.ts'
import { generateSeedTools } from './generate-seed-tools.ts'
import { applyFiles, type GeneratedFiles } from './generated-files.ts'

const generators: ((root: URL) => Promise<GeneratedFiles>)[] = [
  generateCatalogue,
  generateBehaviours,
  generateReference,
  generateFidelity,
  generateSeedTools,
  generateSandboxControl,
  generateActions,
]

const check = process.argv.includes('--check')
const root = new URL('../', import.meta.url)
for (const generate of generators) {
  for (const path of await applyFiles(root, await generate(root), check)) {
    if (check) {
      process.exitCode = 1
      console.error(`${path} is out of date: run npm run generate`)
    } else console.log(`brought ${path} up to date`)
  }
}
