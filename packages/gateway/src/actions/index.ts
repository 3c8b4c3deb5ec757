/** The gateway's own actions. The list is what doors walk over; the routes of docs/reference/http-api.md come from it. */
import type { Action } from './action.ts'
import { approveApproval, denyApproval, getApproval, listApprovals } from './approvals.ts'
import { listAudit, verifyAudit } from './audit.ts'
import {
  addBatchRows,
  cancelBatch,
  createBatch,
  getBatch,
  listBatches,
  listBatchRows,
  pauseBatch,
  planBatch,
  resumeBatch,
  retryBatch,
  startBatch,
} from './batches.ts'
import { createCall, getCall } from './calls.ts'
import { addPerson } from './people.ts'

export type { Action, Parts, Principal } from './action.ts'
export { type AgentBatches, AgentBatchInputs, createAgentBatches } from './agent-batches.ts'

export const actions = [
  listApprovals,
  getApproval,
  approveApproval,
  denyApproval,
  createCall,
  getCall,
  listAudit,
  verifyAudit,
  addPerson,
  createBatch,
  addBatchRows,
  planBatch,
  startBatch,
  listBatches,
  getBatch,
  listBatchRows,
  pauseBatch,
  resumeBatch,
  cancelBatch,
  retryBatch,
] as unknown as readonly Action[]
