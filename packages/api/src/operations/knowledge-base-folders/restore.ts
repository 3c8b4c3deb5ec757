import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { FolderIds } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseFolders.restore',
  summary: 'Restore archived knowledge base folders',
  phrase: 'Restore knowledge base folders {folderIds}',
  http: { method: 'POST', path: '/v2/knowledgebase/folders/restore', body: 'folderIds' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ folderIds: FolderIds }),
  output: NoContent,
  examples: [{ input: { folderIds: [51] }, output: undefined }],
})
