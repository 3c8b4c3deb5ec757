/**
 * Old → new, for the first rows of an update: what stands there now is read with the operation that gets what this
 * one changes. Where the catalogue has none, nothing is shown, and nothing is guessed.
 */
import { catalogue } from '@kunai/api/catalogue'
import { pathParameters } from '@kunai/api/request'
import type { Proposal } from '../call/index.ts'
import type { JobRow } from '../store/index.ts'
import { actorOfJob, type JobParts } from './parts.ts'
import type { Change } from './types.ts'

const byId = new Map(catalogue.map((operation) => [operation.id, operation]))

/** `devices.updateCustomFields` → `devices.getCustomFields`, `organizations.update` → `organizations.get`. */
function getterOf(id: string) {
  const operation = byId.get(id)
  const getter = byId.get(id.replace('.update', '.get'))
  if (operation?.http.method !== 'PATCH' || getter?.risk !== 'read') return undefined
  const wanted = pathParameters(getter.http.path)
  return wanted.every((name) => name in operation.input.shape) ? { operation, getter, wanted } : undefined
}

export async function findChanges(
  parts: Pick<JobParts, 'corridor'>,
  job: JobRow,
  updates: readonly { readonly line: number; readonly proposal: Proposal }[],
): Promise<readonly Change[]> {
  const read = parts.corridor.readFor(actorOfJob(job), job.connection)
  const found = await Promise.all(
    updates.map(async ({ line, proposal }): Promise<readonly Change[]> => {
      const pair = getterOf(proposal.operation)
      if (pair === undefined) return []
      const { operation, getter, wanted } = pair
      const ids = Object.fromEntries(wanted.map((name) => [name, proposal.input[name]]))
      // A value that cannot be read is no reason to hide the plan.
      const old = (await read(getter.id, ids).catch(() => undefined)) as Record<string, unknown> | undefined
      if (old === undefined) return []
      const { body } = operation.http
      const inPath = new Set(pathParameters(operation.http.path))
      const changed = body === undefined ? proposal.input : (proposal.input[body] as Record<string, unknown>)
      const target = proposal.targets[0]?.name ?? ''
      return Object.entries(changed)
        .filter(([field]) => body !== undefined || !inPath.has(field))
        .map(([field, value]) => ({ line, target, field, old: old[field] ?? null, new: value }))
    }),
  )
  return found.flat()
}
