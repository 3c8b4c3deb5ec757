/**
 * Running a bash script: an operation of the gateway's own, which travels as NinjaOne's run of a library script, the
 * tenant's bash runner. It is judged by its own name, and never without a person. Decides what such a call is, also
 * when it comes as a plain run of that library script; sends nothing.
 */
import { catalogue } from '@kunai/api/catalogue'
import { defineOperation, type Operation } from '@kunai/api/operation'
import { type ExactRequest, toRequest } from '@kunai/api/request'
import { z } from 'zod'
import { decodeScript, encodeScript, findScriptFault, nonceOf } from './bash-script.ts'
import { GatewayError } from './errors.ts'
import type { Target } from './types.ts'

const runScript = catalogue.find(({ id }) => id === 'devices.runScript') as Operation

export const runBash = defineOperation({
  id: 'devices.runBash',
  summary: 'Run a bash script on a Linux or macOS device',
  phrase: 'Run a bash script on {id}',
  http: { method: runScript.http.method, path: runScript.http.path },
  scope: runScript.scope,
  risk: 'destructive',
  idempotent: false,
  identity: runScript.identity,
  paging: 'none',
  input: z.strictObject({
    id: runScript.input.shape.id as z.ZodNumber,
    script: z
      .string()
      .superRefine((script, context) => {
        const fault = findScriptFault(script)
        if (fault === undefined) return
        const [rule = '', cure = ''] = fault.replace(/\.$/, '').split(/:(.*)/s)
        context.addIssue({ code: 'custom', message: fault, params: { rule, cure: cure.trim() } })
      })
      .describe('Bash, whole'),
    runAs: z.string().min(1).describe('As in run-script').default('system'),
  }),
  output: runScript.output,
  examples: [{ input: { id: 1002, script: 'df -h /' }, output: undefined }],
})

/** Everything that can be asked for: what NinjaOne can do, and what the gateway makes of it. */
export const operations: readonly Operation[] = [...catalogue, runBash as unknown as Operation]

const byId: ReadonlyMap<string, Operation> = new Map(operations.map((operation) => [operation.id, operation]))

export function findOperation(id: string): Operation | undefined {
  return byId.get(id)
}

/** True for what a person decides about each time, whatever the rules say. */
export function asksAlways(operation: Operation): boolean {
  return operation.id === runBash.id
}

/** The operation of NinjaOne that carries a call. */
export function carrierOf(operation: Operation): Operation {
  return operation.id === runBash.id ? runScript : operation
}

/** How the bash runner is set up; what a call without one is answered with. */
const bashRunnerSteps =
  'Running bash needs a runner script in NinjaOne, set up once: 1. In NinjaOne, open Administration, Library, ' +
  'Automation, and add a script: language Bash (ShellScript), operating systems Linux and Mac, one String parameter, ' +
  'body: echo "$1" | base64 --decode | bash — 2. Save it and note its numeric script id. 3. Give that id to the ' +
  'connection in Kunai as its bash runner script. Until then use a script of the library with ninja-run-script.'

export interface Meant {
  readonly operation: Operation
  readonly input: Readonly<Record<string, unknown>>
}

/**
 * The call as it is judged and shown. A run of the runner's library script is a bash run, however it was asked for.
 * @param runner script id of the connection's bash runner.
 * @throws GatewayError `bash_runner_missing` with the steps to set it up; `invalid_input` for a parameter that is none.
 */
export function meantBy(operation: Operation, input: Readonly<Record<string, unknown>>, runner?: number): Meant {
  if (operation.id === runBash.id) {
    if (runner === undefined) throw new GatewayError('bash_runner_missing', bashRunnerSteps)
    return { operation, input }
  }
  if (operation.id !== runScript.id || runner === undefined || input.scriptId !== runner) return { operation, input }
  const script = typeof input.parameters === 'string' ? decodeScript(input.parameters) : undefined
  const parsed = runBash.input.safeParse({
    id: input.id,
    script,
    ...(input.runAs !== undefined && { runAs: input.runAs }),
  })
  if (!parsed.success) {
    const message =
      'scriptId: this is the bash runner of the connection, which takes one bash script in base64 and nothing else. ' +
      'Use ninja-run-bash with the script as text.'
    throw new GatewayError('invalid_input', message)
  }
  return { operation: runBash as unknown as Operation, input: parsed.data }
}

/** The exact request of a bash run. Built again from the same call it is the same, byte for byte. */
export function bashRequest(input: Readonly<Record<string, unknown>>, runner: number, callId: string): ExactRequest {
  const parameters = encodeScript(String(input.script), nonceOf(callId))
  return toRequest(runScript, { id: input.id, type: 'SCRIPT', scriptId: runner, parameters, runAs: input.runAs })
}

/** @throws GatewayError `wrong_system` unless the device is known to run Linux or macOS. */
export function checkBashTarget(targets: readonly Target[]): void {
  const device = targets.find(({ resource }) => resource === 'device')
  const nodeClass = device?.nodeClass ?? ''
  if (/^(?:LINUX|MAC)(?:_|$)/.test(nodeClass)) return
  const name = device?.name ?? 'The device'
  throw new GatewayError(
    'wrong_system',
    nodeClass.startsWith('WINDOWS')
      ? `${name} runs Windows, where NinjaOne's agent has no bash. Use ninja-list-scripts and ninja-run-script for a ` +
          'PowerShell or batch script of the library, or ninja-control-service and ninja-reboot-device.'
      : `${name} is not known to run Linux or macOS (NinjaOne calls it ${nodeClass || 'nothing'}), so no bash is sent to it.`,
  )
}
