/** Fields of document templates, and the values that documents may have for them. */
import type { DocumentTemplate } from '../world/kinds/documents.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'
import { given } from './entities.ts'

type Field = DocumentTemplate['fields'][number]

export interface FieldInput {
  readonly fieldId?: number | undefined
  readonly fieldLabel?: string | undefined
  readonly fieldName?: string | undefined
  readonly fieldContent?: Readonly<Record<string, unknown>> | undefined
  readonly uiElementUid?: string | undefined
  readonly uiElementType?: string | undefined
  readonly [other: string]: unknown
}

/** Ids of fields are unique over all templates. */
const lastFieldId = ({ documentTemplates }: World) =>
  Math.max(0, ...documentTemplates.list().flatMap(({ fields }) => fields.map(({ fieldId }) => Number(fieldId ?? 0))))

/**
 * The fields of a template after a call: those of the call, in its order. What the call leaves out is gone: the vendor
 * does not say, and the worst is assumed, as the catalogue does.
 */
export function fieldsAfter(before: readonly Field[], wanted: readonly FieldInput[], scene: Scene): Field[] {
  let lastId = lastFieldId(scene.world)
  const fields = wanted.map((input) => {
    const known = knownField(before, input, scene)
    if (known) return mergeField(known, input, scene)
    if (input.uiElementType !== undefined) return newElement(input, scene)
    return newField(input, ++lastId, scene)
  })
  const names = fields.flatMap(({ fieldName }) => (fieldName === undefined ? [] : [String(fieldName)]))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw scene.refuse(400, 'field_name_already_exists', `The field ${twice} is there twice`)
  return fields
}

function knownField(before: readonly Field[], { fieldId, uiElementUid }: FieldInput, { refuse }: Scene) {
  if (fieldId === undefined && uiElementUid === undefined) return undefined
  const known = before.find((field) =>
    fieldId === undefined ? field.uiElementUid === uiElementUid : field.fieldId === fieldId,
  )
  if (!known) throw refuse(400, 'invalid_field', `The template has no field ${fieldId ?? uiElementUid}`)
  return known
}

function mergeField(known: Field, input: FieldInput, scene: Scene): Field {
  const { fieldContent, ...rest } = input
  for (const name of ['fieldName', 'fieldType']) {
    if (rest[name] === undefined || rest[name] === known[name]) continue
    throw scene.refuse(400, 'invalid_field', `The ${name} of a field stays: ${known[name]}`)
  }
  return { ...known, ...given(rest), ...(fieldContent && { fieldContent: contentOf(fieldContent, scene) }) }
}

const newElement = (input: FieldInput, { world }: Scene): Field => ({
  uiElementUid: world.drawOfCommand(world.nextCommand()).uuid('ui-element'),
  uiElementName: input.uiElementName ?? input.fieldLabel ?? input.uiElementType,
  ...given({ uiElementType: input.uiElementType, uiElementValue: input.uiElementValue }),
})

function newField({ fieldContent, ...input }: FieldInput, fieldId: number, scene: Scene): Field {
  if (input.fieldName === undefined || input.fieldLabel === undefined) {
    throw scene.refuse(400, 'field_name_is_required', 'A new field needs a name and a label')
  }
  return {
    fieldId,
    fieldType: 'TEXT',
    fieldTechnicianPermission: 'EDITABLE',
    fieldScriptPermission: 'NONE',
    fieldApiPermission: 'READ_WRITE',
    ...given(input),
    ...(fieldContent && { fieldContent: contentOf(fieldContent, scene) }),
  }
}

interface Option {
  readonly id?: string
  readonly name?: string
  readonly active?: boolean
}

/** Options that have no id yet get one. */
function contentOf(content: Readonly<Record<string, unknown>>, { world }: Scene) {
  const values = (content.values as readonly Option[] | undefined)?.map((option) => ({
    id: world.drawOfCommand(world.nextCommand()).uuid('option'),
    active: true,
    ...given(option),
  }))
  return given({ ...content, values })
}

const isText = (value: unknown) => typeof value === 'string'
const isWhole = (value: unknown) => Number.isSafeInteger(value)
const isIdList = (value: unknown) => Array.isArray(value) && value.every(isWhole)

/** What a value of each type must be; of the types that are not named, a text (ninjaone-api §9.2 for dates). */
const tests: Readonly<Record<string, (value: unknown, field: Field, scene: Scene) => boolean>> = {
  CHECKBOX: (value) => typeof value === 'boolean',
  NUMERIC: isWhole,
  DECIMAL: Number.isFinite,
  DATE: isWhole,
  DATE_TIME: isWhole,
  TIME: isWhole,
  DROPDOWN: (value, field) => optionIds(field).includes(value),
  MULTI_SELECT: (value, field) => Array.isArray(value) && value.every((one) => optionIds(field).includes(one)),
  NODE_DROPDOWN: (value, _field, { world }) => world.devices.has(Number(value)),
  NODE_MULTI_SELECT: isIdList,
  CLIENT_DROPDOWN: (value, _field, { world }) => world.organizations.has(Number(value)),
  CLIENT_MULTI_SELECT: isIdList,
  CLIENT_LOCATION_DROPDOWN: (value, _field, { world }) => world.locations.has(Number(value)),
  CLIENT_LOCATION_MULTI_SELECT: isIdList,
  CLIENT_DOCUMENT_DROPDOWN: (value, _field, { world }) => world.organizationDocuments.has(Number(value)),
  CLIENT_DOCUMENT_MULTI_SELECT: isIdList,
  EMAIL: (value) => isText(value) && /^[^@\s]+@[^@\s]+$/.test(String(value)),
  IP_ADDRESS: (value) => isText(value) && /^[0-9a-f.:]+$/i.test(String(value)),
  /** A file that was uploaded before, by its content id. */
  ATTACHMENT: (value, _field, { world }) => {
    const contentId = (value as { readonly contentId?: unknown } | null)?.contentId
    return typeof contentId === 'string' && world.attachments.idsWhose('uid', contentId).length > 0
  },
  WYSIWYG: (value) => isText(value) || isText((value as { readonly html?: unknown } | null)?.html),
  MONETARY: (value) => Number.isFinite(value),
}

const optionIds = ({ fieldContent }: Field): unknown[] => {
  const { values = [] } = (fieldContent ?? {}) as { readonly values?: readonly Option[] }
  return values.filter(({ active }) => active !== false).map(({ id }) => id)
}

/** Refuses what the template does not have, what may not be written, and a value of the wrong type. */
export function checkValues(
  { fields }: DocumentTemplate,
  values: Readonly<Record<string, unknown>>,
  scene: Scene,
): void {
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find(({ fieldName }) => fieldName === name)
    if (!field) throw scene.refuse(400, 'invalid_field', `The template has no field ${name}`)
    if (field.fieldApiPermission === 'NONE' || field.fieldApiPermission === 'READ_ONLY') {
      throw scene.refuse(400, 'field_not_writable', `The API may not write ${name}`)
    }
    const test = tests[String(field.fieldType)] ?? isText
    if (value !== null && !test(value, field, scene)) {
      throw scene.refuse(400, 'INVALID_ATTRIBUTE_VALUE', `${name}: not a value of the type ${field.fieldType}`)
    }
  }
}

export function checkRequired(
  { fields }: DocumentTemplate,
  values: Readonly<Record<string, unknown>>,
  { refuse }: Scene,
) {
  const missing = fields.find(({ fieldContent, fieldName }) => {
    const { required } = (fieldContent ?? {}) as { readonly required?: boolean }
    return required === true && values[String(fieldName)] === undefined
  })
  if (missing) throw refuse(400, 'field_is_required', `${missing.fieldName} must have a value`)
}

export const mask = '********'
const isSecret = ({ fieldType }: Field) => fieldType === 'TEXT_ENCRYPTED' || fieldType === 'TOTP'

/** Values as they go out: secrets masked (ninjaone-api §9.6), and what the API may not read not at all. */
export function shownValues({ fields }: DocumentTemplate, values: Readonly<Record<string, unknown>>) {
  return fields.flatMap((field) => {
    const name = String(field.fieldName)
    const readable = field.fieldApiPermission !== 'NONE' && field.fieldApiPermission !== 'WRITE_ONLY'
    if (field.fieldName === undefined || !readable || values[name] === undefined) return []
    return [{ name, value: isSecret(field) ? mask : values[name] }]
  })
}
