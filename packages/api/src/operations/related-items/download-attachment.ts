import { z } from 'zod'
import { FileAnswer } from '../../fields/files.ts'
import { RelatedItemId } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.downloadAttachment',
  summary: 'Download the file of a related item',
  phrase: 'Download the file of related item {relatedItemId}',
  // The spec knows only a 204 here, which would be no download; that a good one is the file itself is grade U.
  http: { method: 'GET', path: '/v2/related-items/{relatedItemId}/attachment/download', answer: 'file' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ relatedItemId: RelatedItemId }),
  output: FileAnswer,
  examples: [
    {
      input: { relatedItemId: 602 },
      output: { contentType: 'application/pdf', name: 'network.pdf', base64: 'JVBERi0xLjcK' },
    },
  ],
})
