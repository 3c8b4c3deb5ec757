/**
 * Writes every generated file of the repository; with `--check` it compares instead and fails
 * when one is out of date. A generator is a function that returns files; add one to `generators`.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { generateCatalogue } from './generate-catalogue.ts'
import { generateReference } from './generate-reference.ts'

/** Path from the repository's root → content. */
export type GeneratedFiles = Record<string, string>

const generators: (() => Promise<GeneratedFiles>)[] = [generateCatalogue, generateReference]

const check = process.argv.includes('--check')
const root = new URL('../', import.meta.url)
let stale = 0
for (const generate of generators) {
  for (const [path, content] of Object.entries(await generate())) {
    const file = new URL(path, root)
    const present = await readFile(file, 'utf8').catch(() => undefined)
    if (present === content) continue
    if (check) {
      stale++
      console.error(`${path} is out of date: run npm run generate`)
    } else {
      await writeFile(file, content)
      console.log(`wrote ${path}`)
    }
  }
}
if (stale > 0) process.exit(1)
