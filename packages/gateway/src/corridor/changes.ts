/** What changed between asking and today, in our words: identifiers only, because names belong to the fleet. */
import { canonicalJson, type GatewayError, type Proposal, type Target } from '../call/index.ts'

const facts: Partial<Record<keyof Target, string>> = {
  name: 'its name',
  organization: 'the organization it belongs to',
  nodeClass: 'its kind',
  approvalStatus: 'whether it is part of the fleet',
  updatedOn: 'its content',
}

function targetChanges(before: Target, now: Target): string[] {
  return Object.entries(facts)
    .filter(
      ([field]) =>
        canonicalJson(before[field as keyof Target] ?? null) !== canonicalJson(now[field as keyof Target] ?? null),
    )
    .map(([, words]) => `${before.resource} ${before.id}: ${words}`)
}

/** E.g. "device 1001: the organization it belongs to; the policy about this call". */
export function changesBetween(before: Proposal, now: Proposal): string {
  const found = before.targets.flatMap((target) => {
    const same = now.targets.find(({ resource, id }) => resource === target.resource && id === target.id)
    return same ? targetChanges(target, same) : [`${target.resource} ${target.id}: it is no longer meant`]
  })
  if (before.policyVersion !== now.policyVersion) found.push('the policy about this call')
  if (canonicalJson(before.request) !== canonicalJson(now.request)) found.push('the request that would be sent')
  return found.length > 0 ? found.join('; ') : 'the request'
}

/** The same, when today the call cannot even be proposed. */
export function changeOfRefusal({ code }: GatewayError): string {
  if (code === 'blocked') return 'the policy: the operation is blocked now'
  return code === 'target_not_found' ? 'a target that is no longer there' : 'the request, which would be refused now'
}
