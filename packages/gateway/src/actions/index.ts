/** The gateway's own actions. The list is what doors walk over; the routes of docs/reference/http-api.md come from it. */
import type { Action } from './action.ts'
import { approveApproval, denyApproval, extendApproval, getApproval, listApprovals, withdrawCall } from './approvals.ts'
import { listAudit, verifyAudit } from './audit.ts'
import { listBatchActions, readBatchFile, renderBatchRow } from './batch-editor.ts'
import { downloadBatchResults } from './batch-results.ts'
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
import {
  addConnection,
  authorizeConnection,
  checkConnection,
  completeAuthorization,
  disconnectConnection,
  listConnections,
  probeAddress,
  rotateConnectionSecret,
  setBashRunner,
  updateConnection,
  useConnection,
} from './connections.ts'
import { followFleet, listFleetEvents, listFollowed, unfollowFleet } from './fleet.ts'
import { addPerson } from './people.ts'
import {
  getPolicies,
  getSwitch,
  listPolicyChanges,
  resetPolicies,
  setPolicy,
  simulate,
  turnSwitch,
  usePreset,
} from './policies.ts'

export { type Action, Download, type Parts, type Principal } from './action.ts'
export { type AgentBatches, AgentBatchInputs, createAgentBatches } from './agent-batches.ts'

export const actions = [
  listApprovals,
  getApproval,
  approveApproval,
  denyApproval,
  extendApproval,
  withdrawCall,
  createCall,
  getCall,
  listAudit,
  verifyAudit,
  addPerson,
  listFollowed,
  followFleet,
  unfollowFleet,
  listFleetEvents,
  getPolicies,
  setPolicy,
  resetPolicies,
  usePreset,
  getSwitch,
  turnSwitch,
  listPolicyChanges,
  simulate,
  listConnections,
  probeAddress,
  addConnection,
  updateConnection,
  rotateConnectionSecret,
  checkConnection,
  authorizeConnection,
  completeAuthorization,
  useConnection,
  setBashRunner,
  disconnectConnection,
  listBatchActions,
  readBatchFile,
  renderBatchRow,
  createBatch,
  addBatchRows,
  planBatch,
  startBatch,
  listBatches,
  getBatch,
  listBatchRows,
  downloadBatchResults,
  pauseBatch,
  resumeBatch,
  cancelBatch,
  retryBatch,
] as unknown as readonly Action[]
