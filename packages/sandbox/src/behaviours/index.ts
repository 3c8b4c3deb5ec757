/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { alerts } from './alerts.ts'
import { assetTags } from './asset-tags.ts'
import { attachments } from './attachments.ts'
import type { Behaviours } from './behaviour.ts'
import { checklistTemplates } from './checklist-templates.ts'
import { checklists } from './checklists.ts'
import { devices } from './devices.ts'
import { documentTemplates } from './document-templates.ts'
import { knowledgeBaseArticles } from './knowledge-base-articles.ts'
import { knowledgeBaseFolders } from './knowledge-base-folders.ts'
import { nodeRoles } from './node-roles.ts'
import { organizationDocuments } from './organization-documents.ts'
import { organizations } from './organizations.ts'
import { policyConditions } from './policy-conditions.ts'
import { relatedItems } from './related-items.ts'
import { scripts } from './scripts.ts'
import { tabs } from './tabs.ts'

export const behaviours: Behaviours = {
  ...organizations,
  ...devices,
  ...alerts,
  ...scripts,
  ...assetTags,
  ...attachments,
  ...checklists,
  ...checklistTemplates,
  ...documentTemplates,
  ...knowledgeBaseArticles,
  ...knowledgeBaseFolders,
  ...nodeRoles,
  ...organizationDocuments,
  ...policyConditions,
  ...relatedItems,
  ...tabs,
}
