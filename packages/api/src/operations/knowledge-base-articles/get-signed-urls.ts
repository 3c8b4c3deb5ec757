import { z } from 'zod'
import { SignedUrls } from '../../fields/files.ts'
import { ArticleId } from '../../fields/knowledge-base.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'knowledgeBaseArticles.getSignedUrls',
  summary: 'Get links to the files of a knowledge base article',
  phrase: 'Get links to the files of knowledge base article {articleId}',
  http: { method: 'GET', path: '/v2/knowledgebase/article/{articleId}/signed-urls' },
  scope: 'monitoring',
  // Whoever has one of these links can fetch the file without signing in. It reads all the same: nothing changes.
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ articleId: ArticleId }),
  output: SignedUrls,
  examples: [
    {
      input: { articleId: 502 },
      output: { '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1': 'https://files.example.com/network.pdf?signature=c0ffee' },
    },
  ],
})
