/** What the command line is given by `main.ts`. */
import type { Home } from '../../home/index.ts'

export interface UpOptions {
  readonly port: number
  readonly host: string
  readonly sandbox: boolean
  readonly sandboxPort: number
  readonly seed: number
  readonly orgs: number
  readonly devices: number
  /** Seconds. */
  readonly decideWithin: number
  /** Seconds. */
  readonly startWithin: number
  readonly json: boolean
  /** False when an agent's process started the gateway: then nobody but the owner may get a sign-in link. */
  readonly signInLink: boolean
}

export interface CliParts {
  readonly version: string
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly stdin: AsyncIterable<Uint8Array>
  readonly environment: NodeJS.ProcessEnv
  /** Opened when a command needs it. */
  readonly home: () => Home
  /** Runs the gateway until it is told to stop; resolves with the exit code. */
  readonly up: (options: UpOptions) => Promise<number>
  readonly mcp: (options: { key: string; profile: string; connection?: string }) => Promise<number>
  readonly sandbox: (argv: string[]) => Promise<number>
  /** A fault in one sentence, without a stack. */
  readonly explainFault: (error: unknown) => string
}
