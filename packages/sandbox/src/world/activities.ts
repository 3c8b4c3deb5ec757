/** NinjaOne's record of what happened: ids ascend over the whole tenant, oldest first. */
import type { SeedActivity } from './history.ts'

export interface ActivityEntry {
  readonly deviceId: number
  readonly activityType: string
  readonly statusCode: string
  readonly status: string
  readonly type: string
  readonly activityResult?: 'SUCCESS' | 'FAILURE' | 'UNSUPPORTED' | 'UNCOMPLETED'
  readonly seriesUid?: string
  readonly sourceConfigUid?: string
  readonly sourceName?: string
  readonly subject?: string
  readonly userId?: number
  readonly message: string
  readonly severity?: string
  readonly priority?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface ActivityQuery {
  readonly olderThan?: number | undefined
  readonly newerThan?: number | undefined
  readonly activityType?: string | undefined
  readonly status?: string | undefined
  readonly seriesUid?: string | undefined
  readonly pageSize?: number | undefined
}

const firstActivityId = 100_001
const pageSizeDefault = 200

export class ActivityLog {
  readonly #history: readonly SeedActivity[]
  readonly #startMs: number
  readonly #later: { readonly atMs: number; readonly entry: ActivityEntry }[] = []
  readonly #idsByDevice = new Map<number, number[]>()

  constructor(history: readonly SeedActivity[], startMs: number) {
    this.#history = history
    this.#startMs = startMs
    for (const [index, { deviceId }] of history.entries()) this.#index(deviceId, firstActivityId + index)
  }

  get count(): number {
    return this.#history.length + this.#later.length
  }

  get lastId(): number {
    return firstActivityId + this.count - 1
  }

  append(atMs: number, entry: ActivityEntry): number {
    this.#later.push({ atMs, entry })
    this.#index(entry.deviceId, this.lastId)
    return this.lastId
  }

  /** One page of a device's activities, newest first. */
  pageOfDevice(deviceId: number, query: ActivityQuery) {
    const ids = this.#idsByDevice.get(deviceId) ?? []
    const pageSize = query.pageSize ?? pageSizeDefault
    const wantedStatus = readStatusWords(query.status)
    const matches = (id: number) => {
      const entry = this.#entry(id)
      return (
        (query.olderThan === undefined || id < query.olderThan) &&
        (query.newerThan === undefined || id > query.newerThan) &&
        (query.activityType === undefined || entry.activityType === query.activityType) &&
        (wantedStatus === undefined || wantedStatus.includes(entry.statusCode)) &&
        (query.seriesUid === undefined || entry.seriesUid === query.seriesUid)
      )
    }
    // A reader who follows `newerThan` takes the largest id of a page as its next bound. It must therefore get
    // the rows right after its bound; the newest ones would leave a hole behind them.
    const forward = query.newerThan !== undefined && query.olderThan === undefined
    const page: number[] = []
    for (let turn = 0; turn < ids.length && page.length < pageSize; turn++) {
      const id = ids[forward ? turn : ids.length - 1 - turn]
      if (id !== undefined && matches(id)) page.push(id)
    }
    if (forward) page.reverse()
    const lastNodeActivityId = ids.at(-1)
    return {
      ...(this.count > 0 && { lastActivityId: this.lastId }),
      ...(lastNodeActivityId !== undefined && { lastNodeActivityId }),
      activities: page.map((id) => this.#toWire(id)),
    }
  }

  #index(deviceId: number, id: number): void {
    const ids = this.#idsByDevice.get(deviceId)
    if (ids) ids.push(id)
    else this.#idsByDevice.set(deviceId, [id])
  }

  #entry(id: number): SeedActivity | ActivityEntry {
    const index = id - firstActivityId
    const entry = this.#history[index] ?? this.#later[index - this.#history.length]?.entry
    if (!entry) throw new Error(`no activity ${id}`)
    return entry
  }

  #toWire(id: number) {
    const index = id - firstActivityId
    const past = this.#history[index]
    if (past) {
      const { offsetMs, ...entry } = past
      return { id, activityTime: (this.#startMs + offsetMs) / 1000, ...entry }
    }
    const { atMs, entry } = this.#later[index - this.#history.length] ?? { atMs: 0, entry: this.#entry(id) }
    return { id, activityTime: atMs / 1000, ...(entry as ActivityEntry) }
  }
}

/** `COMPLETED`, or `in (COMPLETED, STARTED)`; both are in use (ninjaone-api §6). */
function readStatusWords(status: string | undefined): readonly string[] | undefined {
  if (status === undefined) return undefined
  const list = /^in\s*\(([^)]*)\)$/i.exec(status.trim())?.[1]
  return (list ?? status).split(',').map((word) => word.trim())
}
