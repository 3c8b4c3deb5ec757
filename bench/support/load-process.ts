/** Runs plans that arrive as messages, one at a time; ends when the benchmark lets go of it or dies. */
import autocannon from 'autocannon'
import { type LoadPlan, runLoad } from './http-loop.ts'

async function runAutocannon(plan: LoadPlan): Promise<{ perSecond: number }> {
  const result = await autocannon({
    url: plan.url,
    connections: plan.connections,
    duration: plan.durationMs / 1000,
    requests: plan.paths.map((path) => ({ method: plan.method, path })),
    headers: plan.headers,
  })
  if (result.non2xx + result.errors + result.timeouts > 0) throw new Error(`${plan.url} failed under autocannon`)
  return { perSecond: result.requests.total / result.duration }
}

process.on('message', async ({ kind, plan }: { kind: 'own' | 'autocannon'; plan: LoadPlan }) => {
  try {
    process.send?.({ result: kind === 'own' ? await runLoad(plan) : await runAutocannon(plan) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit())
