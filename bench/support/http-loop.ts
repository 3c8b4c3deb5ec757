/**
 * The load: a fixed number of connections, each with one request in flight, on bare sockets. It looks at every answer
 * (status, length, mark), so that a server which answers wrongly is never counted as a fast one.
 */
import { connect, type Socket } from 'node:net'
import { percentile } from './statistics.ts'

export interface LoadPlan {
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** Taken in turn; one path or one body stands for all. */
  readonly paths: readonly string[]
  readonly bodies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly connections: number
  readonly durationMs: number
  /** Text that every answer must hold. */
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

const headEnd = Buffer.from('\r\n\r\n')

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
            // What was still under way when the time was up counts for nobody.
            if (nowMs <= endMs) latencies.push(nowMs - beganMs)
            return nowMs < endMs
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
    perSecond: (latencies.length / plan.durationMs) * 1000,
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
    if (method === 'POST') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
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
    let kept: Buffer[] = []
    let keptBytes = 0
    /** Length of the answer under way, once its head is known; NaN when it comes in chunks. */
    let wholeBytes: number | undefined
    let headBytes = 0

    const send = () => {
      beganMs = performance.now()
      socket.write(turns.take())
    }
    const finish = (answer: Buffer) => {
      const nowMs = performance.now()
      const fault = findFault(answer, headBytes, plan, mark)
      if (fault !== undefined) {
        reject(new Error(`${plan.url} ${fault}: ${answer.toString('latin1').slice(0, 600)}`))
        return
      }
      kept = []
      keptBytes = 0
      wholeBytes = undefined
      if (turns.record(beganMs, nowMs)) send()
      else resolve()
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${plan.url} closed a connection`)))
    socket.on('data', (chunk: Buffer) => {
      kept.push(chunk)
      keptBytes += chunk.length
      if (wholeBytes === undefined) {
        const soFar = kept.length === 1 ? chunk : Buffer.concat(kept)
        const end = soFar.indexOf(headEnd)
        if (end < 0) return
        headBytes = end + headEnd.length
        const head = soFar.latin1Slice(0, end).toLowerCase()
        const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1]
        wholeBytes = length === undefined ? Number.NaN : headBytes + Number(length)
      }
      if (keptBytes === wholeBytes) finish(kept.length === 1 ? chunk : Buffer.concat(kept))
      else if (Number.isNaN(wholeBytes) && chunk.subarray(-5).equals(lastChunk)) finish(Buffer.concat(kept))
    })
    send()
  })
}

const lastChunk = Buffer.from('0\r\n\r\n')
const ok = Buffer.from('HTTP/1.1 200')

function findFault(answer: Buffer, headBytes: number, plan: LoadPlan, mark: Buffer): string | undefined {
  if (!answer.subarray(0, ok.length).equals(ok)) return 'did not answer 200'
  if (answer.length - headBytes < plan.bytesMin) return `answered fewer than ${plan.bytesMin} bytes`
  if (answer.indexOf(mark, headBytes) < 0) return `answered without ${plan.mark}`
  return undefined
}
