/** Starts a sandbox of a size and says how long that took, then resets it, and snapshots a world that changed. */

import { systemClock } from '@kunai/api/clock'
import { startSandbox } from '@kunai/sandbox'
import { TenantClock } from '../../packages/sandbox/src/clock.ts'
import { Skeleton } from '../../packages/sandbox/src/world/skeleton.ts'
import { World } from '../../packages/sandbox/src/world/world.ts'

const [devices = 0, orgs = 0, seed = 0] = process.argv.slice(2).map(Number)
const changes = 1_000

const timed = <Value>(work: () => Value): [Value, number] => {
  const beganMs = performance.now()
  const value = work()
  return [value, performance.now() - beganMs]
}

const beganMs = performance.now()
const sandbox = await startSandbox({ devices, orgs, seed })
const { machine, url, control } = sandbox
const token = async () => {
  const form = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
  const answer = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  return ((await answer.json()) as { access_token: string }).access_token
}
const headers = { Authorization: `Bearer ${await token()}` }
await (await fetch(`${url}/v2/devices?pageSize=1`, { headers })).text()
const startMs = performance.now() - beganMs
for (let page = 0; page < 10; page++) {
  await (await fetch(`${url}/v2/devices?pageSize=1000&after=${1000 + page * 1000}`, { headers })).text()
}
const rssMb = process.memoryUsage().rss / 2 ** 20
const [, resetMs] = timed(() => control.reset())
await sandbox.close()

const world = new World(new Skeleton({ seed, orgs, devices, profile: 'msp-typical' }), new TenantClock(systemClock), {
  alive: false,
})
let changed = 0
for (const { id } of world.devices) {
  if (changed++ === changes) break
  world.devices.update(id, { displayName: 'Changed' })
}
const [, snapshotMs] = timed(() => world.snapshot('before'))
world.devices.update(1001, { displayName: 'Changed again' })
const [, restoreMs] = timed(() => world.restore('before'))
process.stdout.write(`${JSON.stringify({ startMs, rssMb, resetMs, snapshotMs, restoreMs })}\n`)
