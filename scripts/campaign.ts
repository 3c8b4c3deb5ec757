/**
 * `npm run campaign`: the long form of the seeded fault and fuzz runs, hours if asked. Those tests are files named
 * `*.campaign.test.ts`; they read KUNAI_CAMPAIGN to choose between their short form (part of `npm test`) and this one.
 */
import { close, runVitest } from './run-vitest.ts'

const { counts } = await runVitest(process.argv.slice(2), { KUNAI_CAMPAIGN: '1' })
// A campaign that found no test proved nothing.
if (counts.passed + counts.failed === 0) counts.failed++
close(counts)
