/** What every act of the tour is made of: steps that are seen or are not, reads, and outcomes that are waited for. */
import type { Agent, ToolAnswer } from './mcp.ts'

/** A step that did not go as the tour says. */
class NotSeen extends Error {}

export function expectThat(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new NotSeen(otherwise)
}

/** The data of a read that went well; why it did not, in the gateway's own words. */
export function dataOf<Data>({ outcome }: ToolAnswer, what: string): Data {
  const { status, message } = outcome as { status: string; message?: string }
  expectThat(status === 'done', `${what} could not be read: ${message ?? status}`)
  return outcome.data as Data
}

/** Of real time, on a machine that has other things to do: what has not come by then is given up. */
const patienceMs = 90_000

/** Looks again and again. False when it was not seen in time. */
export async function sees(stage: { pause(): Promise<void> }, look: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + patienceMs; ; ) {
    if (await look()) return true
    if (Date.now() >= until) return false
    await stage.pause()
  }
}

/** The outcome, as soon as it is settled or nobody waits any more. The tool itself waits, so this does not hurry. */
export async function settled(
  stage: { pause(): Promise<void> },
  agent: Agent,
  callId: string,
  accept: (outcome: Record<string, unknown>) => boolean,
) {
  let outcome: Record<string, unknown> = {}
  await sees(stage, async () => {
    outcome = (await agent.call('ninja-get-outcome', { callId, waitSeconds: 5 })).outcome
    return accept(outcome)
  })
  return outcome
}

/** Why the tour ended early, for people. */
export function whyOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  return error instanceof NotSeen ? words : `The tour broke off: ${words}`
}
