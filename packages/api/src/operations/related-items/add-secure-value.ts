import { z } from 'zod'
import { SecretText } from '../../fields/index.ts'
import { EntityId, HostType, RelatedItem } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.addSecureValue',
  summary: 'Add a secret to an entity',
  phrase: 'Add secret {name} to {entityType} {entityId}',
  http: { method: 'POST', path: '/v2/related-items/entity/{entityType}/{entityId}/secure' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  // Username and notes are shown: who approves has to see what the secret is for.
  input: z.strictObject({
    entityType: HostType,
    entityId: EntityId,
    name: z.string().min(1).describe('Name under which it is found'),
    url: z.string().describe('Address it is for').optional(),
    notes: z.string().describe('Notes').optional(),
    username: z.string().describe('User name').optional(),
    password: SecretText('Password').optional(),
    totpSecret: SecretText('Secret of one-time codes').optional(),
  }),
  output: RelatedItem,
  examples: [
    {
      input: {
        entityType: 'NODE',
        entityId: 1001,
        name: 'Switch console',
        url: 'https://192.0.2.2',
        username: 'admin',
        password: 'change-me',
      },
      output: { id: 603, type: 'VALUE', entityType: 'NODE', entityId: 1001, relEntityType: 'SECURE' },
    },
  ],
})
