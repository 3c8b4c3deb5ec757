/**
 * One tool per risk that runs any operation of the catalogue up to that risk. The risk stands in the tool's name, so
 * that a client can let a model use `run-read` freely and ask a person before `run-destructive`; what may happen is
 * the corridor's to say, by the operation.
 */
import { type Risk, risks } from '@kunai/api/operation'
import { operationNamed, operations } from '../../call/index.ts'
import { reasonField } from './input-schema.ts'
import type { OwnTool } from './own-tool.ts'
import { outcomeSchema } from './result.ts'
import { toolNameOf } from './tool-names.ts'

const descriptions: Readonly<Record<Risk, string>> = {
  read: 'Run an operation that only reads.',
  write: 'Run an operation that changes records.',
  disruptive: 'Run an operation that interrupts work on a device.',
  destructive: 'Run an operation that cannot be undone.',
}

const byToolName = new Map(operations.map((operation) => [toolNameOf(operation.id), operation]))

const runToolName = (risk: Risk) => `run-${risk}`

export const runTools: readonly OwnTool[] = risks.map((risk) => ({
  tool: {
    name: runToolName(risk),
    title: descriptions[risk].replace(/\.$/, ''),
    description: descriptions[risk],
    inputSchema: {
      type: 'object',
      properties: {
        operation: { type: 'string', description: 'Id' },
        input: { type: 'object' },
        ...(risk !== 'read' && { reason: reasonField }),
      },
      required: ['operation'],
      additionalProperties: false,
    },
    outputSchema: outcomeSchema,
    annotations: {
      readOnlyHint: risk === 'read',
      destructiveHint: risk === 'disruptive' || risk === 'destructive',
      idempotentHint: risk === 'read',
      openWorldHint: true,
    },
  },
  interpret({ operation: name, input = {}, reason, ...rest }) {
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined || typeof name !== 'string' || !isRecord(input)) {
      return refuse('invalid_input', 'Give operation (an id) and input (an object), and nothing else but a reason.')
    }
    const operation = byToolName.get(name) ?? operationNamed(name)
    if ('code' in operation) return { refusal: operation }
    if (risks.indexOf(operation.risk) > risks.indexOf(risk)) {
      return refuse('risk_too_high', `${operation.id} is ${operation.risk}: use ${runToolName(operation.risk)}.`)
    }
    return { operation, input, reason }
  },
}))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function refuse(code: string, message: string) {
  return { refusal: { code, message } }
}
