/** A plan in a file: what was previewed, and the hash that what runs must have. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { BatchRequest } from './batch-flags.ts'
import type { BatchView } from './batch-progress.ts'
import { CliError } from './exit-codes.ts'

interface PlanFile {
  readonly kunaiPlan: 1
  readonly planHash: string
  readonly inputHash: string
  readonly request: BatchRequest
  readonly plan: unknown
}

export function writePlanFile(
  path: string,
  { action, template, connection, options, planHash, inputHash, plan }: BatchView,
) {
  const request = { action, template, connection, options }
  const file: PlanFile = { kunaiPlan: 1, planHash: planHash ?? '', inputHash: inputHash ?? '', request, plan }
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`)
}

export function readPlanFile(path: string): PlanFile {
  let file: Partial<PlanFile> | undefined
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as Partial<PlanFile>
  } catch {
    // Not there, or not JSON: the sentence below is true of both.
  }
  if (file?.kunaiPlan !== 1 || file.request === undefined || typeof file.planHash !== 'string') {
    throw new CliError(`${path} is not a plan. Make one with: kunai batch preview … --plan ${path}`)
  }
  return file as PlanFile
}
