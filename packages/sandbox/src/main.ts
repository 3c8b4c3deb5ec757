/**
 * The command `kunai-sandbox`, also reached as `kunai sandbox`. It reads words and prints words; the sandbox itself is
 * `startSandbox`. stdout is data, stderr is for people.
 */
import type { Clock } from '@kunai/api/clock'

/** Where a command prints, and what ends it. */
export interface SandboxCommandIo {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** Aborting it ends what runs until it is stopped. Its reason may name the signal, which `exec` passes on. */
  readonly stop: AbortSignal
  /** Default: that of this process. */
  readonly environment?: NodeJS.ProcessEnv
  /** How `log --follow` waits between looks. Default: the machine's. */
  readonly clock?: Clock
}

/** Runs one command; resolves to its exit code, and never rejects. Loaded when needed: who embeds a sandbox has no use for it. */
export async function runSandboxCommand(argv: readonly string[], io: SandboxCommandIo): Promise<number> {
  const { runProgram } = await import('./cli/program.ts')
  return runProgram(argv, io)
}
