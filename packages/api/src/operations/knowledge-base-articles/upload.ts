import { z } from 'zod'
import { Files } from '../../fields/files.ts'
import { OrganizationId } from '../../fields/index.ts'
import { Article, FolderId, FolderPath } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.upload',
  summary: 'Upload files as knowledge base articles',
  phrase: 'Upload {files} to the {organizationId} knowledge base',
  http: {
    method: 'POST',
    path: '/v2/knowledgebase/articles/upload',
    multipart: { organizationId: 'text', folderId: 'text', folderPath: 'text', files: 'file' },
  },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    organizationId: OrganizationId.describe('Organization id; without one the articles are for all').optional(),
    folderId: FolderId.optional(),
    folderPath: FolderPath.optional(),
    files: Files,
  }),
  output: z.array(Article),
  examples: [
    {
      input: {
        organizationId: 1,
        folderId: 51,
        files: [{ name: 'network.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }],
      },
      output: [
        {
          id: 502,
          name: 'network.pdf',
          organizationId: 1,
          parentFolderId: 51,
          isNinjaArticle: false,
          attachments: [
            { id: 5021, uploadStatus: 'PROCESSING', metadata: { name: 'network.pdf', mimeType: 'application/pdf' } },
          ],
        },
      ],
    },
  ],
})
