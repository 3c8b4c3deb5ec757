/**
 * `npm run bench [names…] [--runs 5] [--seconds 2] [--full] [--write]`: how fast we are, beside a peer and beside the limit, in
 * one run on one machine. Ends with 0 unless a task crashes: a missed target is a figure, not a fault.
 */
import { parseArgs } from 'node:util'
import { batchCrash } from './batch-crash.ts'
import { batchRows } from './batch-rows.ts'
import { clientFirstCalls } from './client-first-calls.ts'
import { clientPackage } from './client-package.ts'
import { clientRead } from './client-read.ts'
import { coldStart } from './cold-start.ts'
import { checkHarness } from './harness.ts'
import { jinja } from './jinja.ts'
import { mcpRead } from './mcp-read.ts'
import { mspQuestions } from './msp-questions.ts'
import { names } from './names.ts'
import { sandboxDevice } from './sandbox-device.ts'
import { sandboxFidelity } from './sandbox-fidelity.ts'
import { sandboxOperations } from './sandbox-operations.ts'
import { sandboxPage } from './sandbox-page.ts'
import { sandboxStart } from './sandbox-start.ts'
import { writeDocument } from './support/document.ts'
import { describeLoad, describeMachine } from './support/machine.ts'
import { wasInterrupted } from './support/processes.ts'
import { renderReport } from './support/report.ts'
import type { Task } from './support/task.ts'

const tasks: readonly Task[] = [
  sandboxDevice,
  sandboxPage,
  sandboxOperations,
  sandboxStart,
  sandboxFidelity,
  clientRead,
  clientFirstCalls,
  clientPackage,
  jinja,
  batchRows,
  batchCrash,
  mcpRead,
  mspQuestions,
  names,
  coldStart,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const options = {
  runs: positive('runs', values.runs),
  seconds: positive('seconds', values.seconds),
  full: values.full,
}
const unknown = positionals.filter((name) => !tasks.some((task) => task.name === name))
if (unknown.length > 0) {
  console.error(`There is no task ${unknown.join(', ')}. Tasks: ${tasks.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

const machine = describeMachine(options.runs, options.seconds)
console.log(`${machine.join('\n')}\n`)
if (options.runs < 5) console.log('Fewer than 5 runs: for a quick look, not for publishing.\n')

let crashed = false
const reports: { name: string; text: string }[] = []
console.log(`${await checkHarness()}\n`)
for (const task of tasks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const beganMs = performance.now()
  try {
    const text = `${renderReport(await task.run(options))}\n- Load after it: ${describeLoad()}.`
    reports.push({ name: task.name, text })
    console.log(`${text}\n\n(${task.name} took ${Math.round((performance.now() - beganMs) / 1000)} s)\n`)
  } catch (error) {
    if (wasInterrupted()) process.exit(130)
    crashed = true
    console.error(`${task.name} crashed:`, error)
  }
}
if (values.write) writeDocument(machine, reports)
process.exit(crashed ? 1 : 0)

function positive(name: string, text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value) && (name === 'seconds' || Number.isInteger(value))) return value
  console.error(`--${name} takes a number above zero, not ${text}`)
  process.exit(1)
}
