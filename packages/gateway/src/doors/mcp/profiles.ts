/**
 * Which tools a client is shown. A list costs a model's memory in every conversation, so the usual one is short and
 * reaches the rest through find-operation and the run- tools. Every named tool can be called in every profile: a
 * profile is about memory, and what may be done is policy's to say.
 */
import type { Operation } from '@kunai/api/operation'
import type { Tool } from '@modelcontextprotocol/server'
import type { ToolProfile } from '../../call/index.ts'
import { apiTools } from './api-tools.ts'
import { findOperationTool } from './find-operation.ts'
import { type ObjectSchema, shortForm } from './input-schema.ts'
import { pagingNames } from './lists.ts'
import { outcomeTool } from './outcome-tool.ts'
import type { OwnTool } from './own-tool.ts'
import { runTools } from './run-tools.ts'
import { toolAliases } from './tool-names.ts'
import { operationTools } from './tools.ts'
import { withdrawTool } from './withdraw-tool.ts'

const reachesAll: readonly OwnTool[] = [findOperationTool, ...runTools]
const ownTools: readonly OwnTool[] = [...apiTools, ...reachesAll]
const ownByName = new Map(ownTools.map((own) => [own.tool.name, own]))

export function findOwnTool(name: string): OwnTool | undefined {
  return ownByName.get(name)
}

const inShort = (tool: Tool, hidden?: readonly string[]): Tool => ({
  ...tool,
  inputSchema: shortForm(tool.inputSchema as ObjectSchema, hidden) as Tool['inputSchema'],
})
/** Of a list, limit and cursor are shown, and not also what they stand for. */
const shortForms = new Map(
  [
    ...operationTools.map(({ tool, operation }) => inShort(tool, pagingNames(operation))),
    ...ownTools.map(({ tool }) => inShort(tool)),
    inShort(outcomeTool),
  ].map((tool) => [tool.name, tool]),
)

/** @param usable what policy lets this connection use at all; the corridor asks the same rule at the call. */
export function listTools(profile: ToolProfile, usable: readonly Operation[]): Tool[] {
  const ids = new Set(usable.map(({ id }) => id))
  const named = operationTools.filter(
    ({ operation, tool }) =>
      ids.has(operation.id) && (profile === 'full' || (profile === 'default' && tool.name in toolAliases)),
  )
  const own = profile === 'compact' ? reachesAll : ownTools
  const tools = [...named, ...own].map(({ tool }) => tool).concat(outcomeTool)
  return profile === 'full' ? [...tools, withdrawTool] : tools.map((tool) => shortForms.get(tool.name) ?? tool)
}
