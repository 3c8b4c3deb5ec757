/**
 * Compares the tree with the house: which room may import which. The rooms themselves are data in
 * architecture.test.ts; this file knows only how to read them and what is never allowed, whatever they say.
 */
import { builtinModules } from 'node:module'
import { type Import, readImports } from './imports.ts'
import { isTest, packageOf, resolveImport, type Tree } from './tree.ts'

/** Room → the rooms it may import. A name that ends in `/*` stands for each folder below it, one room each. */
export type House = Readonly<Record<string, readonly string[]>>

/** The rooms, and the files outside every room that plug them together. */
export interface Plan {
  readonly house: House
  /** Paths from the root. `main.ts`, a package's `index.ts` and `bin/` need not be named. */
  readonly wiring: readonly string[]
}

/** What `@kunai/api` names. It publishes the client, so to import it is to import the client. */
const clientFront = 'packages/api/src/index.ts'

/** Findings as sentences; none when the tree keeps to the house. */
export function checkHouse(tree: Tree, plan: Plan): string[] {
  const findings = [...checkTable(plan.house)]
  const graph = new Map<string, string[]>()
  for (const [file, source] of Object.entries(tree.files)) {
    if (isTest(file)) continue
    const room = roomOf(file, plan)
    if (room === undefined) {
      findings.push(`${file}: unknown room; name it in the table of architecture.test.ts, or move the file into one`)
    }
    const { imports, computed } = readImports(file, source)
    // A door chosen at run time by the wiring is still a door; everywhere else the text must say what is reached.
    if (computed && room !== undefined && room !== 'wiring')
      findings.push(`${file}: computed import; write the path out`)
    for (const one of imports) findings.push(...checkImport(tree, plan, file, room, one))
    graph.set(file, runtimeFiles(tree, file, imports))
  }
  return [...findings, ...findCircles(graph)]
}

/** "Only rooms written above": the order of the rows is what makes a circle impossible to write down. */
function* checkTable(house: House): Generator<string> {
  const above = new Set<string>()
  for (const [room, allowed] of Object.entries(house)) {
    for (const name of allowed) {
      if (!above.has(name)) yield `the table lets ${room} import ${name}, which is not written above it`
    }
    above.add(room)
  }
}

/**
 * The room a file stands in; `wiring` for what plugs rooms together, undefined when no row names it.
 * Wiring is exempt because it is what the rooms are for: `main.ts` builds them all, a package's `index.ts`
 * publishes its own, and `bin/` starts one of the two.
 */
function roomOf(file: string, { house, wiring }: Plan): string | undefined {
  const [, folder = '', place = '', ...rest] = file.split('/')
  const path = rest.join('/')
  if (place === 'bin') return 'wiring'
  if (folder in house) return folder
  if (path === 'main.ts' || path === 'index.ts' || wiring.includes(file)) return 'wiring'
  const parts = `${folder}/${path.replace(/\.tsx?$/, '')}`.split('/')
  for (let length = parts.length; length >= 2; length--) {
    const name = parts.slice(0, length).join('/')
    if (name in house) return name
    if (length > 2 && `${parts.slice(0, length - 1).join('/')}/*` in house) return name
  }
  return undefined
}

/** What the row of `room` says; the row of a pattern speaks for each of its rooms. */
function allowedFrom(room: string, house: House): readonly string[] {
  return house[room] ?? house[room.replace(/\/[^/]+$/, '/*')] ?? []
}

function* checkImport(tree: Tree, plan: Plan, file: string, room: string | undefined, one: Import): Generator<string> {
  const target = resolveImport(tree, file, one.specifier)
  if (target.kind === 'missing') {
    yield `${file}: ${target.specifier} is not exported by its package.json under "@kunai/source"`
    return
  }
  if (file === 'packages/api/src/operation.ts' && !(target.kind === 'package' && target.name === 'zod')) {
    yield `${file}: imports ${one.specifier}; it may import zod and nothing else`
  }
  if (target.kind === 'package') {
    yield* checkDeclared(tree, file, target.name)
    return
  }
  if (packageOf(target.file) !== packageOf(file)) {
    if (one.specifier.startsWith('.'))
      yield `${file}: reaches into another package by path (${one.specifier}); use its name`
    else yield* checkDeclared(tree, file, tree.manifests[packageOf(target.file)]?.name ?? '')
  }
  if (isTest(target.file)) yield `${file}: imports ${one.specifier}, which is part of a test`
  if (room === undefined) return

  const from = target.file === clientFront && packageOf(file) !== 'api' ? 'api/client' : roomOf(target.file, plan)
  const isWiring = room === 'wiring'
  if (
    from === 'api/client' &&
    packageOf(file) !== 'api' &&
    !isWiring &&
    file !== 'packages/gateway/src/corridor/execute.ts'
  ) {
    yield `${file}: imports the client (${one.specifier}); only corridor/execute.ts may send`
  } else if (isDoor(room) && from !== undefined && isDoor(from) && from !== room) {
    yield `${file}: a door imports a door (${room} → ${from}); what both need belongs in a room below`
  } else if (!isWiring && from !== undefined && from !== room && !allowedFrom(room, plan.house).includes(from)) {
    yield `${file}: ${room} may not import ${from === 'wiring' ? `wiring (${one.specifier})` : from}`
  }
}

function isDoor(room: string): boolean {
  return room.startsWith('gateway/doors/')
}

/** The dashboard is bundled before it is shipped, so what goes into it may be a development dependency. */
function* checkDeclared(tree: Tree, file: string, name: string): Generator<string> {
  if (name.startsWith('node:') || builtinModules.includes(name)) return
  const folder = packageOf(file)
  const manifest = tree.manifests[folder]
  if (manifest?.name === name || manifest?.dependencies?.[name] !== undefined) return
  if (folder === 'dashboard' && manifest?.devDependencies?.[name] !== undefined) return
  yield `${file}: undeclared dependency ${name}; add it to "dependencies" of packages/${folder}/package.json`
}

/** Files of ours that `file` loads when it runs. */
function runtimeFiles(tree: Tree, file: string, imports: readonly Import[]): string[] {
  return imports.flatMap((one) => {
    const target = one.typeOnly ? undefined : resolveImport(tree, file, one.specifier)
    return target?.kind === 'file' && target.file in tree.files ? [target.file] : []
  })
}

/** Within a room the table sees nothing, so circles between files are looked for by themselves. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const findings: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file)
    if (start >= 0) findings.push(`circle: ${[...path.slice(start), file].join(' → ')}`)
    if (start >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return findings
}
