/**
 * What a caller may write to decide how a job ends: `#sim exit=3 after=40s out="disk 91%"` in the parameters of a script
 * or in its body, and `sim:offline`, `sim:flaky=0.3`, `sim:slow` among the tags of a device. Parameters win over body.
 */
export interface Simulation {
  readonly exitCode?: number
  readonly afterMs?: number
  readonly output?: string
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

export const saysSimulation = (text: string) => /#sim\b/.test(text)

/** Reads `#sim …`, to the end of its line; unknown words in it are passed over. */
export function readSimulation(...texts: readonly (string | undefined)[]): Simulation {
  let simulation: Simulation = {}
  for (const text of texts.toReversed()) {
    const words = /#sim\b([^\n]*)/.exec(text ?? '')?.[1]
    if (words === undefined) continue
    const output = /\bout="([^"]{0,2000})"/.exec(words)?.[1]
    // What is between the quotes is no instruction.
    const rest = words.replace(/"[^"]*"/g, '')
    const exit = /\bexit=(-?\d{1,9})\b/.exec(rest)?.[1]
    const [, amount, unit] = /\bafter=(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)\b/.exec(rest) ?? []
    simulation = {
      ...simulation,
      ...(exit && { exitCode: Number(exit) }),
      ...(amount && unit && { afterMs: Math.round(Number(amount) * (unitMs[unit] ?? 1)) }),
      ...(output !== undefined && { output }),
    }
  }
  return simulation
}

/** How likely a job fails on a device that `sim:flaky=…` speaks of. */
export function flakinessOf(tags: readonly string[] | undefined): number {
  for (const tag of tags ?? []) {
    const share = /^sim:flaky=(0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.exec(tag)?.[1]
    if (share !== undefined) return Number(share)
  }
  return 0
}

const slowFactor = 10

/** How many times longer everything takes. */
export const slownessOf = (tags: readonly string[] | undefined) => (tags?.includes('sim:slow') ? slowFactor : 1)
