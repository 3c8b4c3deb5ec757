/** What a source file imports, read by a real parser: a comment or a string that looks like an import is none. */
import { parseSync } from 'oxc-parser'

export interface Import {
  readonly specifier: string
  /** Erased before running, so it cannot form a circle at run time. It still ties one room to another. */
  readonly typeOnly: boolean
}

export interface Imports {
  readonly imports: readonly Import[]
  /** `import(name)`: nobody can say from the text what it reaches. */
  readonly computed: boolean
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

export function readImports(file: string, source: string): Imports {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`)
  const imports: Import[] = []
  let computed = false
  const add = (from: unknown, typeOnly: boolean) => {
    const specifier = literal(from as Node | null)
    if (specifier === undefined) computed = true
    else imports.push({ specifier, typeOnly })
  }
  visit(program as unknown as Node, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return add(node.source, isTypeOnly(node, node.importKind))
      case 'ExportAllDeclaration':
        return add(node.source, node.exportKind === 'type')
      case 'ExportNamedDeclaration':
        return node.source ? add(node.source, isTypeOnly(node, node.exportKind)) : undefined
      case 'ImportExpression':
        return add(node.source, false)
      // `import('./x.ts').Name` in a type position.
      case 'TSImportType':
        return add(node.source ?? node.argument, true)
      case 'TSExternalModuleReference':
        return add(node.expression, false)
      case 'CallExpression':
        return isNamed(node.callee, 'require') ? add(first(node.arguments), false) : undefined
      // `new URL('./worker.ts', import.meta.url)` is how a worker thread's file is named.
      case 'NewExpression': {
        const specifier = isNamed(node.callee, 'URL') ? literal(first(node.arguments)) : undefined
        return specifier !== undefined && /^\.{1,2}\/.*\.tsx?$/.test(specifier)
          ? add(first(node.arguments), false)
          : undefined
      }
    }
  })
  return { imports, computed }
}

/** `import type { A }`, and `import { type A }` whose names are all types. */
function isTypeOnly(node: Node, kind: unknown): boolean {
  if (kind === 'type') return true
  const names = (node.specifiers ?? []) as Node[]
  return names.length > 0 && names.every((name) => (name.importKind ?? name.exportKind) === 'type')
}

function literal(node: Node | null | undefined): string | undefined {
  if (node?.type === 'TSLiteralType') return literal(node.literal as Node)
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type !== 'TemplateLiteral') return undefined
  const [only, ...others] = node.quasis as { value: { cooked: string } }[]
  return others.length === 0 ? only?.value.cooked : undefined
}

function first(list: unknown): Node | undefined {
  return (list as Node[])[0]
}

function isNamed(callee: unknown, name: string): boolean {
  const node = callee as Node
  return node.type === 'Identifier' && node.name === name
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child !== null && typeof child === 'object' && 'type' in child) visit(child as Node, look)
    }
  }
}
