/**
 * The list of the sandbox's behaviours: whatever a file below `behaviours/` exports as `Behaviours` is in it. A file that
 * somebody forgot to name would answer 501 and look as if nobody had written it.
 */
import { glob, readFile } from 'node:fs/promises'
import { type GeneratedFiles, generatedMark } from './generated-files.ts'

const folder = 'packages/sandbox/src/behaviours/'

/** Who imports the type makes behaviours; the one file that declares it does not. */
const typeImport = "import type { Behaviours } from './behaviour.ts'"

export async function generateBehaviours(root: URL): Promise<GeneratedFiles> {
  const here = new URL(folder, root)
  const imports = [typeImport]
  const names: string[] = []
  for await (const file of glob('*.ts', { cwd: here })) {
    if (file.endsWith('.test.ts') || file === 'index.ts') continue
    const own = namesOf(file, await readFile(new URL(file, here), 'utf8'))
    names.push(...own)
    if (own.length > 0) imports.push(importOf(file, own))
  }
  return {
    [`${folder}index.ts`]: [
      `${generatedMark} from this folder: do not edit.`,
      '/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */',
      ...imports.sort(byFile),
      '',
      'export const behaviours: Behaviours = {',
      ...names.sort().map((name) => `  ...${name},`),
      '}',
      '',
    ].join('\n'),
  }
}

/** Throws when a file has behaviours that are not found, which would leave them out in silence. */
function namesOf(file: string, source: string): readonly string[] {
  const names = [...source.matchAll(/^export const (\w+): Behaviours\b/gm)].map(([, name = '']) => name)
  if (names.length > 0 || !/\bBehaviours\b[^\n]*from '\.\/behaviour\.ts'/.test(source)) return names.sort()
  throw new Error(`${folder}${file} imports Behaviours and exports none: write "export const name: Behaviours = {"`)
}

const lineLengthMax = 120

function importOf(file: string, names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from './${file}'`
  return line.length <= lineLengthMax ? line : `import {\n  ${names.join(',\n  ')},\n} from './${file}'`
}

/** As the linter sorts imports. */
const byFile = (one: string, other: string) => (fileOf(one) < fileOf(other) ? -1 : 1)
const fileOf = (line: string) => line.slice(line.lastIndexOf("'./"))
