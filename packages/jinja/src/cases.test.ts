/** Templates of ours with what Python's Jinja2 gives for them, recorded once. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile, TemplateError } from './index.ts'

interface Case {
  readonly id: number
  readonly category: string
  readonly template: string
  readonly options: { readonly strict?: boolean; readonly trim_blocks?: boolean; readonly lstrip_blocks?: boolean }
  readonly expected?: string
  readonly raises?: string
}

const { cases, defaultContext } = JSON.parse(
  readFileSync(new URL('../test-data/cases.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[]; defaultContext: Record<string, unknown> }

/** Different on purpose: by id, with the reason. */
const different: Readonly<Record<number, string>> = {
  60: 'prints a method with its address in memory; here that is an error',
  202: 'prints a method with its address in memory; here that is an error',
}

function outcome({ template, options: { strict = false, ...options } }: Case): string {
  try {
    return compile(template, { undefined: strict ? 'strict' : 'lenient', ...options })(defaultContext)
  } catch (error) {
    if (error instanceof TemplateError) return 'raises'
    throw error
  }
}

describe.each([...new Set(cases.map(({ category }) => category))])('as Python renders it: %s', (category) => {
  test.each(cases.filter((each) => each.category === category))('$id $template', (each) => {
    if (each.id in different) return expect(outcome(each)).toBe('raises')
    expect(outcome(each)).toBe(each.raises === undefined ? each.expected : 'raises')
  })
})

test('at least 98 % are equal, so that the list of differences cannot grow unseen', () => {
  expect(cases).toHaveLength(380)
  expect(Object.keys(different).length / cases.length).toBeLessThan(0.02)
})
