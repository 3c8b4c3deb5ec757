/**
 * The same read with no server at all: our client in a loop, `direct.ts URL CLIENT_ID SECRET`. No gateway that makes
 * this call can be faster. `/run?connections=…&ms=…` drives it with so many in flight and answers what it saw.
 */
import { createServer } from 'node:http'
import { createClient } from '@kunai/api'
import { percentile } from '../support/statistics.ts'
import { announce, endWithBenchmark } from './lifetime.ts'

const [baseUrl = '', clientId = '', clientSecret = ''] = process.argv.slice(2)
const client = createClient({ baseUrl, machine: { clientId, clientSecret } })
const ids = (await client.devices.list({ pageSize: 200 })).map(({ id }) => id)

async function drive(connections: number, durationMs: number) {
  const times: number[] = []
  const endMs = performance.now() + durationMs
  let next = 0
  const worker = async () => {
    for (let nowMs = performance.now(); nowMs < endMs; ) {
      const beganMs = nowMs
      await client.devices.get({ id: ids[next++ % ids.length] ?? 0 })
      nowMs = performance.now()
      if (nowMs <= endMs) times.push(nowMs - beganMs)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const sorted = Float64Array.from(times).sort()
  return {
    answers: next,
    perSecond: (sorted.length / durationMs) * 1000,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
  }
}

endWithBenchmark()
const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', baseUrl)
  response.end(JSON.stringify(await drive(Number(searchParams.get('connections')), Number(searchParams.get('ms')))))
}).listen(0, '127.0.0.1', () => announce(server))
