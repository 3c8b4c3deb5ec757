/** One command per operation, derived from the catalogue: `kunai devices reboot --id 1001 --mode NORMAL`. */
import type { Operation } from '@kunai/api/operation'
import type { Command } from 'commander'
import { z } from 'zod'
import { type Outcome, operations } from '../../call/index.ts'
import { exitCodeOf } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'

/** `listWindowsServices` → `list-windows-services`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

interface Property {
  type?: string
  description?: string
  enum?: string[]
  items?: { enum?: string[] }
}

/** A flag's text as the field's type; text that does not fit stays text, so that the gateway names the field and the rule. */
export function coerce(text: string, property: Property): unknown {
  switch (property.type) {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'array':
      return text.split(',').map((part) => part.trim())
    default:
      return text
  }
}

export interface OperationCommandParts {
  readonly client: () => GatewayClient
  readonly print: (value: unknown) => void
  readonly explain: (text: string) => void
  readonly setExitCode: (code: number) => void
}

export function addOperationCommands(program: Command, parts: OperationCommandParts): void {
  const groups = new Map<string, Command>()
  for (const operation of operations) {
    const [resource = '', verb = ''] = operation.id.split('.')
    let group = groups.get(resource)
    if (group === undefined) {
      group = program.command(kebab(resource)).description(`Operations on ${resource}`)
      groups.set(resource, group)
    }
    addCommand(group.command(kebab(verb)), operation, parts)
  }
}

function addCommand(command: Command, operation: Operation, parts: OperationCommandParts): void {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>
    required?: string[]
  }
  const properties = Object.entries(schema.properties ?? {})
  command.description(`${operation.summary} (${operation.risk})`)
  for (const [field, property] of properties) {
    const words = property.enum ?? property.items?.enum
    const description = [property.description, words?.join(' | ')].filter(Boolean).join(': ')
    const flag = `--${kebab(field)} <value>`
    if (schema.required?.includes(field)) command.requiredOption(flag, description)
    else command.option(flag, description)
  }
  const ownReason = properties.some(([field]) => field === 'reason')
  if (operation.risk !== 'read' && !ownReason) command.option('--reason <value>', 'Why; shown to whoever decides')
  command.option('--connection <name>', 'Connection to use; the default one if left out')
  command.action(async (options: Record<string, string>) => {
    const input = Object.fromEntries(
      properties.flatMap(([field, property]) => {
        const text = options[field]
        return text === undefined ? [] : [[field, coerce(text, property)]]
      }),
    )
    const outcome = (await parts.client().request('POST', '/api/calls', {
      operation: operation.id,
      input,
      ...(options.connection !== undefined && { connection: options.connection }),
      ...(options.reason !== undefined && { reason: options.reason }),
    })) as Outcome
    if (outcome.status === 'done') parts.print(outcome.data)
    else {
      parts.print(outcome)
      if (outcome.status === 'waiting') {
        parts.explain(`Waits for a person: ${outcome.url}\nAsk again with: kunai calls get --id ${outcome.callId}`)
      } else if ('message' in outcome) parts.explain(outcome.message)
    }
    parts.setExitCode(exitCodeOf(outcome))
  })
}
