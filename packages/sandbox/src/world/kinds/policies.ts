/** Roles and policies: what devices are sorted by and ruled by. */

import { type NodeClass, nodeClasses, policyOfRole, roleOfClass } from '../node-classes.ts'
import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { emptySource, listSource } from '../store/source.ts'
import { conditions, conditionUid } from './alerts.ts'

export interface NodeRole {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly nodeClass: NodeClass
  readonly custom: boolean
  readonly chassisType: 'UNKNOWN' | 'DESKTOP' | 'LAPTOP' | 'MOBILE'
  readonly createdMs: number
  readonly nodeRoleParentId?: number
  /** Of roles of unmanaged devices. */
  readonly icon?: string
}

export interface Policy {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly nodeClass: NodeClass
  readonly nodeClassDefault: boolean
  readonly parentPolicyId?: number
  readonly updatedMs: number
}

export interface PolicyCondition {
  readonly id: number
  readonly uid: string
  readonly policyId: number
  readonly sourceType: string
  readonly displayName: string
  readonly enabled: boolean
  readonly severity: string
  readonly priority: string
  readonly settings: Readonly<Record<string, unknown>>
}

export const roleKind = (origin: Origin): Kind<NodeRole> => ({
  name: 'role',
  source: listSource(() => {
    const createdMs = origin.startMs - 1500 * dayMs
    const builtIn = nodeClasses.map((nodeClass) => ({
      ...roleOfClass[nodeClass],
      nodeClass,
      custom: false,
      chassisType: 'UNKNOWN' as const,
      createdMs,
    }))
    const child = { nodeClass: 'WINDOWS_WORKSTATION' as const, custom: true, nodeRoleParentId: 2 }
    return [
      ...builtIn,
      { id: 101, name: 'Windows Laptop', ...child, chassisType: 'LAPTOP' as const, createdMs },
      {
        id: 102,
        name: 'Kiosk',
        description: 'One application only',
        ...child,
        chassisType: 'DESKTOP' as const,
        createdMs,
      },
    ]
  }),
})

export const policyKind = (origin: Origin): Kind<Policy> => ({
  name: 'policy',
  source: listSource(() => {
    const defaults = nodeClasses.map((nodeClass) => {
      const { id, name } = roleOfClass[nodeClass]
      const draw = origin.draw('policy', id)
      return {
        id: policyOfRole(id),
        name: `${name} Policy`,
        nodeClass,
        nodeClassDefault: true,
        updatedMs: origin.startMs - draw.whole('updated', 1, 700) * dayMs,
      }
    })
    const updatedMs = origin.startMs - 40 * dayMs
    return [
      ...defaults,
      {
        id: 201,
        name: 'Windows Server without restarts',
        description: 'For servers that somebody restarts by hand',
        nodeClass: 'WINDOWS_SERVER' as const,
        nodeClassDefault: false,
        parentPolicyId: 51,
        updatedMs,
      },
      {
        id: 202,
        name: 'Executive laptops',
        nodeClass: 'WINDOWS_WORKSTATION' as const,
        nodeClassDefault: false,
        parentPolicyId: 52,
        updatedMs,
      },
      // Nobody uses it, and nobody dares to remove it.
      {
        id: 203,
        name: 'Copy of Windows Desktop Policy (old)',
        nodeClass: 'WINDOWS_WORKSTATION' as const,
        nodeClassDefault: false,
        updatedMs: updatedMs - 900 * dayMs,
      },
    ]
  }),
})

/** The Windows policies watch what the alerts tell of. */
export const policyConditionKind = (origin: Origin): Kind<PolicyCondition, 'policyId' | 'uid'> => ({
  name: 'policy-condition',
  source: listSource(() =>
    [51, 52].flatMap((policyId) =>
      conditions.map(([sourceType, displayName], index) => ({
        id: policyId * 10 + index,
        uid: conditionUid(origin, index),
        policyId,
        sourceType,
        displayName,
        enabled: true,
        severity: index === 0 ? 'MAJOR' : 'MODERATE',
        priority: 'MEDIUM',
        settings: { durationMinutes: 10 },
      })),
    ),
  ),
  indexes: { policyId: { keyOf: ({ policyId }) => policyId }, uid: { keyOf: ({ uid }) => uid } },
})

export interface Webhook {
  readonly id: number
  /** The application it belongs to: each has one. */
  readonly clientId: string
  readonly url: string
  readonly activities?: Readonly<Record<string, readonly string[]>>
  readonly expand?: readonly string[]
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
  readonly organizationIds?: readonly number[]
  /** Activities up to this one were looked at; what happened before it was set is not sent. */
  readonly seenActivityId: number
}

export const webhookKind = (_origin: Origin): Kind<Webhook, 'clientId'> => ({
  name: 'webhook',
  source: emptySource(),
  indexes: { clientId: { keyOf: ({ clientId }) => clientId } },
})

/** One activity on its way to one webhook. What was sent is kept, so that a log can show it. */
export interface WebhookDelivery {
  readonly id: number
  readonly webhookId: number
  readonly activityId: number
  readonly url: string
  readonly body: string
  /**
   * - `pending`: waits for `nextAttemptMs`.
   * - `delivered`: the receiver answered with 2xx.
   * - `failed`: every attempt failed.
   * - `blocked`: the address is neither this machine nor allowed by the sandbox's owner; nothing was sent.
   * - `dropped`: the webhook was removed or replaced before it was delivered.
   * - `lost`: a fault rule took it; it was never sent, and the tenant does not know.
   */
  readonly state: 'pending' | 'delivered' | 'failed' | 'blocked' | 'dropped' | 'lost'
  readonly attempts: number
  readonly createdMs: number
  readonly nextAttemptMs?: number
  /** Of the last attempt. */
  readonly status?: number
  readonly error?: string
  /** It waits until the next one of its webhook went out. */
  readonly held?: true
  /** How many times it goes out again once it was delivered. */
  readonly repeats?: number
  /** Ids of the fault rules that touched it. */
  readonly faults?: readonly string[]
}

export const webhookDeliveryKind = (_origin: Origin): Kind<WebhookDelivery, 'state'> => ({
  name: 'webhook-delivery',
  source: emptySource(),
  indexes: { state: { keyOf: ({ state }) => state } },
})
