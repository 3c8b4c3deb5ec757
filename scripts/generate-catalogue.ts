/**
 * The catalogue: an index of each folder in `packages/api/src/operations`, and a small file that joins them. Whoever
 * needs one operation imports the operation's own file, which loads none of these.
 */
import { glob, readFile } from 'node:fs/promises'
import { type GeneratedFiles, generatedMark } from './generated-files.ts'

const source = 'packages/api/src'

/** `devices/list-activities.ts` → `devices.listActivities`: the one rule from file to id. */
export function idOfFile(file: string): string {
  return file.replace(/\.ts$/, '').split('/').map(camel).join('.')
}

function camel(words: string): string {
  return words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

export async function generateCatalogue(root: URL): Promise<GeneratedFiles> {
  const files = await filesBelow(new URL(`${source}/operations/`, root), '*/*.ts')
  const folders = Object.entries(Object.groupBy(files, (file) => file.split('/')[0] ?? ''))
    .map(([folder, own = []]) => ({ folder, name: camel(folder), own }))
    // The dot of an id sorts before letters and digits, so the order of names is the order of ids.
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    ...(await indexesToRemove(root)),
    ...Object.fromEntries(folders.map(({ folder, name, own }) => [indexPath(`${folder}.ts`), indexOf(name, own)])),
    [`${source}/catalogue.ts`]: joined(folders),
  }
}

const indexPath = (file: string) => `${source}/catalogue/${file}`

async function filesBelow(folder: URL, pattern: string): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob(pattern, { cwd: folder })) {
    if (!file.endsWith('.test.ts')) files.push(file.replaceAll('\\', '/'))
  }
  return files
}

/** All indexes that are there. Those that still have a folder are generated again; what was written by hand stays. */
async function indexesToRemove(root: URL): Promise<GeneratedFiles> {
  const folder = new URL(indexPath(''), root)
  const files: GeneratedFiles = {}
  for (const file of await filesBelow(folder, '*.ts')) {
    const content = await readFile(new URL(file, folder), 'utf8')
    if (content.startsWith(generatedMark)) files[indexPath(file)] = undefined
  }
  return files
}

function indexOf(resource: string, files: readonly string[]): string {
  const entries = files
    .map((file) => {
      const id = idOfFile(file)
      return { file, id, name: id.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase()) }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return linesOf([
    `${generatedMark} from operations/: do not edit.`,
    ...entries.map(({ file, name }) => `import ${name} from '../operations/${file}'`),
    '',
    // Named types keep the declarations small: an inferred one would be written out again wherever it is used.
    `export interface ${interfaceOf(resource)} {`,
    ...entries.map(({ id, name }) => `  readonly '${id}': typeof ${name}`),
    '}',
    '',
    `export const ${resource}: ${interfaceOf(resource)} = {`,
    ...entries.map(({ id, name }) => `  '${id}': ${name},`),
    '}',
  ])
}

/** `devices` → `DevicesOperations`. */
function interfaceOf(resource: string): string {
  return `${resource.charAt(0).toUpperCase()}${resource.slice(1)}Operations`
}

function joined(folders: readonly { folder: string; name: string }[]): string {
  return linesOf([
    `${generatedMark} from operations/: do not edit.`,
    '/** All operations: `operations` keeps their types, `catalogue` is the same list for loops. */',
    ...folders.map(
      ({ folder, name }) => `import { type ${interfaceOf(name)}, ${name} } from './catalogue/${folder}.ts'`,
    ),
    "import type { Operation } from './operation.ts'",
    '',
    'export interface Operations',
    ...folders.map(
      ({ name }, at) =>
        `${at === 0 ? '  extends ' : '    '}${interfaceOf(name)}${at === folders.length - 1 ? ' {}' : ','}`,
    ),
    '',
    'export const operations: Operations = {',
    ...folders.map(({ name }) => `  ...${name},`),
    '}',
    '',
    '/** Id of an operation, e.g. `devices.reboot`. */',
    'export type OperationId = keyof Operations',
    '',
    'export const catalogue: readonly Operation[] = Object.values(operations) as unknown as readonly Operation[]',
  ])
}

function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
