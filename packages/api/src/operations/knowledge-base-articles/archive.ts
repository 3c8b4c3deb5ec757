import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { ArticleIds } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.archive',
  summary: 'Archive knowledge base articles',
  phrase: 'Archive knowledge base articles {articleIds}',
  http: { method: 'POST', path: '/v2/knowledgebase/articles/archive', body: 'articleIds' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articleIds: ArticleIds }),
  output: NoContent,
  examples: [{ input: { articleIds: [501] }, output: undefined }],
})
