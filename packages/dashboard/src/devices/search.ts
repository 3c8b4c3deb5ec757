/** What the devices page keeps in its address, so that a filtered list can be sent to a colleague. */
export const sortColumns = ['name', 'organization', 'class', 'online', 'lastContact'] as const
export type SortColumn = (typeof sortColumns)[number]

export interface DevicesSearch {
  text?: string
  organization?: number
  online?: 'online' | 'offline'
  sort?: SortColumn
  descending?: true
  connection?: string
}

export function readDevicesSearch(search: Record<string, unknown>): DevicesSearch {
  const result: DevicesSearch = {}
  if (typeof search.text === 'string' || typeof search.text === 'number') result.text = String(search.text)
  const organization = Number(search.organization)
  if (Number.isInteger(organization) && organization > 0) result.organization = organization
  if (search.online === 'online' || search.online === 'offline') result.online = search.online
  const sort = sortColumns.find((column) => column === search.sort)
  if (sort !== undefined) result.sort = sort
  if (search.descending === true) result.descending = true
  if (typeof search.connection === 'string') result.connection = search.connection
  return result
}
