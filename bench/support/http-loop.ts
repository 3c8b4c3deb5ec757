/**
 * The load: a fixed number of connections, each with one request in flight, on bare sockets. It looks at every answer
 * (status, length, mark), so that a server which answers wrongly is never counted as a fast one.
 */
import { connect, type Socket } from 'node:net'
import { percentile } from './statistics.ts'

export interface LoadPlan {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** What every answer must say; 200 when absent. */
  readonly status?: 200 | 204
  /** Taken in turn; one path or one body stands for all. */
  readonly paths: readonly string[]
  readonly bodies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly connections: number
  readonly durationMs: number
  /** Goes on beyond its time until this many answers came, so that a starved machine sees as much as any other. */
  readonly answersMin?: number
  /** Text that every answer must hold; empty where an answer has no body. */
  readonly mark: string
  /** Least length of an answer's body. */
  readonly bytesMin: number
}

export interface LoadResult {
  readonly answers: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** On the system's monotonic clock, which profiles use too. */
  readonly startedMicroseconds: number
  readonly endedMicroseconds: number
}

/** @throws when any answer is not what the plan says, or a connection is lost. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const requests = renderRequests(plan)
  const { hostname, port } = new URL(plan.url)
  const sockets = await Promise.all(Array.from({ length: plan.connections }, () => openSocket(hostname, Number(port))))
  const latencies: number[] = []
  let next = 0
  const startedMs = performance.now()
  const startedMicroseconds = Number(process.hrtime.bigint() / 1000n)
  const endMs = startedMs + plan.durationMs
  const { answersMin = 0 } = plan
  /** When the last answer that counts came. */
  let lastMs = startedMs
  try {
    await Promise.all(
      sockets.map((socket) =>
        drive(socket, plan, {
          take: () => {
            const request = requests[next % requests.length]
            next++
            if (request === undefined) throw new TypeError('a plan needs a request')
            return request
          },
          record: (beganMs, nowMs) => {
            // What was still under way when the time was up counts for nobody, unless there are too few.
            if (nowMs <= endMs || latencies.length < answersMin) {
              latencies.push(nowMs - beganMs)
              lastMs = nowMs
            }
            return nowMs < endMs || latencies.length < answersMin
          },
        }),
      ),
    )
  } finally {
    for (const socket of sockets) socket.destroy()
  }
  if (latencies.length === 0) throw new Error(`${plan.url} answered nothing within ${plan.durationMs} ms`)
  const sorted = Float64Array.from(latencies).sort()
  return {
    answers: next,
    perSecond: (latencies.length / Math.max(plan.durationMs, lastMs - startedMs)) * 1000,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    startedMicroseconds,
    endedMicroseconds: Number(process.hrtime.bigint() / 1000n),
  }
}

function renderRequests({ url, method, paths, bodies = [''], headers = {} }: LoadPlan): Buffer[] {
  const { host } = new URL(url)
  return Array.from({ length: Math.max(paths.length, bodies.length) }, (_, index) => {
    const body = bodies[index % bodies.length] ?? ''
    const lines = [`${method} ${paths[index % paths.length]} HTTP/1.1`, `Host: ${host}`]
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
    if (method !== 'GET') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })
}

function openSocket(hostname: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname, () => resolve(socket))
    socket.setNoDelay(true)
    socket.once('error', reject)
  })
}

interface Turns {
  take(): Buffer
  /** False when the time is up. */
  record(beganMs: number, nowMs: number): boolean
}

function drive(socket: Socket, plan: LoadPlan, turns: Turns): Promise<void> {
  const mark = Buffer.from(plan.mark)
  return new Promise((resolve, reject) => {
    let beganMs = 0
    let answer = new AnswerReader(mark)

    const send = () => {
      beganMs = performance.now()
      socket.write(turns.take())
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${plan.url} closed a connection`)))
    socket.on('data', (chunk: Buffer) => {
      if (!answer.add(chunk)) return
      const nowMs = performance.now()
      const fault = answer.findFault(plan)
      if (fault !== undefined) {
        reject(new Error(`${plan.url} ${fault}: ${chunk.toString('latin1').slice(0, 600)}`))
        return
      }
      answer = new AnswerReader(mark)
      if (turns.record(beganMs, nowMs)) send()
      else resolve()
    })
    send()
  })
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = Buffer.from('0\r\n\r\n')

/** One answer, read as it comes: large ones are looked at piece by piece, never put together. */
class AnswerReader {
  readonly #mark: Buffer
  #head = ''
  /** What came before the head was whole. */
  #early: Buffer | undefined
  #bodyBytes = 0
  #bodyBytesWanted = Number.NaN
  #marked = false

  constructor(mark: Buffer) {
    this.#mark = mark
  }

  /** True when the answer is whole. */
  add(chunk: Buffer): boolean {
    let body = chunk
    if (this.#head === '') {
      const soFar = this.#early ? Buffer.concat([this.#early, chunk]) : chunk
      const end = soFar.indexOf(headEnd)
      if (end < 0) {
        this.#early = soFar
        return false
      }
      this.#head = soFar.toString('latin1', 0, end)
      // A 204 has no body, and says no length.
      const length = this.#head.startsWith('HTTP/1.1 204') ? 0 : /\r\ncontent-length: *(\d+)/i.exec(this.#head)?.[1]
      this.#bodyBytesWanted = Number(length)
      body = soFar.subarray(end + headEnd.length)
    }
    this.#bodyBytes += body.length
    this.#marked ||= body.includes(this.#mark)
    // Without a length the answer comes in pieces of its own, and an empty one is the last.
    if (Number.isNaN(this.#bodyBytesWanted)) return body.subarray(-lastChunk.length).equals(lastChunk)
    return this.#bodyBytes >= this.#bodyBytesWanted
  }

  findFault({ bytesMin, mark, status = 200 }: LoadPlan): string | undefined {
    if (!this.#head.startsWith(`HTTP/1.1 ${status}`)) return `did not answer ${status}`
    if (this.#bodyBytes < bytesMin) return `answered fewer than ${bytesMin} bytes`
    return this.#marked || mark === '' ? undefined : `answered without ${mark}`
  }
}
