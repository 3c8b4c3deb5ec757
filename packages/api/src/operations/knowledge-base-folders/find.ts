import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { Folder, FolderId, FolderPath } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseFolders.find',
  summary: 'Find a knowledge base folder by its path',
  phrase: 'Find knowledge base folder {folderPath} {folderId} {organizationId}',
  http: { method: 'GET', path: '/v2/knowledgebase/folder' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    folderPath: FolderPath.optional(),
    folderId: FolderId.optional(),
    organizationId: OrganizationId.describe('Organization id; without one, folders that are for all').optional(),
  }),
  output: Folder,
  examples: [
    {
      input: { folderPath: 'Network|VPN', organizationId: 1 },
      output: {
        id: 51,
        name: 'VPN',
        organizationId: 1,
        parentFolderId: 50,
        content: [{ id: 501, name: 'Set up the VPN', isFolder: false, fileExtension: 'ninja' }],
      },
    },
  ],
})
