import { z } from 'zod'
import { PolicyId } from '../../fields/index.ts'
import { Policy } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policies.create',
  summary: 'Create a policy',
  phrase: 'Create policy {name}',
  http: { method: 'POST', path: '/v2/policies', query: ['mode', 'templatePolicyId'] },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    mode: z.enum(['NEW', 'CHILD', 'COPY']).describe('New root, child of a policy, or copy of one'),
    templatePolicyId: PolicyId.describe('Policy to copy, with mode COPY').optional(),
    parentPolicyId: PolicyId.describe('Policy to inherit from, with mode CHILD').optional(),
    name: z.string().min(1).describe('Name of the policy'),
    description: z.string().describe('Description').optional(),
    nodeClass: z.string().min(1).describe('Class of devices it is for, e.g. WINDOWS_SERVER').optional(),
    enabled: z.boolean().describe('Whether it is in force; vendor default true').optional(),
  }),
  output: Policy,
  examples: [
    {
      input: { mode: 'CHILD', parentPolicyId: 51, name: 'Dental servers', nodeClass: 'WINDOWS_SERVER' },
      output: { id: 77, parentPolicyId: 51, name: 'Dental servers', nodeClass: 'WINDOWS_SERVER' },
    },
  ],
})
