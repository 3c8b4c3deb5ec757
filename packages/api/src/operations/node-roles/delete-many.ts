import { z } from 'zod'
import { NoContent, NodeRoleId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'nodeRoles.deleteMany',
  summary: 'Delete custom device roles',
  phrase: 'Delete device roles {ids}',
  http: { method: 'POST', path: '/v2/noderole/delete' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    ids: z.array(NodeRoleId).min(1).describe('Ids of custom device roles; those of the system cannot be deleted'),
  }),
  output: NoContent,
  examples: [{ input: { ids: [92] }, output: undefined }],
})
