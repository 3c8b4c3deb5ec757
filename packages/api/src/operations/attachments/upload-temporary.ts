import { z } from 'zod'
import { AttachmentMetadata, Files } from '../../fields/files.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'attachments.uploadTemporary',
  summary: 'Upload files for later use',
  phrase: 'Upload {files} for later use',
  http: { method: 'POST', path: '/v2/attachments/temp/upload', query: ['entityType'], multipart: { files: 'file' } },
  scope: 'management',
  // How long NinjaOne keeps what nothing refers to, the vendor does not say.
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    entityType: z
      .enum([
        'TICKET',
        'NODE',
        'DOCUMENT',
        'RELATED_ITEM',
        'CHECKLIST',
        'AUTOMATION',
        'LOCATION',
        'ORGANIZATION',
        'TRIGGER',
        'TECHNICIAN',
        'FILE_TRANSFER_AUTOMATION',
        'END_USER',
        'EMAIL_TEMPLATE',
        'POLICY',
      ])
      .describe('Kind of entity that will refer to them; NODE is a device')
      .optional(),
    files: Files,
  }),
  output: z.array(AttachmentMetadata),
  examples: [
    {
      input: {
        entityType: 'DOCUMENT',
        files: [{ name: 'network.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }],
      },
      output: [
        {
          name: 'network.pdf',
          mimeType: 'application/pdf',
          size: '48213',
          extension: 'pdf',
          contentId: '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1',
        },
      ],
    },
  ],
})
