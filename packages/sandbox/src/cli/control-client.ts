/** Speaks to the control API of a sandbox that runs elsewhere. */
import { readFileSync } from 'node:fs'
import { CommandError, exitCodes } from './command-error.ts'

export const urlVariable = 'KUNAI_SANDBOX_URL'
export const controlTokenVariable = 'KUNAI_SANDBOX_CONTROL_TOKEN'
export const portDefault = 7401

/** Long enough to hash a large fleet; short enough to notice that nobody answers. */
const answerWithinMs = 120_000

interface Whereabouts {
  readonly url?: string
  readonly controlToken?: string
  readonly controlTokenFile?: string
}

/** What every command of a running sandbox can be told. */
export interface ClientFlags extends Whereabouts {
  readonly json?: boolean
}

export interface ControlClient {
  /** Below `/_sandbox`. The answer as JSON, or undefined where there is none. Throws with a message for people. */
  send(method: string, path: string, body?: unknown): Promise<unknown>
  /** The same; the answer as it came, and a text is sent as it is. */
  sendText(method: string, path: string, body?: string): Promise<string>
}

export function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
}

export function createControlClient(
  { url, controlToken, controlTokenFile }: Whereabouts,
  environment: NodeJS.ProcessEnv,
  stop: AbortSignal,
): ControlClient {
  const base = url ?? (environment[urlVariable] || `http://127.0.0.1:${portDefault}`)
  if (!URL.canParse(base) || !/^https?:/.test(base)) {
    throw new CommandError(`"${base}" is not an address. Write it as http://127.0.0.1:${portDefault}`)
  }
  const token =
    controlToken ??
    (controlTokenFile === undefined ? undefined : readSecretFile(controlTokenFile)) ??
    environment[controlTokenVariable]
  if (!token) {
    throw new CommandError(
      `This needs the control token that the sandbox printed at its start: set ${controlTokenVariable}, or use --control-token-file.`,
      exitCodes.needsAuthentication,
    )
  }
  const sendText = async (method: string, path: string, body?: string): Promise<string> => {
    const response = await reach(`${base.replace(/\/$/, '')}/_sandbox${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]),
    })
    const text = await response.text()
    if (response.ok) return text
    const isTokenWrong = response.status === 401
    throw new CommandError(
      isTokenWrong
        ? `The sandbox at ${base} does not know this control token.`
        : readError(text, response.status, base),
      isTokenWrong ? exitCodes.needsAuthentication : exitCodes.failure,
    )
  }
  return {
    sendText,
    send: async (method, path, body) => {
      const text = await sendText(method, path, body === undefined ? undefined : JSON.stringify(body))
      return text === '' ? undefined : (JSON.parse(text) as unknown)
    },
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    const { origin } = new URL(url)
    throw new CommandError(`No sandbox answers at ${origin}. Start one with "start", or say where it is with --url.`)
  }
}

function readError(text: string, status: number, base: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    if (typeof error === 'string') return error
  } catch {
    // Not ours then.
  }
  return `${base} answered ${status}, and not as a sandbox does.`
}
