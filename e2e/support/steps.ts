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

/** Looks, of two seconds each: an answer that never comes is waited for as long as the client does, a receipt less. */
export const looks = { outcome: 65, receipt: 20 }

/** Asks for the outcome until it is settled; the tool itself waits, so this does not hurry. */
export async function settled(
  stage: { pause(): Promise<void> },
  agent: Agent,
  callId: string,
  looksMax: number,
  accept: (outcome: Record<string, unknown>) => boolean,
) {
  for (let asked = 0; ; asked++) {
    const { outcome } = await agent.call('ninja-get-outcome', { callId, waitSeconds: 2 })
    if (accept(outcome) || asked >= looksMax) return outcome
    // A receipt changes nothing about the status, so the tool answers at once: give NinjaOne a moment.
    await stage.pause()
  }
}

/** Why the tour ended early, for people. */
export function whyOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  return error instanceof NotSeen ? words : `The tour broke off: ${words}`
}
