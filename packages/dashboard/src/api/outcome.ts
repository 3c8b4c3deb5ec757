/** Turns the outcome of a read into its data, or into an error that says why there is none. */
import type { Outcome } from './contract.ts'
import { ApiError } from './http.ts'
import { type CallRequest, makeCall } from './queries.ts'

function dataOf(outcome: Outcome): unknown {
  switch (outcome.status) {
    case 'done':
      return outcome.data
    case 'waiting':
      throw new ApiError(
        200,
        'waiting',
        'A rule holds this read for approval. Decide it under Approvals, then try again.',
      )
    case 'accepted':
      throw new ApiError(200, 'accepted', 'NinjaOne accepted this without an answer. Try again.')
    case 'denied':
    case 'failed':
    case 'unknown':
      throw new ApiError(200, outcome.code, outcome.message)
  }
}

export async function read<Data>(call: CallRequest, signal?: AbortSignal): Promise<Data> {
  return dataOf(await makeCall(call, signal)) as Data
}
