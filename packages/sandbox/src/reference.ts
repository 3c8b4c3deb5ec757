/** The reference of the control API and of the commands, as Markdown, from what they are made of. */
import type { Argument, Command, Option } from 'commander'
import { z } from 'zod'
import { createProgram } from './cli/program.ts'
import type { Endpoint } from './server/control/endpoint.ts'
import { endpoints } from './server/control/endpoints.ts'

/** The body of docs/reference/sandbox-control.md. */
export function describeControl(): string {
  const io = { stdout: () => undefined, stderr: () => undefined, stop: new AbortController().signal, environment: {} }
  const program = createProgram(io, () => undefined)
  return [
    '## Endpoints',
    '',
    ...endpoints.flatMap(describeEndpoint),
    '## Commands',
    '',
    ...leavesOf(program).flatMap((command) => describeCommand(command)),
  ].join('\n')
}

function describeEndpoint({
  method,
  path,
  summary,
  note,
  query,
  body,
  example,
  status,
  takesFile,
}: Endpoint): string[] {
  const lines = [`### ${method} /_sandbox${path}`, '', `${summary}.`]
  if (note) lines.push('', note)
  if (query) lines.push('', `Query: ${fieldsOf(query)}.`)
  if (takesFile) lines.push('', 'Body: the file.')
  else if (body) lines.push('', `Body: ${fieldsOf(body)}. For example:`, '', '```json', JSON.stringify(example), '```')
  if (status !== undefined && status !== 200) lines.push('', `Answers ${status}.`)
  return [...lines, '']
}

interface Shape {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
}

function fieldsOf(schema: z.ZodType): string {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
  const forms = shape.oneOf ?? shape.anyOf ?? [shape]
  return forms
    .map(({ properties = {}, required = [] }) =>
      Object.keys(properties)
        .map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`)
        .join(', '),
    )
    .join(' · or ')
}

const leavesOf = (command: Command): Command[] =>
  command.commands.length > 0 ? command.commands.flatMap(leavesOf) : [command]

function describeCommand(command: Command): string[] {
  const names: string[] = []
  for (let one: Command | null = command; one; one = one.parent) names.unshift(one.name())
  const given = command.registeredArguments.map(describeArgument).join('')
  return [
    `### ${names.join(' ')}${given}`,
    '',
    `${command.description()}.`,
    '',
    ...command.options.map(describeOption),
    '',
  ]
}

const describeArgument = (argument: Argument) => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? ` <${name}>` : ` [${name}]`
}

const describeOption = ({ flags, description }: Option) => `- \`${flags}\`: ${description}`
