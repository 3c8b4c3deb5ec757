/** How much a request touches, in a few words: what one glance should tell before anything is read. */
import type { Target } from '../api/contract.ts'
import { writeCount } from '../text/measure.ts'

/** E.g. "2 devices of 1 organization"; undefined when it names neither. */
export function writeReach(targets: readonly Target[]): string | undefined {
  const devices = targets.filter(({ resource }) => resource === 'device').length
  const organizations = new Set(
    targets.flatMap(({ resource, id, organization }) =>
      resource === 'organization' ? [id] : (organization?.id ?? []),
    ),
  ).size
  const ofThem = writeCount(organizations, 'organization')
  if (devices === 0) return organizations === 0 ? undefined : ofThem
  const touched = writeCount(devices, 'device')
  return organizations === 0 ? touched : `${touched} of ${ofThem}`
}
