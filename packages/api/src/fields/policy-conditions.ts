/** Conditions of a policy: what is watched on its devices, and what happens when it comes to pass. */
import { z } from 'zod'
import { openEnum, PolicyId, priorities, ScriptId, severities } from './index.ts'

/** Names of one condition: the vendor addresses it below its policy. */
export const conditionPath = {
  policyId: PolicyId,
  conditionId: z.uuid().describe('Condition id, from the lists of policyConditions'),
}

/** Other words than those of devices.runScript (ninjaone-api §5, "Script facts"). */
const runAs = [
  'SYSTEM',
  'LOGGED_ON_USER',
  'LOCAL_ADMIN',
  'DOMAIN_ADMIN',
  'PREFERRED_CREDENTIAL_MAC',
  'PREFERRED_CREDENTIAL_LINUX',
] as const
const notificationActions = ['NONE', 'SEND'] as const
const operators = [
  'EQUALS',
  'NOT_EQUALS',
  'LESS_THAN',
  'LESS_OR_EQUAL_THAN',
  'GREATER_THAN',
  'GREATER_OR_EQUAL_THAN',
  'IS_NOT_NULL',
  'CONTAINS',
  'CONTAINS_NONE',
  'CONTAINS_ANY',
] as const
const textConditions = ['CONTAINS', 'NOT_CONTAINS'] as const
const textIncludes = ['ALL', 'ANY'] as const

/** What the conditions of every kind are given. */
export const newConditionFields = {
  policyId: PolicyId,
  enabled: z.boolean().describe('Whether it is in force; vendor default true').optional(),
  displayName: z.string().max(255).describe('Name, at most 255 characters').optional(),
  severity: z.enum(severities).describe('How bad it is; vendor default NONE').optional(),
  priority: z.enum(priorities).describe('How soon somebody should look; vendor default NONE').optional(),
  channels: z
    .array(z.int().positive())
    .max(20)
    .describe('Whom to tell: ids from notificationChannels.list, at most 20')
    .optional(),
  scripts: z
    .array(
      z.strictObject({
        scriptId: ScriptId,
        runAs: z.enum(runAs).describe('Vendor default SYSTEM').optional(),
        scriptParam: z.string().describe('Parameters, as one string').optional(),
        scriptVariables: z
          .array(z.strictObject({ id: z.string().min(1), value: z.string().max(65_535) }))
          .max(20)
          .describe('Values of the script’s variables, at most 20')
          .optional(),
      }),
    )
    .max(20)
    .describe('Scripts that run on the device each time it comes to pass, at most 20')
    .optional(),
  notificationAction: z
    .enum(notificationActions)
    .describe('Whether to tell the channels; vendor default NONE')
    .optional(),
  notifyOnReset: z.boolean().describe('Tell them also when it is over; vendor default false').optional(),
  resetThreshold: z.int().describe('Seconds after which it is over; vendor default 14400').optional(),
}

const FieldComparison = z.strictObject({
  fieldName: z.string().min(1).max(250).describe('Name of a custom field'),
  operator: z.enum(operators),
  value: z.string().max(65_535),
})

export const customFieldWatch = {
  matchAll: z.array(FieldComparison).max(10).describe('All of these hold, at most 10').optional(),
  matchAny: z.array(FieldComparison).max(10).describe('At least one of these holds, at most 10').optional(),
}

export const windowsEventWatch = {
  source: z.string().max(255).describe('Source of the event, e.g. disk'),
  eventIds: z.array(z.int()).max(20).describe('Numbers of events, at most 20'),
  text: z
    .strictObject({
      values: z.array(z.string()).max(20).describe('Texts, at most 20').optional(),
      condition: z.enum(textConditions).describe('Vendor default CONTAINS').optional(),
      include: z.enum(textIncludes).describe('Vendor default ALL').optional(),
    })
    .describe('What the message of the event says')
    .optional(),
  occurrence: z
    .strictObject({
      enabled: z.boolean().describe('Whether repetition counts; vendor default false').optional(),
      threshold: z.int().describe('How many times; vendor default 2').optional(),
      duration: z.int().describe('Within which time; vendor default 5, unit not named').optional(),
    })
    .describe('How often it must happen')
    .optional(),
}

const conditionShown = {
  id: z.string(),
  conditionName: z.string().optional(),
  displayName: z.string().optional(),
  enabled: z.boolean().optional(),
  severity: openEnum(severities).optional(),
  priority: openEnum(priorities).optional(),
  channels: z.array(z.int()).optional(),
  scripts: z
    .array(
      z.looseObject({
        scriptId: z.int().optional(),
        runAs: openEnum(runAs).optional(),
        scriptParam: z.string().optional(),
        scriptVariables: z.array(z.looseObject({ id: z.string().optional(), value: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  notificationAction: openEnum(notificationActions).optional(),
  notifyOnReset: z.boolean().optional(),
  /** Seconds. */
  resetThreshold: z.int().optional(),
  inheritance: z
    .looseObject({
      inherited: z.boolean().optional(),
      overridden: z.boolean().optional(),
      sourcePolicyId: z.int().optional(),
    })
    .optional(),
}

const FieldComparisonShown = z.looseObject({
  fieldName: z.string().optional(),
  operator: openEnum(operators).optional(),
  value: z.string().optional(),
})

export const CustomFieldCondition = z.looseObject({
  ...conditionShown,
  matchAll: z.array(FieldComparisonShown).optional(),
  matchAny: z.array(FieldComparisonShown).optional(),
})

export const WindowsEventCondition = z.looseObject({
  ...conditionShown,
  source: z.string().optional(),
  eventIds: z.array(z.int()).optional(),
  text: z
    .looseObject({
      values: z.array(z.string()).optional(),
      condition: openEnum(textConditions).optional(),
      include: openEnum(textIncludes).optional(),
    })
    .optional(),
  occurrence: z
    .looseObject({ enabled: z.boolean().optional(), threshold: z.int().optional(), duration: z.int().optional() })
    .optional(),
})
