/** The sandbox, with a fleet of the size that is asked for: `sandbox.ts DEVICES ORGANIZATIONS SEED LATENCY_MS`. */
import { startSandbox } from '@kunai/sandbox'
import { endWithBenchmark } from './lifetime.ts'

const [devices, orgs, seed, latencyMs = 0] = process.argv.slice(2).map(Number)
endWithBenchmark()
const { url, machine, user, control } = await startSandbox({
  ...(devices !== undefined && { devices }),
  ...(orgs !== undefined && { orgs }),
  ...(seed !== undefined && { seed }),
})
if (latencyMs > 0)
  control.addFault({ match: { operation: 'devices.list' }, effect: { kind: 'delay', delayMs: latencyMs } })
process.stdout.write(`${JSON.stringify({ url, machine, user })}\n`)
