/**
 * One reader of the API in a process of its own: `client.ts MODE URL CLIENT_ID CLIENT_SECRET [REQUESTS_PER_SECOND BURST]`.
 * It reads when its process starts, prints one line of figures, and waits to be stopped.
 */
import { createClient } from '@kunai/api'
import { endWithBenchmark } from './lifetime.ts'

const [mode = '', url = '', clientId = '', clientSecret = '', requestsPerSecond, burst] = process.argv.slice(2)
endWithBenchmark()

const pageSize = 1_000
let requests = 0
let tokenRequests = 0
const rateLimit = requestsPerSecond ? { requestsPerSecond: Number(requestsPerSecond), burst: Number(burst) } : {}
const client = createClient({
  ...{ baseUrl: url, machine: { clientId, clientSecret }, rateLimit },
  hooks: {
    onRequest: ({ operationId }) => {
      if (operationId === 'oauth.token') tokenRequests += 1
      else requests += 1
    },
  },
})

/** The most memory in use while something runs, over what was in use before. */
async function withMemory(run: () => Promise<number>) {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let most = before
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  const beganMs = performance.now()
  const rows = await run()
  const tookMs = performance.now() - beganMs
  clearInterval(sampling)
  return { rows, tookMs, megabytes: (Math.max(most, process.memoryUsage.rss()) - before) / 1024 ** 2 }
}

async function readAll(): Promise<number> {
  let rows = 0
  let last = 0
  for await (const { id } of client.devices.list.all({ pageSize })) {
    if (id <= last) throw new Error(`device ${id} came after ${last}`)
    last = id
    rows += 1
  }
  return rows
}

/** What a script without a client does: one page after another, no schema, no time-out, no retry. */
async function readInLoop(): Promise<number> {
  const answer = await fetch(`${url}/ws/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  let rows = 0
  let after = 0
  for (;;) {
    const path = `${url}/v2/devices?pageSize=${pageSize}&after=${after}`
    const page = (await (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).json()) as {
      id: number
    }[]
    requests += 1
    rows += page.length
    if (page.length < pageSize) return rows
    after = page.at(-1)?.id ?? 0
  }
}

async function callFirst(): Promise<number> {
  const calls = 1_000
  await Promise.all(Array.from({ length: calls }, (_, index) => client.devices.get({ id: 1001 + (index % 1_000) })))
  return calls
}

const modes: Readonly<Record<string, () => Promise<number>>> = { ours: readAll, loop: readInLoop, first: callFirst }
const run = modes[mode]
if (run === undefined) throw new Error(`there is no mode "${mode}"`)
const figures = await withMemory(run)
process.stdout.write(`${JSON.stringify({ ...figures, requests, tokenRequests })}\n`)
