/** Questions about a part of the tree: which names occur in it. */
import type { Body, Expression, Statement } from '../parser/ast.ts'

/** Whether a name occurs anywhere inside, also where it means something else: good enough to prepare for it. */
export function mentions(part: Body | Expression | Statement, names: ReadonlySet<string>): boolean {
  let found = false
  visit(part, (node) => {
    if (node.kind === 'name' && typeof node.name === 'string' && names.has(node.name)) found = true
    // What an included or scoped part mentions is not known here.
    if (node.kind === 'include' || (node.kind === 'block' && node.isScoped === true)) found = true
  })
  return found
}

type Node = Readonly<Record<string, unknown>>

function visit(part: unknown, see: (node: Node) => void): void {
  if (Array.isArray(part)) {
    for (const item of part) visit(item, see)
    return
  }
  if (typeof part !== 'object' || part === null) return
  const node = part as Node
  if (typeof node.kind === 'string') see(node)
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'span' && !(node.kind === 'constant' && key === 'value')) visit(value, see)
  }
}
