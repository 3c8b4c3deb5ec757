/**
 * The tools: one for each operation of the catalogue, compiled once, and the gateway's own that tells what became of
 * a call. Descriptions are ours and static; nothing that a fleet says ever gets into one.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation, Risk } from '@kunai/api/operation'
import type { Tool } from '@modelcontextprotocol/server'
import { inputSchemaOf } from './input-schema.ts'
import { outcomeTool } from './outcome-tool.ts'
import { outcomeSchema } from './result.ts'
import { toolNameOf } from './tool-names.ts'

export interface OperationTool {
  readonly tool: Tool
  readonly operation: Operation
}

const held =
  'May wait for a person to approve it: then status is waiting, with a link to the page where that is done. ' +
  'accepted means that NinjaOne took the command, not that it finished.'

const riskSentence: Record<Risk, string> = {
  read: 'Reads only.',
  write: `Changes records in NinjaOne. ${held}`,
  disruptive: `Disruptive: interrupts work on the device. ${held}`,
  destructive: `Can do anything on the device, also what cannot be undone. ${held}`,
}

function compile(operation: Operation): OperationTool {
  const { id, summary, risk, idempotent } = operation
  const tool: Tool = {
    name: toolNameOf(id),
    title: summary,
    description: `${summary}. ${riskSentence[risk]}`,
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
export const operationTools: readonly OperationTool[] = catalogue
  .map(compile)
  .sort((left, right) => (left.tool.name < right.tool.name ? -1 : 1))

const byName = new Map(operationTools.map((one) => [one.tool.name, one]))

export function findOperationTool(name: string): OperationTool | undefined {
  return byName.get(name)
}

/** @param operations what policy lets this connection use at all; the corridor asks the same rule at the call. */
export function listTools(operations: readonly Operation[]): Tool[] {
  const usable = new Set(operations.map(({ id }) => id))
  return [...operationTools.filter(({ operation }) => usable.has(operation.id)).map(({ tool }) => tool), outcomeTool]
}
