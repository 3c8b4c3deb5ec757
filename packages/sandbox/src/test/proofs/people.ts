/** People, their roles, what they write to each other in tickets, and where activities are sent. */
import { type Call, hasRow, isGone, rowOf, type WriteProof, type WriteProofs } from './proof.ts'

const contact = { organizationId: 1, firstName: 'Ana', lastName: 'Reis', email: 'ana@cedar.example' }
const endUser = { organizationId: 1, firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example' }
const technician = { firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example' }
const ticket = { clientId: 1, ticketFormId: 1, subject: 'Printer offline', status: '1000' }
const readOnlyRole = 4
const [boardId] = [2] as const

type Operation = Parameters<Call>[0]

const created = (create: Operation, person: object, more: object = {}) => ({
  input: async (call: Call) => ({ id: (await call(create, person)).id, ...more }),
  of: ({ id }: { readonly id: number }) => ({ id }),
})

const openTicket = async (call: Call): Promise<number> => (await call('tickets.create', ticket)).id

const membersOf = (roles: readonly { readonly id: number; readonly members: readonly { id: number }[] }[]) =>
  rowOf(roles, { id: readOnlyRole }).members as readonly { id: number }[]

/** NinjaOne never reads a webhook back; that it is sent, and sent no more, is `behaviours/webhooks.test.ts`'s. */
const inLedger = (input: object, operation: Operation): WriteProof => ({
  input: () => input,
  read: 'ledger',
  shows: (entries) => hasRow(entries, { operation }),
})

export const peopleProofs: WriteProofs = {
  'contacts.create': {
    input: () => contact,
    read: 'contacts.list',
    shows: (contacts) => hasRow(contacts, contact),
  },
  'contacts.delete': { ...created('contacts.create', contact), read: 'contacts.get', shows: isGone },
  'contacts.update': {
    ...created('contacts.create', contact, { phone: '+1 555 0100' }),
    read: 'contacts.get',
    shows: ({ phone }) => phone === '+1 555 0100',
  },
  'endUsers.create': {
    input: () => endUser,
    read: 'organizations.listEndUsers',
    of: () => ({ id: 1 }),
    shows: (users) => hasRow(users, { email: endUser.email }),
  },
  'endUsers.delete': { ...created('endUsers.create', endUser), read: 'endUsers.get', shows: isGone },
  'endUsers.update': {
    ...created('endUsers.create', endUser, { fullPortalAccess: true }),
    read: 'endUsers.get',
    shows: ({ fullPortalAccess }) => fullPortalAccess === true,
  },
  'endUsers.updateCustomFields': {
    ...created('endUsers.create', endUser, { fields: { employeeNumber: 'E-7' } }),
    read: 'endUsers.getCustomFields',
    shows: ({ employeeNumber }) => employeeNumber === 'E-7',
  },
  'technicians.create': {
    input: () => technician,
    read: 'technicians.list',
    shows: (technicians) => hasRow(technicians, technician),
  },
  'technicians.delete': { ...created('technicians.create', technician), read: 'technicians.get', shows: isGone },
  'technicians.update': {
    ...created('technicians.create', technician, { lastName: 'Vos-Kim' }),
    read: 'technicians.get',
    shows: ({ lastName }) => lastName === 'Vos-Kim',
  },
  'tickets.addComment': {
    input: async (call) => ({
      ticketId: await openTicket(call),
      comment: { public: true, body: 'Restarted the spooler', timeTracked: 300 },
    }),
    read: 'tickets.listLog',
    of: ({ ticketId }) => ({ ticketId, type: 'COMMENT' }),
    shows: (log) => hasRow(log, { body: 'Restarted the spooler', timeTracked: 300 }),
  },
  'tickets.create': {
    input: () => ({ ...ticket, subject: 'Out of toner' }),
    read: 'ticketBoards.run',
    of: () => ({ boardId, pageSize: 1000 }),
    shows: ({ data }) => hasRow(data, { summary: 'Out of toner' }),
  },
  'tickets.update': {
    input: async (call) => {
      const requesterUid = (await call('organizations.listEndUsers', { id: 1 }))[0].uid
      return { ...ticket, requesterUid, ticketId: await openTicket(call), version: 1, subject: 'Printer on fire' }
    },
    read: 'tickets.get',
    of: ({ ticketId }) => ({ ticketId }),
    shows: ({ subject, version }) => subject === 'Printer on fire' && version === 2,
  },
  'userRoles.addMembers': {
    input: () => ({ roleId: readOnlyRole, members: [1] }),
    read: 'userRoles.list',
    shows: (roles) => hasRow(membersOf(roles), { id: 1 }),
  },
  'userRoles.removeMembers': {
    input: async (call) => {
      const input = { roleId: readOnlyRole, members: [1] }
      await call('userRoles.addMembers', input)
      return input
    },
    read: 'userRoles.list',
    shows: (roles) => !hasRow(membersOf(roles), { id: 1 }),
  },
  'webhooks.remove': inLedger({}, 'webhooks.remove'),
  'webhooks.set': inLedger({ url: 'https://hooks.example.com/ninjaone' }, 'webhooks.set'),
}
