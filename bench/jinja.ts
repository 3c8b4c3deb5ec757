/**
 * Templates: beside Python's Jinja2, beside other engines for JavaScript that are said to be Jinja2's, and beside a template
 * literal. Of each engine also how many recorded cases of Python it gives, and which attempts to get out it stops.
 */
import { execFileSync } from 'node:child_process'
import { compileBatch } from '../packages/gateway/src/batch/index.ts'
import { atLeast, atMost, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'
import { conductOf, type Engine, escapeAttempts, findEngines, speedOf } from './support/template-engines.ts'

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
    if (literal(row) !== expected) throw new Error('wrong text')
    const engines = findEngines()
    const versions = ask(true, 0.1).version
    const speed = (engine: Engine, isCompiled: boolean) => async () =>
      speedOf(engine, { template, row, expected, isCompiled, seconds })
    const contestants = engines.flatMap((engine) => [
      [`${engine.label}, compiled once`, speed(engine, true)] as const,
      [`${engine.label}, compiled for each row`, speed(engine, false)] as const,
    ])
    const names = { once: `Python Jinja2 ${versions}, compiled once`, limit: 'limit: JavaScript template literal' }
    const perSecond = await inTurns<string, number>(runs, {
      ...Object.fromEntries(contestants),
      [names.once]: async () => ask(true, seconds).perSecond,
      'Python Jinja2, compiled for each row': async () => ask(false, seconds).perSecond,
      [names.limit]: async () => measure(() => literal(row), seconds),
    })
    const ours = perSecond['ours, compiled once'] ?? []
    const conduct = new Map(engines.map((engine) => [`${engine.label}, compiled once`, conductOf(engine)]))
    const rows = Object.entries(perSecond).map(([label, values]) => {
      const seen = conduct.get(label)
      const stopped = escapeAttempts.length - (seen?.reached.length ?? 0)
      return [
        label,
        spread(summarize(values)),
        spread(ratios(ours, values)),
        ...(seen === undefined ? ['', ''] : [`${figure(seen.equal)} %`, `${stopped} of ${escapeAttempts.length}`]),
      ]
    })
    const fill = summarize(Array.from({ length: runs }, fillRows))
    const fillPython = summarize(Array.from({ length: runs }, fillRowsInPython))
    const own = conduct.get('ours, compiled once')
    if (own === undefined) throw new Error('ours was not asked')
    return {
      title: 'jinja: 3 values, 2 filters, 1 condition',
      table: { head: ['contestant', 'renders/s', 'ours ÷ it', 'recorded cases', 'escapes stopped'], rows },
      targets: [
        atLeast('ours ÷ Python compiled once', ratios(ours, perSecond[names.once] ?? []), 1),
        atLeast('recorded cases of Python equal', summarize([own.equal]), 98, ' %'),
        atMost('escapes', summarize([own.reached.length]), 0),
      ],
      notes: [
        `${figure(rowCount)} rows, three templates each, one of them JSON, rendered and validated as calls: ${spread(fill)} ms; ` +
          `Python, rendered and the JSON read: ${spread(fillPython)} ms.`,
        'Ours counts steps, output and allocation and copies the context; Python here runs without its sandbox.',
        'Where Python raises, a case counts as equal if the contestant raises too. `–`: not fetched, or another text.',
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

/** What a batch of updates is made of: a number, a text, an object. */
const fields = { 'Device ID': '{{ id }}', 'Display Name': template, 'User Data': '{"site": {{ org|tojson }}}' }

/** All rows of a batch as calls, in milliseconds. @throws if one is not valid */
function fillRows(): number {
  const batch = compileBatch('Update Device Information', fields, { endTime: '2026-01-01T00:00:00.000Z' })
  const rows = Array.from({ length: rowCount }, (_, id) => ({ ...row, id: id + 1, name: `srv-${id}`, ram: id % 32 }))
  const beganMs = performance.now()
  for (const each of rows) {
    const rendered = batch.render(each)
    if (!rendered.ok) throw new Error(rendered.message)
  }
  return performance.now() - beganMs
}

const fillProgram = `
import json, sys, time
import jinja2
task = json.loads(sys.argv[1])
environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
templates = [environment.from_string(text) for text in task["fields"]]
rows = [dict(task["row"], id=index + 1, name=f"srv-{index}", ram=index % 32) for index in range(task["count"])]
began = time.perf_counter()
for row in rows:
    texts = [template.render(row) for template in templates]
    json.loads(texts[2])
print((time.perf_counter() - began) * 1000)
`

function fillRowsInPython(): number {
  const task = JSON.stringify({ fields: Object.values(fields), row, count: rowCount })
  return Number(execFileSync(python, ['-c', fillProgram, task], { encoding: 'utf8' }))
}

function ask(compiled: boolean, seconds: number): { perSecond: number; version: string } {
  const task = JSON.stringify({ template, row, expected, compiled, seconds, step: compiled ? 500 : 10 })
  const [perSecond = '', jinja = '', version = ''] = execFileSync(python, ['-c', program, task], { encoding: 'utf8' })
    .trim()
    .split(' ')
  return { perSecond: Number(perSecond), version: `${jinja} (Python ${version})` }
}
