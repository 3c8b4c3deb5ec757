import { z } from 'zod'
import { NodeClass, NodeRoleId } from '../../fields/index.ts'
import { ChassisType, WrittenNodeRole } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

const NewRole = z
  .strictObject({
    name: z.string().min(1).describe('Name; no other role has it'),
    nodeClass: NodeClass.describe('Class of devices; that of the parent, e.g. WINDOWS_WORKSTATION'),
    nodeRoleParentId: NodeRoleId.describe('Parent that is there already, by id').optional(),
    nodeRoleParentName: z.string().min(1).describe('Parent that this same call creates, by name').optional(),
    description: z.string().describe('Description').optional(),
    chassisType: ChassisType.describe('Case, for roles that know one, such as workstations').optional(),
    icon: z.string().min(1).describe('Name of an icon, for unmanaged devices alone').optional(),
  })
  .refine((role) => role.nodeRoleParentId === undefined || role.nodeRoleParentName === undefined, {
    path: ['nodeRoleParentId'],
    message: 'give nodeRoleParentId or nodeRoleParentName, not both',
  })

export default defineOperation({
  id: 'nodeRoles.createMany',
  summary: 'Create device roles',
  phrase: 'Create device roles',
  http: { method: 'POST', path: '/v2/noderole', body: 'roles' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ roles: z.array(NewRole).min(1).describe('Roles to create') }),
  output: z.array(WrittenNodeRole),
  examples: [
    {
      input: {
        roles: [{ name: 'Kiosk', nodeClass: 'WINDOWS_WORKSTATION', nodeRoleParentId: 2, chassisType: 'DESKTOP' }],
      },
      output: [{ name: 'Kiosk', nodeClass: 'WINDOWS_WORKSTATION', nodeRoleParentId: 2, chassisType: 'DESKTOP' }],
    },
  ],
})
