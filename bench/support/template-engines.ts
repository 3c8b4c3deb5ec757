/** Template engines as contestants: ours and those of others, each asked in a process of its own. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installPeer, type Peer, templatePeers } from '../../scripts/providers/peers.ts'

const program = fileURLToPath(new URL('../servers/templates.mjs', import.meta.url))
const own = fileURLToPath(new URL('../../packages/jinja/src/index.ts', import.meta.url))
const recorded = new URL('../../packages/jinja/test-data/cases.json', import.meta.url)

export interface Engine {
  readonly label: string
  readonly name: string
  /** Undefined where it could not be fetched. */
  readonly file: string | undefined
}

export interface SpeedTask {
  readonly template: string
  readonly row: object
  readonly expected: string
  readonly isCompiled: boolean
  readonly seconds: number
}

export interface Conduct {
  /** Of the recorded cases, in percent. */
  readonly equal: number
  /** Attempts that got at the host. */
  readonly reached: readonly string[]
}

export function findEngines(): readonly Engine[] {
  const peers = Object.entries(templatePeers).map(([name, peer]: [string, Peer]) => ({
    label: `${peer.name} ${peer.version}`,
    name,
    file: installPeer(peer),
  }))
  return [{ label: 'ours', name: 'ours', file: own }, ...peers]
}

/** Renders in a second; NaN where it is not here or gives another text. */
export function speedOf(engine: Engine, task: SpeedTask): number {
  const { perSecond } = ask(engine, { task }) as { perSecond?: number | null }
  return perSecond ?? Number.NaN
}

interface Case {
  readonly template: string
  readonly options: object
  readonly expected?: string
}

export function conductOf(engine: Engine): Conduct | undefined {
  const { cases, defaultContext } = JSON.parse(readFileSync(recorded, 'utf8')) as {
    cases: readonly Case[]
    defaultContext: object
  }
  const answer = ask(engine, {
    cases: cases.map(({ template, options }) => ({ template, options })),
    context: defaultContext,
    attempts: escapeAttempts,
  }) as Partial<{ outcomes: (string | null)[]; reached: string[] }>
  const { outcomes, reached } = answer
  if (outcomes === undefined || reached === undefined) return undefined
  // Where Python raises, whatever raises is right.
  const equal = cases.filter(({ expected }, index) => outcomes[index] === (expected ?? null)).length
  return { equal: (100 * equal) / cases.length, reached }
}

function ask({ name, file }: Engine, question: object): object {
  if (file === undefined) return {}
  const args = ['--conditions=@kunai/source', program, name, file]
  const text = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 120_000,
    stdio: ['pipe', 'pipe', 'ignore'],
    input: JSON.stringify(question),
  })
  return JSON.parse(text) as object
}

const roots = [
  "''",
  '[]',
  '{}',
  'name',
  'items',
  'o',
  'n',
  'range',
  'cycler',
  'joiner',
  'dict',
  'namespace()',
  'self',
  'o.a',
]
const ways = [
  '.constructor',
  "['constructor']",
  ".constructor.constructor('return outside')()",
  "['constructor']['constructor']('return globalThis.outside')()",
  "|attr('constructor')",
  '.__proto__.constructor',
  "['__pro' ~ 'to__']['constructor']",
  '.__class__.__mro__',
]

/** Harmless if they get through: all they could do is print what a template cannot know. */
export const escapeAttempts: readonly string[] = [
  ...roots.flatMap((root) => ways.map((way) => `{{ ${root}${way} }}`)),
  '{{ outside }}',
  '{{ globalThis.outside }}',
  "{% set f = name.toString.constructor %}{{ f('return outside')() }}",
  "{{ items|map('constructor')|list }}",
  "{{ '{0.constructor}'.format(name) }}",
  "{% for key in ['constructor'] %}{{ o[key] }}{% endfor %}",
]
