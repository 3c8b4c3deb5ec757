import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { ArticleIds } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.delete',
  summary: 'Delete knowledge base articles',
  phrase: 'Delete knowledge base articles {articleIds}',
  http: { method: 'POST', path: '/v2/knowledgebase/articles/delete', body: 'articleIds' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articleIds: ArticleIds }),
  output: NoContent,
  examples: [{ input: { articleIds: [501] }, output: undefined }],
})
