/** Boards: saved views of tickets. Their ids are the tenant's own, and board 1 is not "all tickets". */
import type { TicketBoard } from '../world/kinds/ticket-settings.ts'
import type { Ticket } from '../world/kinds/tickets.ts'
import type { World } from '../world/world.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { toWireStatus } from './ticket-settings.ts'

const allColumns = [
  'id',
  'summary',
  'status',
  'priority',
  'severity',
  'type',
  'source',
  'organization',
  'location',
  'device',
  'requester',
  'assignedAppUser',
  'tags',
  'createTime',
  'lastUpdated',
] as const

const pageSizeDefault = 50

function toRow(world: World, ticket: Ticket): Record<string, unknown> {
  const { nodeId, locationId, assignedAppUserId, requesterUid } = ticket
  const device = nodeId === undefined ? undefined : world.devices.get(nodeId)
  const technician = assignedAppUserId === undefined ? undefined : world.technicians.get(assignedAppUserId)
  const [requester] = requesterUid === undefined ? [] : world.endUsers.whose('uid', requesterUid)
  const status = world.ticketStatuses.get(ticket.statusId)
  const nameOf = (person: { firstName: string; lastName: string } | undefined) =>
    person && `${person.firstName} ${person.lastName}`
  return {
    id: ticket.id,
    summary: ticket.subject,
    status: status && toWireStatus(status),
    priority: ticket.priority,
    severity: ticket.severity,
    type: ticket.type,
    source: ticket.source,
    organization: world.organizations.get(ticket.clientId)?.name,
    location: locationId === undefined ? undefined : world.locations.get(locationId)?.name,
    device: device && (device.displayName ?? device.systemName),
    requester: nameOf(requester),
    assignedAppUser: nameOf(technician),
    tags: [...ticket.tags],
    createTime: ticket.createdMs / 1000,
    lastUpdated: ticket.updatedMs / 1000,
  }
}

const isOn =
  ({ statusIds }: TicketBoard) =>
  ({ statusId, deleted }: Ticket) =>
    !deleted && (statusIds.length === 0 || statusIds.includes(statusId))

interface Filter {
  readonly field: string
  readonly operator: string
  readonly value?: string | undefined
}

const textOf = (value: unknown) =>
  value === undefined ? '' : (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase()

const wordsOf = (text: string) => text.split(',').map((word) => word.trim())

/** Operators that clients of the vendor list (ninjaone-api §5, "Ticketing"). */
const operators: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  present: (value) => value !== '',
  not_present: (value) => value === '',
  is: (value, wanted) => value === wanted,
  is_not: (value, wanted) => value !== wanted,
  contains: (value, wanted) => value.includes(wanted),
  in: (value, wanted) => wordsOf(wanted).includes(value),
  not_in: (value, wanted) => !wordsOf(wanted).includes(value),
  between: (value, wanted) => {
    const [from = '', to = ''] = wordsOf(wanted)
    return Number(value) >= Number(from) && Number(value) <= Number(to)
  },
}

/** By status and client the vendor refuses, so a client has to filter what comes back (ninjaone-api §5). */
const unfilterable = ['status', 'statusId', 'client', 'clientId', 'organization']

function testOf({ field, operator, value }: Filter, { refuse }: Scene): (row: Record<string, unknown>) => boolean {
  const test = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (!test || unfilterable.includes(field) || !allColumns.some((name) => name === field)) {
    throw refuse(400, 'invalid_filter', `filters: ${field} ${operator} is no filter of this board`)
  }
  return (row) => test(textOf(row[field]), (value ?? '').toLowerCase())
}

interface Sort {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}

function compareBy(sorts: readonly Sort[]) {
  return (one: Record<string, unknown>, other: Record<string, unknown>) => {
    for (const { field, direction } of sorts) {
      const [left, right] = [one[field], other[field]]
      const numbers = typeof left === 'number' && typeof right === 'number'
      const order = numbers ? left - right : textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0
      if (order !== 0) return direction === 'ASC' ? order : -order
    }
    return Number(one.id) - Number(other.id)
  }
}

function checkColumns(names: readonly string[], what: string, { refuse }: Scene): void {
  const unknown = names.find((name) => !allColumns.some((column) => column === name))
  if (unknown !== undefined) throw refuse(400, `invalid_${what}`, `There is no column ${unknown}`)
}

export const ticketBoards: Behaviours = {
  'ticketBoards.list': (_input, { world }) =>
    world.ticketBoards.list().map(({ statusIds, columns, ...board }) => ({
      ...board,
      columns: [...columns],
      ticketCount: world.tickets.list({ test: isOn({ statusIds, columns, ...board }) }).length,
    })),

  // `lastCursorId` behaves like an offset: with a limit of 50 the next one is 50 (ninjaone-api §5, "Ticketing").
  'ticketBoards.run': (input, scene) => {
    const { world, refuse } = scene
    const board = world.ticketBoards.get(input.boardId)
    if (!board) throw refuse(404, 'board_not_found', `Ticket board ${input.boardId} not found`)
    const { sortBy = [], filters = [], includeColumns, searchCriteria = '', lastCursorId = 0 } = input
    checkColumns(
      sortBy.map(({ field }) => field),
      'sort_by',
      scene,
    )
    checkColumns(includeColumns ?? [], 'include_columns', scene)
    const tests = filters.map((filter) => testOf(filter, scene))
    const columns = [...(includeColumns ?? board.columns)]
    const found = world.tickets
      .list({ test: isOn(board) })
      .map((ticket) => toRow(world, ticket))
      .filter((row) => tests.every((test) => test(row)))
      .filter(({ id, summary }) => textOf(`${id} ${summary}`).includes(searchCriteria.toLowerCase()))
      .sort(compareBy(sortBy))
    const page = found.slice(lastCursorId, lastCursorId + (input.pageSize ?? pageSizeDefault))
    return {
      data: page.map((row) =>
        Object.fromEntries(columns.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]))),
      ),
      metadata: {
        columns,
        sortBy: [...sortBy],
        attributes: {},
        filters: [...filters],
        lastCursorId: lastCursorId + page.length,
        allRequiredColumns: ['id'],
        allColumns: [...allColumns],
        columnNamesForExporting: columns,
      },
    }
  },
}
