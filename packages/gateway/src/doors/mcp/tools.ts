/**
 * One tool for each operation of the catalogue, compiled once. Descriptions are ours and static; nothing that a fleet
 * says ever gets into one. Which of them a client is shown is decided in profiles.ts.
 */
import type { Operation, Risk } from '@kunai/api/operation'
import type { Tool } from '@modelcontextprotocol/server'
import { operations } from '../../call/index.ts'
import { inputSchemaOf } from './input-schema.ts'
import { outcomeSchema } from './result.ts'
import { toolNameOf } from './tool-names.ts'

export interface OperationTool {
  readonly tool: Tool
  readonly operation: Operation
}

/** What the server's instructions say once (a person may have to decide, accepted is not done) is not said again here. */
const riskSentence: Record<Risk, string> = {
  read: '',
  write: ' Changes records.',
  disruptive: ' Interrupts work on the device.',
  destructive: ' Cannot be undone.',
}

function compile(operation: Operation): OperationTool {
  const { id, summary, risk, idempotent } = operation
  const tool: Tool = {
    name: toolNameOf(id),
    title: summary,
    description: `${summary}.${riskSentence[risk]}`,
    inputSchema: inputSchemaOf(operation) as Tool['inputSchema'],
    outputSchema: outcomeSchema,
    annotations: {
      readOnlyHint: risk === 'read',
      destructiveHint: risk === 'disruptive' || risk === 'destructive',
      idempotentHint: idempotent,
      openWorldHint: true,
    },
  }
  return { tool, operation }
}

/** In the order of their names, so that a list is the same each time and a model's cache of it holds. */
export const operationTools: readonly OperationTool[] = operations
  .map(compile)
  .sort((left, right) => (left.tool.name < right.tool.name ? -1 : 1))

const byName = new Map(operationTools.map((one) => [one.tool.name, one]))

export function findOperationTool(name: string): OperationTool | undefined {
  return byName.get(name)
}
