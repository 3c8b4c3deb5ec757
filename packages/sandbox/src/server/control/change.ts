/** Endpoints that change the world and its rules. */
import { z } from 'zod'
import { ControlError } from '../../control-error.ts'
import { sizeRanges } from '../../world/origin.ts'
import { type ProfileName, profiles } from '../../world/profile.ts'
import { type FaultPresetName, faultPresets, isFaultPreset } from '../faults/presets.ts'
import { FaultRuleInput } from '../faults/rule.ts'
import { ApplicationInput } from '../oauth/applications.ts'
import { type RateProfileName, rateProfiles } from '../rate-limit.ts'
import { defineEndpoint, WholeText, Word } from './endpoint.ts'

const namesOf = <Name extends string>(record: Readonly<Record<Name, unknown>>) =>
  Object.keys(record) as [Name, ...Name[]]

const DeviceId = z.object({ id: WholeText(1, Number.MAX_SAFE_INTEGER) })

const JobModeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('immediate') }),
  z.strictObject({ kind: z.literal('seconds'), seconds: z.number().min(0).max(86_400).optional() }),
  z.strictObject({ kind: z.literal('polls'), polls: z.int().min(1).max(1_000) }),
])

/** Those that begin like an instruction must be one: a misspelt one would do nothing, silently. */
const Tag = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine(
    (tag) => !tag.startsWith('sim:') || /^sim:(?:offline|slow|flaky=(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?))$/.test(tag),
    {
      error: 'is no instruction: use sim:offline, sim:slow, or sim:flaky=0.3 with a share from 0 to 1',
    },
  )

export const changing = [
  defineEndpoint({
    method: 'POST',
    path: '/reset',
    summary: 'Set everything back to the start: world, ledger, faults, limits, log and clock',
    note: 'Applications, tokens and snapshots stay.',
    status: 204,
    run: (control) => control.reset(),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/seed',
    summary: 'Make another world, and set back all the rest',
    note: 'What is absent stays as it is; where a profile is named, sizes are that profile’s.',
    body: z.strictObject({
      seed: z.int().min(0).optional(),
      organizations: z.int().min(sizeRanges.orgs[0]).max(sizeRanges.orgs[1]).optional(),
      devices: z.int().min(sizeRanges.devices[0]).max(sizeRanges.devices[1]).optional(),
      profile: Word(namesOf<ProfileName>(profiles)).optional(),
    }),
    example: { seed: 7, organizations: 3, devices: 60, profile: 'messy' },
    run: (control, { body }) => control.seed(body),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/devices/:id',
    summary: 'Say whether a device is on, and which tags it has',
    parameters: DeviceId,
    run: (control, { parameters }) => control.device(parameters.id),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/devices/:id',
    summary: 'Switch a device off, or on; then it does what it was asked meanwhile',
    parameters: DeviceId,
    body: z.strictObject({ offline: z.boolean() }),
    example: { offline: true },
    run: (control, { parameters, body }) => control.setDeviceOffline(parameters.id, body.offline),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/devices/:id/tags',
    summary: "List a device's tags",
    parameters: DeviceId,
    run: (control, { parameters }) => ({ tags: control.device(parameters.id).tags }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/devices/:id/tags',
    summary: "Replace a device's tags",
    note: '`sim:offline`, `sim:slow` and `sim:flaky=0.3` decide how it behaves; any other is only shown.',
    parameters: DeviceId,
    body: z.strictObject({ tags: z.array(Tag).max(50) }),
    example: { tags: ['sim:flaky=0.3'] },
    run: (control, { parameters, body }) => ({ tags: control.setDeviceTags(parameters.id, body.tags).tags }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/job-mode',
    summary: 'Say how jobs come to their end',
    run: (control) => control.jobMode(),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/job-mode',
    summary: 'Say how jobs come to their end, from the next one on',
    note: '`immediate`; `seconds`: after the time they take, or `seconds` of it; `polls`: when somebody has looked so often.',
    body: JobModeInput,
    example: { kind: 'polls', polls: 3 },
    run: (control, { body }) => control.useJobMode(body.kind === 'seconds' ? withoutUndefined(body) : body),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/faults',
    summary: 'List the fault rules, and how often each struck',
    run: (control) => ({ faults: control.faults() }),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/faults',
    summary: 'Add a fault rule',
    note: 'The effects are listed in the README of `@kunai/sandbox`.',
    status: 201,
    body: FaultRuleInput,
    example: { match: { operation: 'devices.reboot' }, effect: { kind: 'accepted-but-500' }, count: 1 },
    run: (control, { body }) => control.addFault(body),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/faults',
    summary: 'Take all fault rules away',
    status: 204,
    run: (control) => control.clearFaults(),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/faults/:id',
    summary: 'Take one fault rule away',
    status: 204,
    parameters: z.object({ id: z.string() }),
    run: (control, { parameters: { id } }) => {
      if (!control.removeFault(id)) throw new ControlError('missing', `There is no fault rule ${id}`)
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/fault-presets',
    summary: 'List bad days by name, with their rules',
    run: () => ({ presets: faultPresets }),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/fault-presets/:name',
    summary: 'Add the rules of a preset to those that are there',
    status: 201,
    parameters: z.object({ name: z.string() }),
    run: (control, { parameters: { name } }) => {
      if (isFaultPreset(name)) return { faults: control.addFaultPreset(name) }
      const names = namesOf<FaultPresetName>(faultPresets).join(', ')
      throw new ControlError('missing', `There is no preset ${name}: use ${names}`)
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/rate-limit',
    summary: 'Say which rate limits are in force; their numbers are assumed',
    run: (control) => control.rateLimit(),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/rate-limit',
    summary: 'Choose other rate limits; every client starts again with all they allow',
    body: z.strictObject(
      { profile: Word(namesOf<RateProfileName>(rateProfiles)) },
      {
        error: ({ input }) =>
          `send one field, profile: ${namesOf(rateProfiles).join(', ')}; not ${Object.keys(input ?? {})}`,
      },
    ),
    example: { profile: 'harsh' },
    run: (control, { body }) => control.useRateProfile(body.profile),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/apps',
    summary: 'List the registered applications, without secrets',
    run: (control) => ({ apps: control.apps() }),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/apps',
    summary: 'Register an application; its secret is shown this once',
    status: 201,
    body: ApplicationInput,
    example: { name: 'Nightly', platform: 'api-services', scopes: ['monitoring'] },
    run: (control, { body }) => {
      if (control.apps().some(({ clientId }) => clientId === body.clientId)) {
        throw new ControlError('conflict', `There is an application with the clientId ${body.clientId}`)
      }
      return control.addApp(body)
    },
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/apps/:clientId',
    summary: 'Remove an application, and end everything that it was given',
    status: 204,
    parameters: z.object({ clientId: z.string() }),
    run: (control, { parameters: { clientId } }) => {
      if (!control.removeApp(clientId)) throw new ControlError('missing', `There is no application ${clientId}`)
    },
  }),
]

const withoutUndefined = ({ kind, seconds }: { kind: 'seconds'; seconds?: number | undefined }) => ({
  kind,
  ...(seconds !== undefined && { seconds }),
})
