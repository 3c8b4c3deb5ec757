/**
 * What Prism finds, and why the vendor really asks or answers so. Sections are of ninjaone-api, where the evidence stands.
 */
interface Explanation {
  readonly operation: RegExp
  readonly line: RegExp
  readonly why: string
}

const explanations: readonly Explanation[] = []

const used = new Set<Explanation>()

export function isExplained(operation: string, line: string): boolean {
  const found = explanations.find((one) => one.operation.test(operation) && one.line.test(line))
  if (found) used.add(found)
  return found !== undefined
}

/** Explanations that nothing needed: what they explain is not so any more. */
export const unusedExplanations = (): readonly string[] => explanations.filter((one) => !used.has(one)).map(({ why }) => why)
