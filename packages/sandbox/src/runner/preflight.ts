/** Whether this machine can confine scripts, found out by confining one: asked at the start, never found out by a user. */
import { systemClock } from '@kunai/api/clock'
import { ConfinementError, findPrograms, type Programs, scriptLimits } from './confinement.ts'
import { runConfined } from './run-confined.ts'

const probeCode = 42

/** Rejects with a `ConfinementError` for people; there is no lesser confinement to fall back to. */
export async function findConfinement(find: () => Programs = findPrograms): Promise<Programs> {
  const programs = find()
  const limits = { ...scriptLimits, timeMs: 10_000 }
  const script = { body: `true | true && exit ${probeCode}`, words: [], hostname: 'probe' }
  const outcome = await runConfined({ programs, limits, clock: systemClock }, script, new AbortController().signal)
  if (outcome.exitCode === probeCode) return programs
  throw new ConfinementError(
    `Scripts cannot be confined on this machine, so none is run: ${outcome.output || outcome.kind}. ` +
      'Often the system forbids user namespaces to users. Leave --run-scripts away; runs are simulated then.',
  )
}
