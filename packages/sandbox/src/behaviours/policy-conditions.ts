/** Conditions of policies that watch custom fields and Windows events. A policy inherits those of its parents. */
import type { Policy, PolicyCondition } from '../world/kinds/policies.ts'
import type { World } from '../world/world.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { checkReference, find, given, note } from './entities.ts'

const sourceTypes = {
  customField: 'CONDITION_CUSTOM_FIELD',
  windowsEvent: 'CONDITION_WINDOWS_EVENT_LOG_TRIGGERED',
} as const
type Watch = keyof typeof sourceTypes

const conditionNames = { customField: 'Custom Fields', windowsEvent: 'Windows Event' } as const

/** The policy and those above it, nearest first. */
function lineOf(policy: Policy, { policies }: World): Policy[] {
  const line: Policy[] = []
  for (let one: Policy | undefined = policy; one && !line.includes(one); ) {
    line.push(one)
    one = one.parentPolicyId === undefined ? undefined : policies.get(one.parentPolicyId)
  }
  return line
}

/** In force on a policy: its own, then what it inherits. */
function conditionsOn(policyId: number, scene: Scene): PolicyCondition[] {
  const policy = find(scene.world.policies, policyId, 'policy', scene)
  return lineOf(policy, scene.world).flatMap(({ id }) => scene.world.policyConditions.whose('policyId', id))
}

function findCondition(policyId: number, conditionId: string, scene: Scene, watch?: Watch): PolicyCondition {
  const condition = conditionsOn(policyId, scene).find(
    ({ uid, sourceType }) =>
      uid === conditionId.toLowerCase() && (watch === undefined || sourceType === sourceTypes[watch]),
  )
  if (condition) return condition
  throw scene.refuse(404, 'policy_condition_not_found', `Policy ${policyId} has no such condition ${conditionId}`)
}

function toWire(condition: PolicyCondition, policyId: number, watch: Watch) {
  const { uid, displayName, enabled, severity, priority, settings } = condition
  const inherited = condition.policyId !== policyId
  return {
    id: uid,
    conditionName: conditionNames[watch],
    displayName,
    enabled,
    severity,
    priority,
    ...settings,
    inheritance: { inherited, overridden: false, ...(inherited && { sourcePolicyId: condition.policyId }) },
  }
}

const list = (policyId: number, watch: Watch, scene: Scene) =>
  conditionsOn(policyId, scene)
    .filter(({ sourceType }) => sourceType === sourceTypes[watch])
    .map((condition) => toWire(condition, policyId, watch))

interface NewCondition {
  readonly policyId: number
  readonly enabled?: boolean | undefined
  readonly displayName?: string | undefined
  readonly severity?: string | undefined
  readonly priority?: string | undefined
  readonly channels?: readonly number[] | undefined
  readonly scripts?: readonly { readonly scriptId: number; readonly runAs?: string | undefined }[] | undefined
  readonly notificationAction?: string | undefined
  readonly notifyOnReset?: boolean | undefined
  readonly resetThreshold?: number | undefined
}

function checkNew({ policyId, channels = [], scripts = [] }: NewCondition, scene: Scene): Policy {
  const { world } = scene
  const policy = find(world.policies, policyId, 'policy', scene)
  for (const id of channels) checkReference(world.notificationChannels, id, 'notification channel', scene)
  for (const { scriptId } of scripts) checkReference(world.scripts, scriptId, 'script', scene)
  return policy
}

function insert(condition: NewCondition, watched: Readonly<Record<string, unknown>>, watch: Watch, scene: Scene) {
  const { world } = scene
  const { policyId, enabled = true, severity = 'NONE', priority = 'NONE', channels = [], scripts = [] } = condition
  const { notificationAction = 'NONE', notifyOnReset = false, resetThreshold = 14_400 } = condition
  const settings = {
    channels,
    scripts: scripts.map((script) => ({ ...given(script), runAs: script.runAs ?? 'SYSTEM' })),
    notificationAction,
    notifyOnReset,
    resetThreshold,
    ...watched,
  }
  const inserted = world.policyConditions.insert({
    uid: world.drawOfCommand(world.nextCommand()).uuid('policy-condition'),
    policyId,
    sourceType: sourceTypes[watch],
    displayName: condition.displayName ?? conditionNames[watch],
    enabled,
    severity,
    priority,
    settings,
  })
  tellPolicyUpdated(policyId, scene)
  return toWire(inserted, policyId, watch)
}

function tellPolicyUpdated(policyId: number, scene: Scene): void {
  const { name } = scene.world.policies.update(policyId, { updatedMs: scene.nowMs })
  note(scene, { activityType: 'SYSTEM', statusCode: 'POLICY_UPDATED', subject: name, id: policyId })
}

export const policyConditions: Behaviours = {
  'policyConditions.listCustomFields': ({ policyId }, scene) => list(policyId, 'customField', scene),
  'policyConditions.listWindowsEvents': ({ policyId }, scene) => list(policyId, 'windowsEvent', scene),

  'policyConditions.getCustomField': ({ policyId, conditionId }, scene) =>
    toWire(findCondition(policyId, conditionId, scene, 'customField'), policyId, 'customField'),
  'policyConditions.getWindowsEvent': ({ policyId, conditionId }, scene) =>
    toWire(findCondition(policyId, conditionId, scene, 'windowsEvent'), policyId, 'windowsEvent'),

  'policyConditions.createCustomField': ({ matchAll, matchAny, ...condition }, scene) => {
    const { world, refuse } = scene
    checkNew(condition, scene)
    const names = [...(matchAll ?? []), ...(matchAny ?? [])].map(({ fieldName }) => fieldName)
    const unknown = names.find((name) => world.customFields.idsWhose('name', name).length === 0)
    if (unknown !== undefined) throw refuse(400, 'invalid_custom_field', `There is no custom field ${unknown}`)
    return insert(condition, given({ matchAll, matchAny }), 'customField', scene)
  },

  'policyConditions.createWindowsEvent': ({ source, eventIds, text, occurrence, ...condition }, scene) => {
    const { nodeClass, name } = checkNew(condition, scene)
    if (!nodeClass.startsWith('WINDOWS')) {
      throw scene.refuse(400, 'invalid_policy', `${name} is no policy of Windows devices`)
    }
    const watched = {
      source,
      eventIds,
      ...(text && { text: { condition: 'CONTAINS', include: 'ALL', ...given(text) } }),
      ...(occurrence && { occurrence: { enabled: false, threshold: 2, duration: 5, ...given(occurrence) } }),
    }
    return insert(condition, watched, 'windowsEvent', scene)
  },

  'policyConditions.delete': ({ policyId, conditionId }, scene) => {
    const condition = findCondition(policyId, conditionId, scene)
    if (condition.policyId !== policyId) {
      throw scene.refuse(400, 'condition_is_inherited', `Policy ${condition.policyId} has it; delete it there`)
    }
    scene.world.policyConditions.delete(condition.id)
    tellPolicyUpdated(policyId, scene)
  },
}
