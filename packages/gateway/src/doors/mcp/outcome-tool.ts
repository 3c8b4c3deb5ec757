/**
 * The gateway's own tool: what became of a call. Tells only the client that asked for the call; to anyone else the
 * call does not exist, so that an id found in a log is worth nothing.
 */
import type { Clock } from '@kunai/api/clock'
import type { Tool } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Actor, Outcome } from '../../call/index.ts'
import type { Corridor } from '../../corridor/index.ts'
import { type ObjectSchema, plain } from './input-schema.ts'
import { outcomeSchema } from './result.ts'
import { outcomeToolName } from './tool-names.ts'

/** Below the time-outs of common clients, which give up on a request after a minute. */
const waitSecondsMax = 50
const pollEveryMs = 500

const Input = z.strictObject({
  callId: z.string().min(1).max(100),
  waitSeconds: z.int().min(0).max(waitSecondsMax).describe('How long to wait for a person or an end').optional(),
})

const { properties, required } = plain(z.toJSONSchema(Input)) as unknown as ObjectSchema

export const outcomeTool: Tool = {
  name: outcomeToolName,
  title: 'What became of a call',
  description: 'What became of a call that was waiting, accepted or unknown.',
  inputSchema: { type: 'object', properties, required, additionalProperties: false } as Tool['inputSchema'],
  outputSchema: outcomeSchema,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
}

export interface OutcomeToolParts {
  readonly corridor: Pick<Corridor, 'outcomeOf' | 'isFollowed'>
  readonly isOwnCall: (callId: string, actor: Actor) => Promise<boolean>
  readonly clock: Clock
}

export async function tellOutcome(
  parts: OutcomeToolParts,
  actor: Actor,
  input: unknown,
  signal: AbortSignal,
): Promise<Outcome> {
  const parsed = Input.safeParse(input)
  if (!parsed.success) {
    const message = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('. ')
    return { status: 'failed', callId: '', code: 'invalid_input', message: `${message}.` }
  }
  const { callId, waitSeconds = 0 } = parsed.data
  const until = parts.clock.now() + waitSeconds * 1000
  const own = await parts.isOwnCall(callId, actor)
  // A person may still decide; of what was sent, the end may still be found in what the device did.
  const mayChange = async ({ status }: Outcome) =>
    status === 'waiting' ||
    ((status === 'accepted' || status === 'unknown') && (await parts.corridor.isFollowed(callId)))
  for (;;) {
    const outcome = own ? await parts.corridor.outcomeOf(callId) : undefined
    if (outcome === undefined) return notFound(callId)
    const left = until - parts.clock.now()
    if (left <= 0 || !(await mayChange(outcome))) return outcome
    await parts.clock.sleep(Math.min(pollEveryMs, left), signal)
  }
}

/** The same words for a call that never was, one of another client, and one that left nothing to tell (a read). */
function notFound(callId: string): Outcome {
  const message =
    'There is no call of this id that you asked for and that was sent or held. Reads, and calls refused at once, are ' +
    'answered in full when they are made.'
  return { status: 'failed', callId, code: 'not_found', message }
}
