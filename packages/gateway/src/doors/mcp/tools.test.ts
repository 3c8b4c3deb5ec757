import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Tool } from '@modelcontextprotocol/server'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv'
import { describe, expect, test } from 'vitest'
import { operations } from '../../call/index.ts'
import { listTools } from './profiles.ts'
import { operationTools } from './tools.ts'

const tools = listTools('full', operations)
/** As the short lists show them. */
const shortTools = listTools('default', operations)
const mend =
  'KUNAI_UPDATE_SNAPSHOTS=1 npx vitest run --project gateway-pglite packages/gateway/src/doors/mcp/tools.test.ts'

/** What agents are told is a reviewed file: a change of it shows in the diff, and a missing one is red. */
describe.each([
  ['snapshots/', tools],
  ['snapshots-short/', shortTools],
])('%s', (path, listed) => {
  const folder = new URL(path, import.meta.url)

  test.each(listed.map((tool) => [tool.name, tool] as const))('%s is what its snapshot says', (name, tool) => {
    const file = new URL(`${name}.json`, folder)
    if (process.env.KUNAI_UPDATE_SNAPSHOTS === '1') writeFileSync(file, `${JSON.stringify(tool, null, 2)}\n`)
    // As text, so that the order of fields counts; without white space, which is the formatter's.
    expect(JSON.stringify(readSnapshot(file)), `look at the change, then: ${mend}`).toBe(JSON.stringify(tool))
  })

  test('no snapshot is left of a tool that is gone', () => {
    expect(readdirSync(folder).sort()).toEqual(listed.map(({ name }) => `${name}.json`).sort())
  })
})

function readSnapshot(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return 'there is no snapshot'
  }
}

test('every input schema refuses unknown fields, fits the examples, and carries no noise', () => {
  const ajv = new AjvJsonSchemaValidator()
  for (const { tool, operation } of operationTools) {
    const validate = ajv.getValidator(tool.inputSchema as never)
    for (const { input } of operation.examples) expect(validate(input), tool.name).toMatchObject({ valid: true })
    expect(validate({ ...operation.examples[0].input, noSuchField: 1 }), tool.name).toMatchObject({ valid: false })
    expect(JSON.stringify(tool.inputSchema)).not.toMatch(/9007199254740991|\$schema|"pattern":"\^/)
  }
})

test('what changes something takes a reason, and its annotations follow from the risk', () => {
  for (const { tool, operation } of operationTools) {
    const reads = operation.risk === 'read'
    expect('reason' in (tool.inputSchema.properties ?? {}), tool.name).toBe(!reads)
    expect(tool.annotations).toEqual({
      readOnlyHint: reads,
      destructiveHint: operation.risk === 'disruptive' || operation.risk === 'destructive',
      idempotentHint: operation.idempotent,
      openWorldHint: true,
    })
  }
})

test('descriptions are a sentence or two', () => {
  for (const { name, description } of tools as (Tool & { description: string })[]) {
    expect(description.length, name).toBeLessThan(320)
    expect(description).toMatch(/\.$/)
  }
})
