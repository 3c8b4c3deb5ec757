import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { FolderIds } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseFolders.delete',
  summary: 'Delete knowledge base folders',
  phrase: 'Delete knowledge base folders {folderIds}',
  http: { method: 'POST', path: '/v2/knowledgebase/folders/delete', body: 'folderIds' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ folderIds: FolderIds }),
  output: NoContent,
  examples: [{ input: { folderIds: [51] }, output: undefined }],
})
