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
  const commands = leavesOf(program)
  const isCommon = (option: Option) => commands.filter((one) => hasOption(one, option)).length > commands.length / 2
  const common = commands.flatMap(({ options }) => options).filter(isCommon)
  return [
    '## Endpoints',
    '',
    ...endpoints.flatMap(describeEndpoint),
    '## Commands',
    '',
    'All but `start`, `exec` and `fidelity` talk to a running sandbox:',
    '',
    ...new Set(common.map(describeOption)),
    '',
    ...commands.flatMap((command) => describeCommand(command, isCommon)),
  ].join('\n')
}

const hasOption = ({ options }: Command, { flags, description }: Option) =>
  options.some((option) => option.flags === flags && option.description === description)

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

function describeCommand(command: Command, isCommon: (option: Option) => boolean): string[] {
  const names: string[] = []
  for (let one: Command | null = command; one; one = one.parent) names.unshift(one.name())
  const given = command.registeredArguments.map(describeArgument).join('')
  const own = command.options.filter((option) => !isCommon(option)).map(describeOption)
  return [
    `### ${names.join(' ')}${given}`,
    '',
    `${command.description()}.`,
    '',
    ...own,
    ...(own.length > 0 ? [''] : []),
  ]
}

const describeArgument = (argument: Argument) => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? ` <${name}>` : ` [${name}]`
}

const describeOption = ({ flags, description }: Option) => `- \`${flags}\`: ${description}`
