/** What a related item may stand beside or be: the tables behind the vendor's words for kinds of entities. */

import { relationKey } from '../world/kinds/records.ts'
import { credentials } from '../world/kinds/scripts.ts'
import type { World } from '../world/world.ts'

type Has = (world: World, id: number) => boolean

const tables: Readonly<Record<string, Has>> = {
  ORGANIZATION: ({ organizations }, id) => organizations.has(id),
  DOCUMENT: ({ organizationDocuments }, id) => organizationDocuments.has(id),
  LOCATION: ({ locations }, id) => locations.has(id),
  NODE: ({ devices }, id) => devices.has(id),
  CHECKLIST: ({ checklists }, id) => checklists.has(id),
  KB_DOCUMENT: ({ knowledgeBaseArticles }, id) => knowledgeBaseArticles.has(id),
  END_USER: ({ endUsers }, id) => endUsers.has(id),
  SOFTWARE_LICENSE: ({ softwareLicenses }, id) => softwareLicenses.has(id),
  ATTACHMENT: ({ attachments }, id) => attachments.has(id),
  TECHNICIAN: ({ technicians }, id) => technicians.has(id),
  CREDENTIAL: (_world, id) => credentials.some((credential) => credential.id === id),
  CONTACT: ({ contacts }, id) => contacts.has(id),
}

export const entityExists = (world: World, type: string, id: number) => tables[type]?.(world, id) ?? false

/** Items an entity has and items of others that are it, each once, in ascending id. */
export function relationsOf(world: World, type: string, id: number, side: 'ALL' | 'HOSTING' | 'HOSTED_BY' = 'ALL') {
  const key = relationKey(type, id)
  const ids = new Set([
    ...(side === 'HOSTED_BY' ? [] : world.relatedItems.idsWhose('entity', key)),
    ...(side === 'HOSTING' ? [] : world.relatedItems.idsWhose('relEntity', key)),
  ])
  return [...ids].sort((one, other) => one - other).flatMap((itemId) => world.relatedItems.get(itemId) ?? [])
}

/** To be called when an entity is deleted: a relation to nothing leads nowhere. */
export function forgetRelations(world: World, type: string, id: number): void {
  for (const item of relationsOf(world, type, id)) world.relatedItems.delete(item.id)
}
