/** Starts one confined script, keeps what it writes, and ends it and all it started when it goes too far. */
import { spawn } from 'node:child_process'
import type { Clock } from '@kunai/api/clock'
import type { Execution, ScriptOutcome } from '../world/kinds/records.ts'
import {
  confine,
  type Programs,
  reportDescriptor,
  type ScriptLimits,
  scriptDescriptor,
  startedMark,
} from './confinement.ts'

export interface Confinement {
  readonly programs: Programs
  readonly limits: ScriptLimits
  /** The time limit goes by this one. */
  readonly clock: Clock
}

type Ending = Exclude<ScriptOutcome['kind'], 'exited' | 'not-started'>

/** Linux takes no longer word than this, its end included. */
const wordBytesMax = 131_072

/** Never rejects. Aborting `signal` ends the script and everything it started. */
export async function runConfined(
  { programs, limits, clock }: Confinement,
  { body, words, hostname }: Execution,
  signal: AbortSignal,
): Promise<ScriptOutcome> {
  const notStarted = (output: string): ScriptOutcome => ({ kind: 'not-started', output, truncated: false })
  if (signal.aborted) return { kind: 'stopped', output: '', truncated: false }
  if (words.some((word) => Buffer.byteLength(word) >= wordBytesMax || word.includes('\0'))) {
    return notStarted('Argument list too long')
  }
  const [program = '', ...rest] = confine(programs, limits, {
    words,
    hostname,
    namesInterpreter: body.startsWith('#!'),
  })
  const output = new KeptOutput(limits.outputBytesKept)
  let complaint = ''
  let ended: Ending | undefined

  return new Promise((resolve) => {
    // Nothing of ours is in its environment, nor in that of the walls, which it can see.
    const child = spawn(program, rest, { env: {}, cwd: '/', stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] })
    const over = new AbortController()
    // With the first process of its namespace all others of it die. Ending bubblewrap itself would leave that one
    // alone for as long as it has not yet asked to die with it, so an end that comes early waits for its number.
    let firstProcess: number | undefined
    const kill = () => {
      if (firstProcess !== undefined && child.exitCode === null && child.signalCode === null) killQuietly(firstProcess)
    }
    const end = (why: Ending) => {
      ended ??= why
      kill()
    }
    let report = ''
    child.stdio[reportDescriptor]?.on('data', (bytes: Buffer) => {
      report += bytes.toString('utf8')
      const id = /"child-pid"\s*:\s*(\d+)/.exec(report)?.[1]
      if (id === undefined || firstProcess !== undefined) return
      firstProcess = Number(id)
      if (ended !== undefined) kill()
    })
    const stop = () => end('stopped')
    signal.addEventListener('abort', stop, { once: true })
    clock.sleep(limits.timeMs, over.signal).then(
      () => end('timed-out'),
      () => {},
    )
    child.stdout?.on('data', (bytes: Buffer) => {
      output.add(bytes)
      if (output.written > limits.outputBytesMax) end('too-much-output')
    })
    child.stderr?.on('data', (bytes: Buffer) => {
      if (complaint.length < 2_000) complaint += bytes.toString('utf8')
    })
    const settle = (outcome: ScriptOutcome) => {
      over.abort()
      signal.removeEventListener('abort', stop)
      resolve(outcome)
    }
    child.once('error', (error) => settle(notStarted(error.message)))
    child.once('close', (exitCode) => {
      const kept = { output: output.text(), truncated: output.written > limits.outputBytesKept }
      if (ended !== undefined) settle({ kind: ended, ...kept })
      else if (!complaint.endsWith(startedMark) || exitCode === null) settle(notStarted(complaint.trim()))
      else settle({ kind: 'exited', exitCode, ...kept })
    })
    const script = child.stdio[scriptDescriptor] as NodeJS.WritableStream | null
    // A wall that fell before the text was read is told by its complaint.
    script?.on('error', () => {})
    script?.end(body)
  })
}

/** It may just have ended by itself. */
function killQuietly(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {}
}

/** Keeps the beginning, counts the rest. */
class KeptOutput {
  readonly #bytesMax: number
  readonly #parts: Buffer[] = []
  #kept = 0
  #written = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get written(): number {
    return this.#written
  }

  add(bytes: Buffer): void {
    this.#written += bytes.length
    if (this.#kept >= this.#bytesMax) return
    const part = bytes.subarray(0, this.#bytesMax - this.#kept)
    this.#kept += part.length
    this.#parts.push(part)
  }

  /** Any bytes make a text: what is no character, or would move a reader's cursor, becomes U+FFFD. */
  text(): string {
    // A character that the end of what is kept cuts in two is left out, not shown broken.
    const text = new TextDecoder().decode(Buffer.concat(this.#parts), { stream: this.#written > this.#bytesMax })
    return text.replace(/\p{Cc}/gu, (letter) => (/[\t\n\r]/.test(letter) ? letter : '\uFFFD'))
  }
}
