import { noticeLook } from '../world/commands/run-job.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import type { Job } from '../world/kinds/records.ts'
import { type Behaviours, lasting } from './behaviour.ts'

/** The kind of a job is `jobType`; `sourceType` has words for alerts only (spec, "Job"). */
export function toWireJob(job: Job) {
  const { id: _id, pollsLeft: _pollsLeft, execution: _execution, createdMs, updatedMs, sourceType, data, ...rest } = job
  return {
    ...rest,
    createTime: createdMs / 1000,
    updateTime: updatedMs / 1000,
    jobStatus: 'STARTED',
    jobType: sourceType,
    // What the sandbox keeps beside it for itself stays here.
    data: { message: data.message },
  }
}

export const jobs: Behaviours = {
  'jobs.list': ({ jobType, df }, { world, nowMs }) => {
    noticeLook(world, nowMs)
    const test = parseDeviceFilter(df, factsOf(world))
    const found = world.jobs.list({
      test: ({ sourceType, deviceId }) => {
        if (jobType !== undefined && sourceType !== jobType) return false
        const device = world.devices.get(deviceId)
        return device !== undefined && test(device)
      },
    })
    return lasting(found.map(toWireJob))
  },
}
