import { z } from 'zod'
import { Article, ArticleChange } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.update',
  summary: 'Change knowledge base articles',
  phrase: 'Change knowledge base articles {articles}',
  http: { method: 'PATCH', path: '/v2/knowledgebase/articles', body: 'articles' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articles: z.array(ArticleChange).min(1).describe('Changes, one for each article') }),
  output: z.array(Article),
  examples: [
    {
      input: { articles: [{ id: 501, content: { text: 'Install the client first' } }] },
      output: [
        {
          id: 501,
          name: 'Set up the VPN',
          organizationId: 1,
          parentFolderId: 51,
          isNinjaArticle: true,
          path: 'Network|VPN',
          content: { text: 'Install the client first' },
        },
      ],
    },
  ],
})
