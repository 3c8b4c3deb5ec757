/** Puts reports between their markers in the reference page; the words around them are a person's. */
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../../docs/reference/benchmarks.md', import.meta.url)

export function writeDocument(machine: readonly string[], reports: readonly { name: string; text: string }[]): void {
  let page = readFileSync(path, 'utf8')
  for (const { name, text } of reports) {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
    const from = page.indexOf(begin)
    const to = page.indexOf(end)
    if (from < 0 || to < from) throw new Error(`docs/reference/benchmarks.md has no place for ${name}`)
    // Each block carries its own machine: blocks may be of different runs.
    const block = `${text}\n\n${machine.map((line) => `    ${line}`).join('\n')}\n`
    page = `${page.slice(0, from + begin.length)}\n\n${block}\n${page.slice(to)}`
  }
  writeFileSync(path, page)
}
