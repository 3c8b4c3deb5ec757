/** Oddities of NinjaOne that broke real clients, as questions that one HTTP exchange or two can answer. */

import { operationOf, type Player } from '../../packages/sandbox/src/test/proofs/player.ts'
import { fetchToken, machineGrant, type Tenant } from '../../packages/sandbox/src/testing/tenant.ts'

export interface Quirk {
  readonly name: string
  holds(player: Player, source: Player, tenant: Tenant): Promise<boolean>
}

const id = 1001

export const quirks: readonly Quirk[] = [
  {
    name: 'a machine may not run scripts: user_context_required, code 5',
    async holds(player, _source, { sandbox }) {
      const operation = operationOf('devices.runScript')
      const input = { id, type: 'SCRIPT', scriptId: 7, runAs: 'system' }
      const { json } = await player.send(operation, input, await fetchToken(sandbox, machineGrant(sandbox)))
      return json.error === 'user_context_required' && json.error_code === 5
    },
  },
  {
    name: 'a dead token: not_authenticated, code 10',
    async holds(player) {
      const { json } = await player.send(operationOf('organizations.list'), {}, 'no-such-token')
      return json.error === 'not_authenticated' && json.error_code === 10
    },
  },
  {
    name: 'a custom field of the wrong type: INVALID_ATTRIBUTE_VALUE',
    async holds(player) {
      const input = { id, fields: { rackUnit: 'not a number' } }
      const { status, json } = await player.perform(operationOf('devices.updateCustomFields'), input)
      return status === 400 && json.resultCode === 'INVALID_ATTRIBUTE_VALUE'
    },
  },
  {
    name: 'a device that is not there and a route that is not: both 404, told apart by resultCode',
    async holds(player) {
      const { status, json } = await player.perform(operationOf('devices.get'), { id: 999_999 })
      return status === 404 && json.resultCode === 'device_not_found'
    },
  },
  {
    name: 'the device filter df narrows the list',
    async holds(player) {
      const count = async (input: object) => {
        const reply = await player.perform(operationOf('devices.list'), input)
        return (reply.json as object[]).length
      }
      const [all, servers] = [await count({}), await count({ df: 'class = WINDOWS_SERVER' })]
      return all > servers && servers > 0
    },
  },
  {
    name: 'a page begins after the id given, in ascending order',
    async holds(player) {
      const { json } = await player.perform(operationOf('devices.list'), { after: id, pageSize: 3 })
      const ids = (json as { id: number }[]).map((device) => device.id)
      return ids.length === 3 && ids.every((one, index) => one > (ids[index - 1] ?? id))
    },
  },
  {
    name: 'the cursor of a report keeps its name while its offset advances',
    async holds(player) {
      const operation = operationOf('queries.listWindowsServices')
      const first = (await player.perform(operation, { pageSize: 10 })).json.cursor
      const second = (await player.perform(operation, { pageSize: 10, cursor: first.name })).json.cursor
      return first.name === second.name && second.offset > first.offset
    },
  },
  {
    name: 'activities come newest first, no more than 200 unless said',
    async holds(player) {
      const { activities } = (await player.perform(operationOf('activities.list'), {})).json
      const ids = (activities as { id: number }[]).map((one) => one.id)
      return (
        ids.length > 1 && ids.length <= 200 && ids.every((one, index) => index === 0 || one < (ids[index - 1] ?? 0))
      )
    },
  },
  {
    name: 'a command answers 204 and is told by a later activity',
    async holds(player) {
      const { status } = await player.perform(operationOf('devices.reboot'), { id, mode: 'FORCED' })
      const { activities } = (await player.perform(operationOf('devices.listActivities'), { id, pageSize: 10 })).json
      return status === 204 && JSON.stringify(activities).toLowerCase().includes('reboot')
    },
  },
  {
    name: 'a ticket that somebody changed in between is not overwritten',
    async holds(player, source) {
      const ticket = { clientId: 1, ticketFormId: 1, subject: 'Printer offline', status: '1000' }
      const { id: ticketId } = await source.call('tickets.create', ticket)
      const requesterUid = (await source.call('organizations.listEndUsers', { id: 1 }))[0].uid
      const change = { ...ticket, ticketId, requesterUid, version: 1 }
      const first = await player.perform(operationOf('tickets.update'), change)
      const second = await player.perform(operationOf('tickets.update'), change)
      return first.status === 200 && second.status === 400
    },
  },
]
