import { type RowState, rowStates } from './contract.ts'

export interface BatchSearch {
  rows?: RowState
}

/** A state that there is not shows all rows. */
export function readBatchSearch(search: Record<string, unknown>): BatchSearch {
  const state = rowStates.find((one) => one === search.rows)
  return state === undefined ? {} : { rows: state }
}
