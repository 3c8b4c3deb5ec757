/** Documents of organizations and the templates that say which fields they have. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { listSource, sparseSource } from '../store/source.ts'

export interface TemplateField {
  readonly fieldId: number
  readonly fieldLabel: string
  readonly fieldName: string
  readonly fieldType: string
  readonly fieldTechnicianPermission: string
  readonly fieldScriptPermission: string
  readonly fieldApiPermission: string
  readonly fieldContent?: Readonly<Record<string, unknown>>
}

export interface DocumentTemplate {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly allowMultiple: boolean
  readonly mandatory: boolean
  readonly availableToAllTechnicians: boolean
  readonly allowedTechnicianRoles: readonly number[]
  readonly createdMs: number
  readonly updatedMs: number
  readonly archived: boolean
  readonly archivedMs?: number
  readonly archivedById?: number
  /** Fields, and elements that only show something. */
  readonly fields: readonly Readonly<Record<string, unknown>>[]
}

export interface OrganizationDocument {
  readonly id: number
  readonly organizationId: number
  readonly documentTemplateId: number
  readonly name: string
  readonly description?: string
  readonly updatedMs: number
  readonly archived: boolean
  readonly values: Readonly<Record<string, unknown>>
  /** When a value was last written, by name of its field; of the others, `updatedMs` says. */
  readonly valueMs?: Readonly<Record<string, number>>
}

const field = (fieldId: number, fieldLabel: string, fieldName: string, fieldType: string): TemplateField => ({
  fieldId,
  fieldLabel,
  fieldName,
  fieldType,
  fieldTechnicianPermission: 'EDITABLE',
  fieldScriptPermission: 'NONE',
  fieldApiPermission: 'READ_WRITE',
})

const templates = [
  [1, 'Internet access', false, [field(11, 'Provider', 'provider', 'TEXT'), field(12, 'Circuit', 'circuit', 'TEXT')]],
  [2, 'Contacts on site', true, [field(21, 'Name', 'name', 'TEXT'), field(22, 'Mail', 'mail', 'EMAIL')]],
  [3, 'Accounts', true, [field(31, 'User', 'user', 'TEXT'), field(32, 'Password', 'password', 'TEXT_ENCRYPTED')]],
] as const

export const documentTemplateKind = (origin: Origin): Kind<DocumentTemplate> => ({
  name: 'document-template',
  source: listSource(() =>
    templates.map(([id, name, allowMultiple, fields]) => ({
      id,
      name,
      allowMultiple,
      mandatory: id === 1,
      availableToAllTechnicians: id !== 3,
      allowedTechnicianRoles: id === 3 ? [1, 3] : [],
      createdMs: origin.startMs - 800 * dayMs,
      updatedMs: origin.startMs - 120 * dayMs,
      archived: false,
      fields: fields.map((one) => ({ ...one })),
    })),
  ),
})

export const organizationDocumentKind = (
  origin: Origin,
): Kind<OrganizationDocument, 'organizationId' | 'documentTemplateId'> => {
  const idsOf = (organizationId: number) => {
    if (organizationId < 1 || organizationId > origin.size.orgs) return []
    const draw = origin.draw('documents', organizationId)
    return [1, 2, 3].filter((id) => id === 1 || draw.chance(`has-${id}`, 0.5)).map((id) => organizationId * 10 + id)
  }
  return {
    name: 'organization-document',
    source: sparseSource(
      () => Array.from({ length: origin.size.orgs }, (_, index) => idsOf(index + 1)).flat(),
      (id) => {
        const organizationId = Math.floor(id / 10)
        if (!idsOf(organizationId).includes(id)) return undefined
        const draw = origin.draw('organization-document', id)
        const template = templates.find(([one]) => one === id % 10) ?? templates[0]
        return {
          id,
          organizationId,
          documentTemplateId: template[0],
          name: template[1],
          updatedMs: origin.startMs - draw.whole('updated', 1, 500) * dayMs,
          archived: draw.chance('archived', 0.05),
          values: Object.fromEntries(
            template[3].map(({ fieldName, fieldType }) => [
              fieldName,
              fieldType === 'TEXT_ENCRYPTED'
                ? `secret-${draw.hex(fieldName, 6)}`
                : `${fieldName}-${draw.hex(fieldName, 4)}`,
            ]),
          ),
        }
      },
    ),
    indexes: {
      organizationId: { keyOf: ({ organizationId }) => organizationId, seedIds: (key) => idsOf(Number(key)) },
      documentTemplateId: { keyOf: ({ documentTemplateId }) => documentTemplateId },
    },
  }
}
