/**
 * Tools with which an agent proposes the same call for many rows. They stand in the full list alone: whoever works with
 * a few devices should not pay for them in every conversation.
 */
import type { Tool } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { type AgentBatches, AgentBatchInputs } from '../../actions/index.ts'
import { type Actor, GatewayError, type Outcome } from '../../call/index.ts'
import { outcomeSchema } from './result.ts'

type Name = keyof typeof AgentBatchInputs

const tools: Readonly<Record<Name, Pick<Tool, 'name' | 'title' | 'description' | 'annotations'>>> = {
  preview: {
    name: 'ninja-preview-batch',
    title: 'Preview a batch',
    description: 'Plan one call for each row; nothing is sent. Shows counts, devices, errors and old and new values.',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  },
  start: {
    name: 'ninja-start-batch',
    title: 'Start a batch',
    description: 'Ask a person to approve a previewed batch as a whole. It runs when they have.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  },
  get: {
    name: 'ninja-get-batch',
    title: 'Get a batch',
    description: 'How far a batch has come, and what became of its rows.',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
}

const names = Object.keys(tools) as Name[]

export const batchTools: readonly Tool[] = names.map((name) => {
  const { $schema, ...inputSchema } = z.toJSONSchema(AgentBatchInputs[name], { io: 'input' })
  return { ...tools[name], inputSchema: inputSchema as Tool['inputSchema'], outputSchema: outcomeSchema }
})

/** The outcome of a call of one of these tools; undefined when the name is none of theirs. */
export async function callBatchTool(
  batches: AgentBatches | undefined,
  actor: Actor,
  connection: string,
  toolName: string,
  given: unknown,
): Promise<Outcome | undefined> {
  const name = names.find((one) => tools[one].name === toolName)
  if (name === undefined || batches === undefined) return undefined
  const parsed = AgentBatchInputs[name].safeParse(given)
  if (!parsed.success) {
    const message = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('. ')
    return { status: 'failed', callId: '', code: 'invalid_input', message: `${message}.` }
  }
  try {
    if (name === 'start') return await batches.start(actor, parsed.data as never)
    const data =
      name === 'preview'
        ? await batches.preview(actor, connection, parsed.data as never)
        : await batches.get(actor, parsed.data as never)
    return { status: 'done', callId: '', data }
  } catch (error) {
    if (error instanceof GatewayError) return { status: 'failed', callId: '', code: error.code, message: error.message }
    throw error
  }
}
