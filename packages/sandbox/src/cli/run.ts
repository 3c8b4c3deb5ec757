/** `start` and `exec`: commands that run a sandbox of their own. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import type { SandboxCommandIo } from '../main.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { CommandError, exitCodes } from './command-error.ts'
import { controlTokenVariable, portDefault, urlVariable } from './control-client.ts'
import { announce } from './ready.ts'
import { readStartFlags, readTextFile, type StartFlags } from './start-options.ts'

type Io = Pick<SandboxCommandIo, 'stdout' | 'stderr' | 'stop'> & { readonly environment: NodeJS.ProcessEnv }

/** Runs until `io.stop` is aborted. */
export async function runStart(flags: StartFlags & { readonly json?: boolean }, io: Io): Promise<number> {
  return withSandbox(flags, portDefault, io, async (sandbox) => {
    announce(sandbox, sandbox.control.size().devices, flags.json ?? false, io.stdout)
    await aborted(io.stop)
    return exitCodes.ok
  })
}

/** Runs a command that finds the sandbox in its environment, and ends as the command ends. */
export async function runExec(flags: StartFlags, words: readonly string[], io: Io): Promise<number> {
  return withSandbox(flags, 0, io, async (sandbox) => {
    io.stderr(`Sandbox at ${sandbox.url}\n`)
    return runChild(words, { ...io.environment, ...environmentOf(sandbox) }, io.stop)
  })
}

async function withSandbox(
  flags: StartFlags,
  port: number,
  io: Io,
  use: (sandbox: Sandbox) => Promise<number>,
): Promise<number> {
  const file = flags.import === undefined ? undefined : readTextFile(flags.import)
  const sandbox = await startSandbox({ port, ...readStartFlags(flags, io.environment) })
  try {
    if (file !== undefined) sandbox.control.import(file)
    const exitCode = await use(sandbox)
    if (flags.exportOnExit === undefined) return exitCode
    try {
      writeFileSync(flags.exportOnExit, sandbox.control.export())
    } catch (error) {
      io.stderr(`${flags.exportOnExit} cannot be written: ${(error as Error).message}\n`)
      return exitCode || exitCodes.failure
    }
    return exitCode
  } finally {
    await sandbox.close()
  }
}

/** By the names that the gateway reads, and those that commands of this program read. */
const environmentOf = ({ url, machine, user, controlToken }: Sandbox): NodeJS.ProcessEnv => ({
  KUNAI_NINJAONE_URL: url,
  KUNAI_NINJAONE_CLIENT_ID: machine.clientId,
  KUNAI_NINJAONE_CLIENT_SECRET: machine.clientSecret,
  KUNAI_NINJAONE_USER_CLIENT_ID: user.clientId,
  KUNAI_NINJAONE_USER_CLIENT_SECRET: user.clientSecret,
  KUNAI_NINJAONE_USER_REFRESH_TOKEN: user.refreshToken,
  [urlVariable]: url,
  [controlTokenVariable]: controlToken,
})

function runChild(words: readonly string[], env: NodeJS.ProcessEnv, stop: AbortSignal): Promise<number> {
  const [command = '', ...rest] = words
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: 'inherit', env })
    const passOn = () => {
      const signal = isSignal(stop.reason) ? stop.reason : 'SIGTERM'
      // A terminal's Ctrl-C has reached the child by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    if (stop.aborted) passOn()
    stop.addEventListener('abort', passOn, { once: true })
    child.on('error', (error: NodeJS.ErrnoException) => {
      stop.removeEventListener('abort', passOn)
      const exitCode = error.code === 'ENOENT' ? exitCodes.notFound : exitCodes.notExecutable
      reject(new CommandError(`${command} could not be started: ${error.message}`, exitCode))
    })
    child.on('exit', (code, signal) => {
      stop.removeEventListener('abort', passOn)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

const isSignal = (reason: unknown): reason is NodeJS.Signals =>
  typeof reason === 'string' && Object.hasOwn(constants.signals, reason)

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
