import { z } from 'zod'
import { NoContent, OrganizationId } from '../../fields/index.ts'
import { ArticleIds, FolderId, FolderIds } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseFolders.move',
  summary: 'Move knowledge base folders and articles',
  phrase:
    'Move knowledge base folders {folderIds} and articles {documentIds} to folder {destinationFolderId} {destinationOrganizationId}',
  http: { method: 'PATCH', path: '/v2/knowledgebase/folders/move' },
  scope: 'management',
  risk: 'write',
  // It may have to make a root folder, and whether a second call makes another the vendor does not say.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    folderIds: FolderIds.optional(),
    documentIds: ArticleIds.optional(),
    destinationFolderId: FolderId.describe('Knowledge base folder they go to').optional(),
    destinationOrganizationId: OrganizationId.describe('Organization id, when it has no root folder yet').optional(),
  }),
  output: NoContent,
  examples: [{ input: { folderIds: [52], documentIds: [501], destinationFolderId: 51 }, output: undefined }],
})
