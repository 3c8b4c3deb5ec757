import { z } from 'zod'
import { Article, NewArticle } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.create',
  summary: 'Create knowledge base articles',
  phrase: 'Create knowledge base articles {articles}',
  http: { method: 'POST', path: '/v2/knowledgebase/articles', body: 'articles' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articles: z.array(NewArticle).min(1).describe('Articles to create') }),
  output: z.array(Article),
  examples: [
    {
      input: {
        articles: [
          {
            name: 'Set up the VPN',
            organizationId: 1,
            destinationFolderPath: 'Network|VPN',
            content: { text: 'Install the client first' },
          },
        ],
      },
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
