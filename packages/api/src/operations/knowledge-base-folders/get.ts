import { z } from 'zod'
import { Folder, FolderId, IncludeArchived } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseFolders.get',
  summary: 'Get a knowledge base folder with its content',
  phrase: 'Get knowledge base folder {folderId}',
  http: { method: 'GET', path: '/v2/knowledgebase/folder/{folderId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ folderId: FolderId, includeArchived: IncludeArchived.optional() }),
  output: Folder,
  examples: [
    {
      input: { folderId: 51 },
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
