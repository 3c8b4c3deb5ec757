/**
 * Takes back a call that waits for a person, for the client that asked for it. Stands in the full list alone, like
 * batches; it can be called in every profile.
 */
import type { Tool } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { type Actor, GatewayError, type Outcome } from '../../call/index.ts'
import type { Corridor } from '../../corridor/index.ts'
import { type ObjectSchema, plain } from './input-schema.ts'
import { outcomeSchema } from './result.ts'
import { withdrawToolName } from './tool-names.ts'

const Input = z.strictObject({ callId: z.string().min(1).max(100) })

const { properties, required } = plain(z.toJSONSchema(Input)) as unknown as ObjectSchema

export const withdrawTool: Tool = {
  name: withdrawToolName,
  title: 'Withdraw a call',
  description: 'Take back a call that you asked for and that was not sent yet.',
  inputSchema: { type: 'object', properties, required, additionalProperties: false } as Tool['inputSchema'],
  outputSchema: outcomeSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
}

/** @returns what the call has become; the corridor knows whose call it is, and whether it is too late. */
export async function withdrawCall(
  { corridor }: { readonly corridor: Pick<Corridor, 'withdraw' | 'outcomeOf'> },
  actor: Actor,
  given: unknown,
): Promise<Outcome> {
  const parsed = Input.safeParse(given)
  if (!parsed.success) return refuse('', 'invalid_input', 'callId: give the callId of the call, and nothing else.')
  const { callId } = parsed.data
  try {
    await corridor.withdraw(callId, actor)
  } catch (error) {
    if (error instanceof GatewayError) return refuse(callId, error.code, error.message)
    throw error
  }
  const outcome = await corridor.outcomeOf(callId)
  // What was asked for has been done; as the answer to the call itself this outcome reads as denied.
  return outcome?.status === 'denied' && outcome.code === 'withdrawn'
    ? { status: 'done', callId, data: { withdrawn: true } }
    : (outcome ?? refuse(callId, 'not_found', `There is no call ${callId} of yours that waits.`))
}

function refuse(callId: string, code: string, message: string): Outcome {
  return { status: 'failed', callId, code, message }
}
