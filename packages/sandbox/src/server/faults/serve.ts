/** Answers one request while there are fault rules. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '@kunai/api/clock'
import type { Incidents, WireAnswer, WireRequest } from '../answer.ts'
import type { Dispatched, Dispatcher, Target } from '../dispatch.ts'
import { type ChosenFault, delayOf, type FaultSubject, type Faults } from './faults.ts'
import type { Remembered } from './remembered.ts'
import { strikes } from './rule.ts'
import { driftAnswer, htmlAnswer, statusAnswer } from './trouble.ts'

export interface FaultParts {
  readonly dispatcher: Dispatcher
  readonly faults: Faults
  readonly remembered: Remembered
  readonly incidents: Incidents
  /** Delays wait on this one: they are the network's, not the tenant's. */
  readonly clock: Clock
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
}

export interface FaultyAnswer {
  /** Absent when none is to be given. */
  readonly answer: WireAnswer | undefined
  readonly client: string | undefined
  readonly granted?: readonly string[] | undefined
  /** Ids of the rules that struck. */
  readonly struck: readonly string[]
}

/** Rejects when the client leaves, or the sandbox closes, during a delay. */
export async function serveWithFaults(
  parts: FaultParts,
  wire: WireRequest,
  target: Target,
  response: ServerResponse,
): Promise<FaultyAnswer> {
  const { dispatcher, faults } = parts
  const subject: FaultSubject = {
    operation: target.operation?.id,
    method: wire.method,
    path: target.path,
    device: target.device,
    organization: dispatcher.organizationOf(target),
    client: dispatcher.nameClient(wire),
  }
  const chosen = faults.select(subject)
  const struck: string[] = []
  const strike = (fault: ChosenFault) => {
    fault.strike()
    struck.push(fault.id)
  }
  await waitForDelays(parts, chosen, strike, response)
  const trouble = chosen.find(({ effect }) => effect.kind !== 'delay')
  if (trouble && strikes(trouble.effect) === 'before') {
    strike(trouble)
    return { answer: instead(parts, trouble, wire, response), client: subject.client, struck }
  }
  const dispatched = dispatcher.run(wire, target)
  const changed = trouble && afterwards(parts, trouble, wire, target, dispatched)
  if (trouble && changed !== 'nothing') strike(trouble)
  else remember(parts, subject, wire, target, dispatched)
  const answer = changed === undefined || changed === 'nothing' ? dispatched.answer : changed.answer
  return { answer, client: dispatched.client, granted: dispatched.granted, struck }
}

async function waitForDelays(
  { clock, closing }: FaultParts,
  chosen: readonly ChosenFault[],
  strike: (fault: ChosenFault) => void,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  for (const fault of chosen) {
    if (fault.effect.kind !== 'delay') continue
    strike(fault)
    await clock.sleep(delayOf(fault.effect, fault.draw), AbortSignal.any([gone.signal, closing]))
  }
  response.off('close', leave)
}

function instead(
  { dispatcher, incidents }: FaultParts,
  { effect }: ChosenFault,
  wire: WireRequest,
  response: ServerResponse,
): WireAnswer | undefined {
  switch (effect.kind) {
    case 'status':
      return statusAnswer(effect, incidents)
    case 'html':
      return htmlAnswer(effect)
    case 'token-revoked':
      return dispatcher.endToken(wire, effect.consent)
    case 'reset':
      response.socket?.resetAndDestroy()
      return undefined
    default:
      return undefined
  }
}

/** `nothing` when the rule found nothing to strike at; it is not used up then. */
function afterwards(
  { incidents, remembered }: FaultParts,
  { effect, draw }: ChosenFault,
  wire: WireRequest,
  { operation }: Target,
  { answer, client }: Dispatched,
): { answer: WireAnswer | undefined } | 'nothing' {
  // What was refused anyway was not carried out, so there is nothing to lie about.
  if (answer.status >= 300) return 'nothing'
  switch (effect.kind) {
    case 'timeout-after-commit':
      return { answer: undefined }
    case 'accepted-but-500':
      return { answer: incidents.failure(500, 'FAILURE', 'IllegalStateException') }
    case 'truncate':
      return { answer: { ...answer, cut: true } }
    case 'garbage':
      return { answer: { status: 200, body: Buffer.from(draw.hex('garbage', 512), 'hex') } }
    case 'drift': {
      const drifted = driftAnswer(effect, answer)
      return drifted ? { answer: drifted } : 'nothing'
    }
    default: {
      const old = operation?.risk === 'read' ? remembered.recall(effect, wire, operation, client) : undefined
      return old ? { answer: old } : 'nothing'
    }
  }
}

function remember(
  { faults, remembered }: FaultParts,
  subject: FaultSubject,
  wire: WireRequest,
  { operation }: Target,
  { answer, client }: Dispatched,
): void {
  if (operation?.risk !== 'read' || answer.status !== 200 || !faults.remembers(subject)) return
  remembered.remember(answer, wire, operation, client)
}
