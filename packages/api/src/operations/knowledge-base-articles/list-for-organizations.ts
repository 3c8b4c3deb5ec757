import { z } from 'zod'
import { Article, ArticleNameFilter, IncludeArchived } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.listForOrganizations',
  summary: 'List knowledge base articles of organizations',
  phrase: 'List knowledge base articles of organizations {organizationIds}',
  http: { method: 'GET', path: '/v2/knowledgebase/organization/articles' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    organizationIds: z.string().min(1).describe('Comma-separated ids of organizations').optional(),
    articleName: ArticleNameFilter.optional(),
    includeArchived: IncludeArchived.optional(),
  }),
  output: z.array(Article),
  examples: [
    {
      input: { organizationIds: '1,2' },
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
