/** The sandbox, with a fleet of the size that is asked for: `sandbox.ts DEVICES ORGANIZATIONS SEED`. */
import { startSandbox } from '@kunai/sandbox'
import { endWithBenchmark } from './lifetime.ts'

const [devices, orgs, seed] = process.argv.slice(2).map(Number)
endWithBenchmark()
const { url, machine, user } = await startSandbox({
  ...(devices !== undefined && { devices }),
  ...(orgs !== undefined && { orgs }),
  ...(seed !== undefined && { seed }),
})
process.stdout.write(`${JSON.stringify({ url, machine, user })}\n`)
