/**
 * The same script runs with no gateway and no journal: our client in a loop, `plain-writes.ts` with its work as JSON on
 * stdin. What a batch takes longer than this is what plan, policy, audit and journal cost.
 */
import { text } from 'node:stream/consumers'
import { createClient } from '@kunai/api'
import type { SandboxAddress } from '../support/batch-gateway.ts'

export interface PlainWork {
  readonly sandbox: SandboxAddress
  readonly rows: readonly { readonly device: number; readonly row: number }[]
}

const { sandbox, rows } = JSON.parse(await text(process.stdin)) as PlainWork
const { clientId, clientSecret, refreshToken } = sandbox.user
const client = createClient({
  baseUrl: sandbox.url,
  machine: sandbox.machine,
  user: { clientId, clientSecret, refreshToken },
})
// The token is there before time runs, as a gateway has it.
await client.devices.runScript({ id: rows[0]?.device ?? 0, type: 'SCRIPT', scriptId: 1, parameters: 'warm-up' })
const beganMs = performance.now()
for (const { device, row } of rows) {
  await client.devices.runScript({ id: device, type: 'SCRIPT', scriptId: 1, parameters: `row-${row}` })
}
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - beganMs) / 1000 })}\n`)
await client.close()
