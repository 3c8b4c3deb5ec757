/**
 * The tool that finds an operation of the catalogue by what it does, so that a model needs no list of all of them.
 * With the id of one it answers what that takes.
 */
import type { Operation } from '@kunai/api/operation'
import type { Tool } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { inputSchemaOf, type ObjectSchema, plain } from './input-schema.ts'
import type { OwnTool } from './own-tool.ts'
import { outcomeSchema } from './result.ts'
import { toolNameOf } from './tool-names.ts'

const found = 12

const Input = z.strictObject({
  query: z.string().min(1).max(200).describe('Words, or an id'),
})

export const findOperationTool: OwnTool = {
  tool: {
    name: 'find-operation',
    title: 'Find an operation',
    description: 'Find operations of NinjaOne by words; of one id, what it takes.',
    inputSchema: plainSchema(Input),
    outputSchema: outcomeSchema,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  interpret(given, usable) {
    const parsed = Input.safeParse(given)
    if (!parsed.success) return { refusal: { code: 'invalid_input', message: 'query: give a few words, or an id.' } }
    const { query } = parsed.data
    const exact = usable.find(({ id }) => id === query || toolNameOf(id) === query)
    if (exact) return { data: { ...summaryOf(exact), input: inputSchemaOf(exact) } }
    return { data: search(query, usable).map(summaryOf) }
  },
}

function plainSchema(schema: z.ZodType): Tool['inputSchema'] {
  const { properties, required } = plain(z.toJSONSchema(schema)) as unknown as ObjectSchema
  return { type: 'object', properties, required, additionalProperties: false } as Tool['inputSchema']
}

function summaryOf({ id, summary, risk, input }: Operation) {
  const required = Object.entries(input.shape).flatMap(([field, schema]) =>
    (schema as z.ZodType).safeParse(undefined).success ? [] : [field],
  )
  return { operation: id, summary, risk, required }
}

/** Those that have most of the words, the shorter first: `reboot` finds the reboot before what mentions one. */
function search(query: string, operations: readonly Operation[]): Operation[] {
  const words = wordsOf(query)
  return operations
    .map((operation) => ({ operation, score: scoreOf(words, operation) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.operation.id.length - other.operation.id.length)
    .slice(0, found)
    .map(({ operation }) => operation)
}

function scoreOf(words: readonly string[], { id, summary, http }: Operation): number {
  const inName = new Set(wordsOf(id))
  const inText = new Set(wordsOf(`${summary} ${http.path}`))
  return words.reduce((score, word) => score + (inName.has(word) ? 2 : inText.has(word) ? 1 : 0), 0)
}

/** Lower case, without the plural's s, camelCase taken apart. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)
    .map((word) => (word.length > 3 ? word.replace(/ies$/, 'y').replace(/s$/, '') : word))
}
