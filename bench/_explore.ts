import { startSandboxServer } from './sandbox.ts'
import { deviceIds } from './mcp-contestants.ts'
import { connectSandbox } from './sandbox.ts'
import { withServers } from './support/processes.ts'
import { createClient } from '@kunai/api'
import { Agent, createServer, get } from 'node:http'
await withServers(async (keep) => {
  const sandbox = await keep(startSandboxServer(1800, 24))
  const ids = await deviceIds(sandbox.ready)
  const { headers } = await connectSandbox(sandbox.ready)
  const client = createClient({ baseUrl: sandbox.ready.url, machine: sandbox.ready.machine })
  const agent = new Agent({ keepAlive: true })
  const raw = (path: string) => new Promise<unknown>((res, rej) => get(sandbox.ready.url + path, { agent, headers }, (r) => { const c: Buffer[] = []; r.on('data', (d) => c.push(d)); r.on('end', () => res(JSON.parse(Buffer.concat(c).toString()))) }).on('error', rej))
  const drive = async (n: number, ms: number, f: (id: number) => Promise<unknown>) => {
    let count = 0; const end = performance.now() + ms; const lat: number[] = []; const cpu = process.cpuUsage()
    await Promise.all(Array.from({ length: n }, async () => { while (performance.now() < end) { const t = performance.now(); await f(ids[count++ % ids.length]!); lat.push(performance.now() - t) } }))
    const c = process.cpuUsage(cpu); lat.sort((a, b) => a - b)
    return `${Math.round(count / ms * 1000)}/s p50 ${lat[lat.length >> 1]!.toFixed(3)} ms cpu/call ${((c.user + c.system) / count).toFixed(0)} µs`
  }
  for (let i = 0; i < 3; i++) {
    for (const n of [20, 1]) {
      console.log(n, 'client ', await drive(n, 1500, (id) => client.devices.get({ id })))
      console.log(n, 'fetch  ', await drive(n, 1500, async (id) => (await fetch(`${sandbox.ready.url}/v2/device/${id}`, { headers })).json()))
      console.log(n, 'nodehttp', await drive(n, 1500, (id) => raw(`/v2/device/${id}`)))
    }
  }
})
process.exit()
