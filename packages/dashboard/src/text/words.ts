/** The words that people read for the words that the gateway sends. An unknown word is shown as it came. */
import type { Actor, ApprovalState, Door, Outcome, Risk } from '../api/contract.ts'

export const riskWords: Record<Risk, string> = {
  read: 'Read',
  write: 'Write',
  disruptive: 'Disruptive',
  destructive: 'Destructive',
}

export const stateWords: Record<ApprovalState, string> = {
  pending: 'Waiting',
  approved: 'Approved',
  rejected: 'Denied',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  stale: 'Stale',
}

export const outcomeWords: Record<Outcome['status'], string> = {
  done: 'Done',
  accepted: 'Accepted',
  waiting: 'Waiting',
  denied: 'Denied',
  failed: 'Failed',
  unknown: 'Unknown',
}

const doorWords: Record<Door, string> = { mcp: 'MCP', http: 'Dashboard', cli: 'Command line', schedule: 'Schedule' }

export function writeDoor(door: string | null): string {
  if (door === null) return '–'
  return doorWords[door as Door] ?? door
}

const actorKinds: Record<string, string> = { person: 'Person', agent: 'Agent', job: 'Job', schedule: 'Schedule' }

export function writeActorKind(actor: Actor): string {
  return actorKinds[actor.kind] ?? actor.kind
}

const acronyms = new Set(['VM', 'VMM', 'NMS', 'IOS', 'WAP'])

/** WINDOWS_SERVER becomes "Windows server"; APPLE_IPADOS stays readable. */
export function writeNodeClass(nodeClass: string | null | undefined): string {
  if (nodeClass == null || nodeClass === '') return 'Unknown class'
  const words = nodeClass.split('_').map((word) => (acronyms.has(word) ? word : word.toLowerCase()))
  const text = words.join(' ').replace('vmware', 'VMware').replace('hyperv', 'Hyper-V').replace('IOS', 'iOS')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function isServer(nodeClass: string | null | undefined): boolean | null {
  if (nodeClass == null || nodeClass === '') return null
  return /SERVER|_HOST$/.test(nodeClass)
}

export function writeOnline(offline: boolean | null | undefined): 'Online' | 'Offline' | 'Unknown' {
  if (offline == null) return 'Unknown'
  return offline ? 'Offline' : 'Online'
}

/** CONSTANT_WORDS of the vendor as a reader would write them. */
export function writeConstant(word: string | null | undefined): string {
  if (word == null || word === '') return 'unknown'
  const text = word.toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
