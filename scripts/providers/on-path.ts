/** Finding programs. Decides nothing about them: the providers choose what to do with what is found. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** With KUNAI_TEST_IGNORE_SYSTEM=1 only what npm packages carry counts: how a bare machine is tried on a full one. */
export const ignoresSystem = process.env.KUNAI_TEST_IGNORE_SYSTEM === '1'

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first of `names` that stands in a folder of PATH. */
export function findOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  for (const name of names) {
    for (const folder of folders) {
      if (isProgram(join(folder, name))) return join(folder, name)
    }
  }
  return undefined
}
