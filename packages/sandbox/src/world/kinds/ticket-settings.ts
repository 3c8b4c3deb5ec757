/** Boards, forms, statuses and attributes: how a tenant has set up its ticketing. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { listSource } from '../store/source.ts'

export interface TicketStatus {
  readonly id: number
  readonly name: string
  readonly displayName: string
  readonly parentId?: number
}

export interface TicketAttribute {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly attributeType: string
  readonly system: boolean
  readonly active: boolean
  readonly content?: Readonly<Record<string, unknown>>
  readonly createdMs: number
}

export interface TicketForm {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly active: boolean
  readonly default: boolean
  readonly attributeIds: readonly number[]
  readonly createdMs: number
}

export interface TicketBoard {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly description: string
  readonly system: boolean
  readonly columns: readonly string[]
  /** Which tickets are on it; board 1 is not all of them. */
  readonly statusIds: readonly number[]
}

/** Parents 1000, 2000, 3000 and 6000 were seen live; the others are inferred (ninjaone-api §5, "Ticketing"). */
export const ticketStatusKind = (_origin: Origin): Kind<TicketStatus> => ({
  name: 'ticket-status',
  source: listSource(() => [
    { id: 1000, name: 'NEW', displayName: 'New' },
    { id: 2000, name: 'OPEN', displayName: 'Open' },
    { id: 2101, name: 'IN_PROGRESS', displayName: 'In progress', parentId: 2000 },
    { id: 3000, name: 'WAITING', displayName: 'Waiting' },
    { id: 3101, name: 'WAITING_FOR_PARTS', displayName: 'Waiting for parts', parentId: 3000 },
    { id: 4000, name: 'PAUSED', displayName: 'Paused' },
    { id: 5000, name: 'RESOLVED', displayName: 'Resolved' },
    { id: 6000, name: 'CLOSED', displayName: 'Closed' },
  ]),
})

export const ticketAttributeKind = (origin: Origin): Kind<TicketAttribute> => ({
  name: 'ticket-attribute',
  source: listSource(() => {
    const createdMs = origin.startMs - 700 * dayMs
    const fixed = { active: true, createdMs }
    return [
      { id: 1, name: 'Subject', attributeType: 'TEXT', system: true, ...fixed },
      { id: 2, name: 'Priority', attributeType: 'DROPDOWN', system: true, ...fixed },
      { id: 21, name: 'Cost centre', attributeType: 'TEXT', system: false, ...fixed },
      {
        id: 22,
        name: 'On site',
        description: 'Whether somebody has to go there',
        attributeType: 'CHECKBOX',
        system: false,
        ...fixed,
      },
      {
        id: 23,
        name: 'Area',
        attributeType: 'DROPDOWN',
        system: false,
        content: {
          values: ['Hardware', 'Network', 'Accounts', 'Software'].map((name, index) => ({ id: index + 1, name })),
        },
        ...fixed,
      },
    ]
  }),
})

export const ticketFormKind = (origin: Origin): Kind<TicketForm> => ({
  name: 'ticket-form',
  source: listSource(() => {
    const createdMs = origin.startMs - 700 * dayMs
    return [
      { id: 1, name: 'Default', active: true, default: true, attributeIds: [1, 2, 23], createdMs },
      {
        id: 2,
        name: 'New starter',
        description: 'Accounts, devices and licences of somebody who begins',
        active: true,
        default: false,
        attributeIds: [1, 2, 21, 22],
        createdMs,
      },
    ]
  }),
})

const columns = ['id', 'summary', 'status', 'priority', 'organization', 'device', 'assignedAppUser', 'createTime']

export const ticketBoardKind = (origin: Origin): Kind<TicketBoard> => ({
  name: 'ticket-board',
  source: listSource(() =>
    [
      ['Unassigned and new', 'Nobody has looked yet', [1000]],
      ['All tickets', 'Open and closed', []],
      ['Waiting', 'For the customer or a part', [3000, 3101]],
      ['Closed', 'Done', [6000]],
    ].map(([name, description, statusIds], index) => ({
      id: index + 1,
      uid: origin.draw('ticket-board', index + 1).uuid(),
      name: name as string,
      description: description as string,
      system: index < 2,
      columns,
      statusIds: statusIds as number[],
    })),
  ),
})
