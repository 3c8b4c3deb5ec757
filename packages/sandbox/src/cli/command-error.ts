/** Why a command ended, for people and for scripts. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  /** The sandbox does not know this control token, or none was given. */
  needsAuthentication: 4,
  /** As shells say it: the command of `exec` could not be run, or was not found. */
  notExecutable: 126,
  notFound: 127,
} as const

export class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.failure) {
    super(message)
    this.exitCode = exitCode
  }
}
