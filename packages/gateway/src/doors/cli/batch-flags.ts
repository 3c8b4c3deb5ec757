/** Flags of `kunai batch`, and the request that they make. */
import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parse as parseYaml } from 'yaml'
import {
  type Encoding,
  encodings,
  type InputFormat,
  inputFormats,
  type ResultFormat,
  resultFormats,
} from '../../batch/index.ts'
import { CliError } from './exit-codes.ts'

export interface BatchFlags {
  readonly input?: string
  readonly format?: InputFormat
  readonly encoding?: Encoding
  readonly delimiter?: string
  readonly template?: string
  readonly field?: Readonly<Record<string, string>>
  readonly connection?: string
  readonly reason?: string
  readonly limit?: number
  readonly sample?: number
  readonly concurrency?: number
  readonly interval?: number
  readonly rate?: number
  readonly maxErrors?: number | string
  readonly stopOnUnknown?: boolean
  readonly canary?: number
  readonly wave?: number
  readonly waveRest?: number
  readonly approveAs?: 'batch' | 'row'
  readonly lenientTemplates?: boolean
  readonly skipDuplicates?: boolean
  readonly plan?: string
  readonly apply?: string
  readonly dryRun?: boolean
  readonly again?: boolean
  readonly wait?: boolean
  readonly out?: string
  readonly outFormat?: ResultFormat
  readonly order?: 'input' | 'completion'
  readonly onlyNew?: boolean
  readonly resume?: string
  readonly onlyFailed?: boolean
  readonly lhub?: boolean
  readonly lhubInput?: string
  readonly lhubOutput?: string
}

export interface BatchRequest {
  readonly action: string
  readonly template: Readonly<Record<string, string>>
  readonly connection?: string | undefined
  readonly options: Readonly<Record<string, unknown>>
  readonly reason?: string | undefined
}

const whole = (least: number) => (text: string) => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`give a whole number from ${least}`)
  return value
}

function errorLimit(text: string): number | string {
  if (/^\d{1,2}(\.\d+)?%$/.test(text)) return text
  return whole(0)(text)
}

/** `300`, `300ms`, `2s`. */
function milliseconds(text: string): number {
  const [, digits, unit] = /^(\d+)(ms|s)?$/.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('give milliseconds, such as 300 or 300ms, or seconds: 2s')
  return Number(digits) * (unit === 's' ? 1000 : 1)
}

/** Rows in a second, as the rest between two. */
function rate(text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('give rows in a second, such as 5 or 0.5')
  return value
}

function field(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError("write field='{{ column }}'")
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1) }
}

/** What a batch is made of. */
export function commonFlags(command: Command): Command {
  return command
    .option('-i, --input <file>', 'Rows: CSV, JSON Lines, a JSON array or Parquet; - for stdin')
    .addOption(new Option('--format <name>', 'Of the input; found by itself').choices(inputFormats))
    .addOption(new Option('--encoding <name>', 'Of the input; UTF-8, or what its mark says').choices(encodings))
    .option('--delimiter <character>', 'Of CSV; found by itself')
    .option('-t, --field <field=template>', 'A field of the action, as a Jinja2 template of the row', field)
    .option('--template <@file>', 'Fields and templates in a YAML or JSON file')
    .option('--connection <name>', 'Connection to use; the default one if left out')
    .option('--reason <text>', 'Why; shown to whoever decides')
    .option('--limit <n>', 'Only the first rows', whole(1))
    .option('--sample <n>', 'Only so many rows, evenly from the whole input', whole(1))
    .option('--interval <time>', 'Between two requests at least, e.g. 300ms', milliseconds)
    .option('--rate <n>', 'Rows in a second at most; the same as an interval', rate)
    .option('--concurrency <n|auto>', 'Rows under way at once', (text) =>
      text === 'auto' ? undefined : whole(1)(text),
    )
    .option('--max-errors <n|p%>', 'Stop when more rows fail', errorLimit)
    .option('--stop-on-unknown', 'Stop at the first row whose outcome is unknown')
    .option('--canary <n>', 'So many rows first; go on only when all went well', whole(1))
    .option('--wave <n>', 'Rows between two rests', whole(1))
    .option('--wave-rest <time>', 'How long a rest is, e.g. 60s', milliseconds)
    .addOption(new Option('--approve-as <how>', 'One approval for all, or one for each row').choices(['batch', 'row']))
    .option('--strict-templates', 'Names that a row does not have fail the row; so it is without this flag too')
    .addOption(
      new Option(
        '--lenient-templates',
        'Names that a row does not have print nothing, instead of failing the row',
      ).conflicts('strictTemplates'),
    )
    .option('--skip-duplicates', 'Leave out rows that say what a row before them says')
}

/** How its results come out. */
export function jobFlags(command: Command): Command {
  return command
    .option('-o, --out <file>', 'Results; - for stdout', '-')
    .addOption(new Option('--out-format <name>', 'Of the results').choices(resultFormats))
    .addOption(
      new Option('--order <how>', 'Of the results: of the input, or as rows end')
        .choices(['input', 'completion'])
        .default('input'),
    )
    .option('--no-wait', 'Do not stay until it is done')
    .option('--again', 'Run the same rows once more, on purpose')
}

/** Whichever is slower, where both are given. */
function intervalOf({ interval, rate }: BatchFlags): number | undefined {
  if (rate === undefined) return interval
  return Math.max(interval ?? 0, Math.ceil(1000 / rate))
}

export function previewRequest(action: string, flags: BatchFlags): BatchRequest {
  const options = {
    intervalMs: intervalOf(flags),
    concurrency: flags.concurrency,
    maxErrors: flags.maxErrors,
    stopOnUnknown: flags.stopOnUnknown,
    canary: flags.canary,
    wave: flags.wave,
    waveRestMs: flags.waveRest,
    approveAs: flags.approveAs,
    lenient: flags.lenientTemplates,
    skipDuplicates: flags.skipDuplicates,
  }
  return {
    action,
    template: { ...readTemplate(flags.template), ...flags.field },
    connection: flags.connection,
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    reason: flags.reason,
  }
}

function readTemplate(name: string | undefined): Record<string, string> {
  if (name === undefined) return {}
  const path = name.replace(/^@/, '')
  let content: unknown
  try {
    content = parseYaml(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CliError(`The template file ${path} cannot be read: ${code ?? message.split('\n', 1)[0]}.`)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new CliError(`The template file ${path} must map each field to a template.`)
  }
  // A template may be written as a plain value: `redirect: false`. A list or map is the JSON that it stands for.
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
