/** Definitions of custom fields. Their values are elsewhere (`custom-field-values`). Bulk calls do all or nothing. */
import type { operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import type { CustomField, FieldScope } from '../world/kinds/custom-fields.ts'
import type { World } from '../world/world.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { pageInEnvelope } from './page-envelope.ts'

type NewField = z.output<(typeof operations)['customFields.create']['input']>
type FieldChange = Omit<z.output<(typeof operations)['customFields.update']['input']>, 'fieldName'>

function toWire({ id: _id, createdMs, updatedMs, active, ...field }: CustomField) {
  return {
    ...field,
    entityType: entityTypeOf(field.definitionScope),
    definitionScope: [...field.definitionScope],
    ...(field.content && { content: { ...field.content } }),
    active: active ?? true,
    system: false,
    ...(createdMs !== undefined && { createTime: createdMs / 1000 }),
    ...(updatedMs !== undefined && { updateTime: updatedMs / 1000 }),
  }
}

function findField(name: string, { world, refuse }: Scene): CustomField {
  const [field] = world.customFields.whose('name', name)
  if (!field) throw refuse(404, 'custom_field_not_found', `Custom field ${name} not found`)
  return field
}

/** A name for programs is a word, because scripts write it. */
function checkName(name: string, { world, refuse }: Scene): void {
  if (!/^[A-Za-z]\w{0,199}$/.test(name)) throw refuse(400, 'invalid_field_name', `fieldName: ${name} is no name`)
  if (world.customFields.whose('name', name).length > 0) {
    throw refuse(400, 'custom_field_already_exists', `fieldName: there is a custom field ${name} already`)
  }
}

interface Option {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly active?: boolean | undefined
  readonly system?: boolean | undefined
}

const optionsOf = (field: CustomField | undefined) => (field?.content?.values ?? []) as readonly Option[]

/** An option without an id is a new one; one with an id changes what is there. Options that are not named stay. */
function mergeOptions(before: readonly Option[], given: readonly Option[], { world, refuse }: Scene): Option[] {
  const merged = before.map((option) => ({ ...option, ...given.find(({ id }) => id === option.id) }))
  for (const { id, ...option } of given) {
    if (id === undefined) {
      merged.push({ id: world.drawOfCommand(world.nextCommand()).uuid(), active: true, ...option })
    } else if (!before.some((one) => one.id === id)) {
      throw refuse(400, 'option_not_found', `content: there is no option ${id}`)
    }
  }
  return merged
}

function contentOf(given: FieldChange['content'] | NewField['content'], before: CustomField | undefined, scene: Scene) {
  if (!given) return before?.content
  const { values, ...rest } = given
  return {
    ...before?.content,
    ...JSON.parse(JSON.stringify(rest)),
    ...((values || optionsOf(before).length > 0) && { values: mergeOptions(optionsOf(before), values ?? [], scene) }),
  }
}

const needsOptions = (type: string) => type === 'DROPDOWN' || type === 'MULTI_SELECT'

const entityTypeOf = (scopes: readonly FieldScope[]) => (scopes.includes('END_USER') ? 'USER' : 'NODE')

function create(input: NewField, scene: Scene): CustomField {
  const { world, nowMs, refuse } = scene
  checkName(input.fieldName, scene)
  const type = input.type ?? 'TEXT'
  if (needsOptions(type) && !input.content?.values?.length) {
    throw refuse(400, 'values_are_required', `content: a field of type ${type} needs values`)
  }
  const definitionScope = input.definitionScope?.length ? input.definitionScope : (['NODE'] as const)
  return world.customFields.insert({
    name: input.fieldName,
    label: input.label,
    ...(input.description !== undefined && { description: input.description }),
    type,
    entityType: entityTypeOf(definitionScope),
    scope: input.scope ?? 'NODE_GLOBAL',
    definitionScope,
    ...(input.defaultValue !== undefined && { defaultValue: input.defaultValue }),
    technicianPermission: input.technicianPermission ?? 'NONE',
    scriptPermission: input.scriptPermission ?? 'NONE',
    apiPermission: input.apiPermission ?? 'NONE',
    ...(input.content && { content: contentOf(input.content, undefined, scene) }),
    active: true,
    createdMs: nowMs,
    updatedMs: nowMs,
  })
}

function change(field: CustomField, input: FieldChange, scene: Scene): CustomField {
  const { newFieldName, content, groupId: _group, ...changes } = input
  if (newFieldName !== undefined && newFieldName !== field.name) checkName(newFieldName, scene)
  // Values that are there would no longer fit; the vendor's console does not offer it either (grade U).
  if (changes.type !== undefined && changes.type !== field.type) {
    throw scene.refuse(400, 'type_not_changeable', `type: custom field ${field.name} stays ${field.type}`)
  }
  const said = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const after = scene.world.customFields.update(field.id, {
    ...said,
    name: newFieldName ?? field.name,
    content: contentOf(content, field, scene),
    updatedMs: scene.nowMs,
  })
  if (newFieldName !== undefined && newFieldName !== field.name) moveValues(scene.world, field.name, newFieldName)
  return after
}

/** Values belong to their field, whatever it is called; without a new name they go with it. */
function moveValues(world: World, from: string, to?: string): void {
  for (const table of [world.deviceFields, world.organizationFields, world.locationFields, world.endUserFields]) {
    for (const { id, values } of table.list({ test: (owner) => Object.hasOwn(owner.values, from) })) {
      const { [from]: value, ...rest } = values
      table.update(id, { values: { ...rest, ...(to !== undefined && { [to]: value }) } })
    }
  }
}

function remove({ world }: Scene, { id, name }: CustomField): void {
  world.customFields.delete(id)
  moveValues(world, name)
}

/** Whatever is refused leaves nothing behind. */
function allOrNone<Result>({ world }: Scene, work: () => Result): Result {
  const before = { fields: world.customFields.freeze(), counters: world.counters.freeze() }
  const values = [world.deviceFields, world.organizationFields, world.locationFields, world.endUserFields].map(
    (table) => [table, table.freeze()] as const,
  )
  try {
    return work()
  } catch (error) {
    world.customFields.thaw(before.fields)
    world.counters.thaw(before.counters)
    for (const [table, overlay] of values) table.thaw(overlay)
    throw error
  }
}

const scopesOfWord: Readonly<Record<string, FieldScope>> = {
  node: 'NODE',
  location: 'LOCATION',
  organization: 'ORGANIZATION',
}

export const customFields: Behaviours = {
  'customFields.list': (input, { world, refuse }) =>
    pageInEnvelope(world.customFields.list().map(toWire), input, (code, message) => refuse(400, code, message)),

  'customFields.get': ({ fieldName }, scene) => toWire(findField(fieldName, scene)),

  /** Words that name no scope are passed over; none at all means devices alone. */
  'customFields.listForDevices': ({ scopes = 'node' }, { world }) => {
    const words = scopes.split(',').map((word) => word.trim().toLowerCase())
    const wanted = words.includes('all')
      ? Object.values(scopesOfWord)
      : words.flatMap((word) => scopesOfWord[word] ?? [])
    return world.customFields
      .list({ test: ({ definitionScope }) => definitionScope.some((scope) => wanted.includes(scope)) })
      .map(toWire)
  },

  'customFields.create': (input, scene) => toWire(allOrNone(scene, () => create(input, scene))),

  'customFields.createMany': (input, scene) =>
    allOrNone(scene, () => input.customFields.map((one) => create(one, scene))).map(toWire),

  'customFields.update': ({ fieldName, ...input }, scene) =>
    toWire(allOrNone(scene, () => change(findField(fieldName, scene), input, scene))),

  'customFields.updateMany': (input, scene) =>
    allOrNone(scene, () =>
      input.customFields.map(({ fieldName, ...one }) => change(findField(fieldName, scene), one, scene)),
    ).map(toWire),

  'customFields.delete': ({ fieldName }, scene) => {
    remove(scene, findField(fieldName, scene))
  },

  'customFields.deleteMany': ({ fieldNames }, scene) => {
    const names = fieldNames.split(',').map((name) => name.trim())
    const fields = names.map((name) => findField(name, scene))
    for (const field of fields) remove(scene, field)
    return names
  },

  // No value of the sandbox is a file, so there is nothing to link to.
  'customFields.getSignedUrls': ({ entityType, entityId }, { world, refuse }) => {
    const owners = {
      NODE: world.devices,
      LOCATION: world.locations,
      ORGANIZATION: world.organizations,
      END_USER: world.endUsers,
    }
    if (!owners[entityType].has(entityId)) throw refuse(404, 'entity_not_found', `${entityType} ${entityId} not found`)
    return {}
  },
}
