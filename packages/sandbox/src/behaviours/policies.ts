/** Policies and the roles they hang on. There is no GET of one policy (ninjaone-api §9.8). */
import { note } from '../world/commands/story.ts'
import type { Policy } from '../world/kinds/policies.ts'
import { nodeClasses } from '../world/node-classes.ts'
import type { Behaviours, Scene } from './behaviour.ts'

const toWirePolicy = ({ updatedMs, ...policy }: Policy) => ({ ...policy, updated: updatedMs / 1000 })

interface Wanted {
  readonly mode: 'NEW' | 'CHILD' | 'COPY'
  readonly templatePolicyId?: number | undefined
  readonly parentPolicyId?: number | undefined
  readonly nodeClass?: string | undefined
}

/** What it is made from; the mode says which of the two ids must be there. */
function findBasis({ mode, templatePolicyId, parentPolicyId }: Wanted, { world, refuse }: Scene): Policy | undefined {
  if (mode === 'NEW') return undefined
  const [id, word] = mode === 'CHILD' ? [parentPolicyId, 'parent_policy'] : [templatePolicyId, 'template_policy']
  if (id === undefined) throw refuse(400, `${word}_id_is_required`, `Mode ${mode} takes one`)
  const basis = world.policies.get(id)
  if (!basis) throw refuse(400, `${word}_not_found`, `Policy ${id} does not exist`)
  return basis
}

function readNodeClass({ nodeClass }: Wanted, basis: Policy | undefined, { refuse }: Scene): Policy['nodeClass'] {
  const wanted = nodeClass ?? basis?.nodeClass
  if (wanted === undefined) throw refuse(400, 'node_class_is_required', 'A new policy is for a class of devices')
  const known = nodeClasses.find((one) => one === wanted)
  if (!known || (basis && basis.nodeClass !== known)) throw refuse(400, 'invalid_node_class', `nodeClass: ${wanted}`)
  return known
}

export const policies: Behaviours = {
  'policies.list': (_input, { world }) => world.policies.list().map(toWirePolicy),

  'policies.create': (wanted, scene) => {
    const { world, nowMs, requester } = scene
    const basis = findBasis(wanted, scene)
    const nodeClass = readNodeClass(wanted, basis, scene)
    const parentPolicyId = wanted.mode === 'CHILD' ? basis?.id : basis?.parentPolicyId
    const policy = world.policies.insert({
      name: wanted.name,
      ...(wanted.description !== undefined && { description: wanted.description }),
      nodeClass,
      nodeClassDefault: false,
      ...(parentPolicyId !== undefined && { parentPolicyId }),
      updatedMs: nowMs,
    })
    note(world, nowMs, requester, {
      statusCode: 'POLICY_CREATED',
      sourceName: policy.name,
      message: `Policy "${policy.name}" created`,
      code: 'policy_created',
      params: { policyId: policy.id },
    })
    return toWirePolicy(policy)
  },

  'roles.list': (_input, { world }) =>
    world.roles.list().map(({ createdMs, ...role }) => ({ ...role, created: createdMs / 1000 })),
}
