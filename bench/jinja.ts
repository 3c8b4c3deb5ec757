/** Templates: rendered from a compiled one, beside Python's Jinja2 and beside a JavaScript template literal. */
import { execFileSync } from 'node:child_process'
import { compile } from '@kunai/jinja'
import { atLeast, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'

/** Three values, two filters, one condition. */
const template = '{{ name|upper }} of {{ org|replace(" ", "-") }}{% if ram > 8 %}: {{ ram }} GB{% endif %}'
const row = { name: 'srv-01', org: 'Acme Inc', ram: 16 }
const expected = 'SRV-01 of Acme-Inc: 16 GB'
const rowCount = 100_000

/** Debian's python3-jinja2, whatever else is on the path. */
const python = '/usr/bin/python3'
const program = `
import json, sys, time
import jinja2
task = json.loads(sys.argv[1])
row = task["row"]
def compiled():
    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(task["template"])
    return lambda: template.render(**row)
def per_row():
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, cache_size=0)
    return lambda: environment.from_string(task["template"]).render(**row)
render = compiled() if task["compiled"] else per_row()
assert render() == task["expected"], render()
count, began = 0, time.perf_counter()
while time.perf_counter() - began < task["seconds"]:
    for _ in range(task["step"]): render()
    count += task["step"]
print(count / (time.perf_counter() - began), jinja2.__version__, sys.version.split()[0])
`

interface Row {
  readonly name: string
  readonly org: string
  readonly ram: number
}

const literal = ({ name, org, ram }: Row) =>
  `${name.toUpperCase()} of ${org.replaceAll(' ', '-')}${ram > 8 ? `: ${ram} GB` : ''}`

export const jinja: Task = {
  name: 'jinja',
  async run({ runs, seconds }) {
    const render = compile(template)
    for (const contestant of [render, literal]) if (contestant(row) !== expected) throw new Error('wrong text')
    const versions = ask(true, 0.1).version
    const perSecond = await inTurns(runs, {
      ours: async () => measure(() => render(row), seconds),
      perRow: async () => measure(() => compile(template)(row), seconds),
      python: async () => ask(true, seconds).perSecond,
      pythonPerRow: async () => ask(false, seconds).perSecond,
      limit: async () => measure(() => literal(row), seconds),
    })
    const rowsMs = Array.from({ length: runs }, () => renderRows(render))
    const line = (label: string, name: keyof typeof perSecond) => [
      label,
      spread(summarize(perSecond[name])),
      spread(ratios(perSecond.ours, perSecond[name])),
    ]
    return {
      title: 'jinja: 3 values, 2 filters, 1 condition',
      table: {
        head: ['contestant', 'renders/s', 'ours ÷ it'],
        rows: [
          line('ours, compiled once', 'ours'),
          line('ours, compiled for each row', 'perRow'),
          line(`Python Jinja2 ${versions}, compiled once`, 'python'),
          line('Python Jinja2, compiled for each row', 'pythonPerRow'),
          line('limit: JavaScript template literal', 'limit'),
        ],
      },
      targets: [atLeast('ours ÷ Python compiled once', ratios(perSecond.ours, perSecond.python), 1)],
      notes: [
        `${figure(rowCount)} different rows through one template: ${spread(summarize(rowsMs))} ms.`,
        'Ours counts steps, output and allocation and copies the context; Python here runs without its sandbox.',
      ],
    }
  },
}

function measure(render: () => string, seconds: number): number {
  const beganMs = performance.now()
  let count = 0
  while (performance.now() - beganMs < seconds * 1000) {
    for (let step = 0; step < 500; step++) if (render().length !== expected.length) throw new Error('wrong length')
    count += 500
  }
  return (count * 1000) / (performance.now() - beganMs)
}

function renderRows(render: (row: Record<string, unknown>) => string): number {
  const rows = Array.from({ length: rowCount }, (_, index) => ({ ...row, name: `srv-${index}`, ram: index % 32 }))
  const beganMs = performance.now()
  let length = 0
  for (const each of rows) length += render(each).length
  if (length === 0) throw new Error('nothing was rendered')
  return performance.now() - beganMs
}

function ask(compiled: boolean, seconds: number): { perSecond: number; version: string } {
  const task = JSON.stringify({ template, row, expected, compiled, seconds, step: compiled ? 500 : 10 })
  const [perSecond = '', jinja = '', version = ''] = execFileSync(python, ['-c', program, task], { encoding: 'utf8' })
    .trim()
    .split(' ')
  return { perSecond: Number(perSecond), version: `${jinja} (Python ${version})` }
}
