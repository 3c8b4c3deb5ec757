import { z } from 'zod'
import { Article, ArticleNameFilter, IncludeArchived } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.listGlobal',
  summary: 'List knowledge base articles that are for all',
  phrase: 'List knowledge base articles that are for all',
  http: { method: 'GET', path: '/v2/knowledgebase/global/articles' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articleName: ArticleNameFilter.optional(), includeArchived: IncludeArchived.optional() }),
  output: z.array(Article),
  examples: [
    {
      input: { articleName: 'Set up the VPN' },
      output: [{ id: 503, name: 'Set up the VPN', isNinjaArticle: true, isArchived: false }],
    },
  ],
})
