/** The filters of the list that one came from, so that the way back leads to the same list. */
import type { DevicesSearch } from './search.ts'

let last: DevicesSearch = {}

export function rememberDevicesSearch(search: DevicesSearch): void {
  last = search
}

export function recallDevicesSearch(): DevicesSearch {
  return last
}
