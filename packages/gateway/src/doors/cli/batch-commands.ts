/** `kunai batch …`: rows in, a plan, an approval, results out. stdout carries data, stderr words and progress. */
import type { Command } from 'commander'
import { type BatchFlags, commonFlags, jobFlags, previewRequest } from './batch-flags.ts'
import { sendBatch } from './batch-input.ts'
import { runLhub } from './batch-lhub.ts'
import { describePlan } from './batch-output.ts'
import { readPlanFile, writePlanFile } from './batch-plan-file.ts'
import { type BatchView, followBatch } from './batch-progress.ts'
import { checkOrder, followToResults, writeResults } from './batch-results.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'
import type { CliParts } from './parts.ts'

export interface BatchCommandParts extends Pick<CliParts, 'stdout' | 'stderr' | 'environment' | 'stdin'> {
  readonly client: () => GatewayClient
  readonly print: (value: unknown) => void
  readonly explain: (text: string) => void
  readonly setExitCode: (code: number) => void
}

/** What a script can tell from how a batch ended. */
function exitCodeOfBatch({ state, counts }: Pick<BatchView, 'state' | 'counts'>): number {
  switch (state) {
    case 'waiting':
      return exitCodes.waitsForApproval
    case 'denied':
      return exitCodes.refused
    case 'cancelled':
      return exitCodes.cancelled
    default:
      if ((counts.unknown ?? 0) > 0) return exitCodes.unknown
      if (state === 'paused') return exitCodes.failure
      if ((counts.awaiting_approval ?? 0) > 0) return exitCodes.waitsForApproval
      return (counts.failed ?? 0) > 0 ? exitCodes.someFailed : exitCodes.ok
  }
}

export function batchCommands(program: Command, parts: BatchCommandParts): void {
  const batch = program.command('batch').description('Carry out an action for every row of a file')
  const route = (id: string, rest = '') => `/api/batches/${encodeURIComponent(id)}${rest}`
  const get = async (id: string) => (await parts.client().request('GET', route(id))) as BatchView
  const post = async (id: string, what: string, body: unknown = {}) =>
    (await parts.client().request('POST', route(id, `/${what}`), body)) as BatchView

  /** Starts it, follows it, writes the results; the exit code says how it went. */
  async function carryOut(planned: BatchView, flags: BatchFlags): Promise<void> {
    checkOrder(flags)
    const started = await post(planned.id, 'start', { again: flags.again })
    if (started.state === 'waiting') {
      parts.explain(`Waits for a person: ${started.approvalUrl}`)
      parts.explain(`Follow it with: kunai batch status ${started.id}`)
    }
    const ended = flags.wait === false ? started : await followToResults(parts, started.id, flags, get)
    if (flags.wait === false) parts.print({ id: ended.id, state: ended.state, approvalUrl: ended.approvalUrl })
    else parts.explain(describeEnd(ended, flags.out))
    parts.setExitCode(exitCodeOfBatch(ended))
  }

  /** Follows a batch that runs again, to its results. */
  async function carryOn(id: string, flags: BatchFlags): Promise<void> {
    checkOrder(flags)
    await post(id, 'resume')
    const ended = await followToResults(parts, id, flags, get)
    parts.explain(describeEnd(ended, flags.out))
    parts.setExitCode(exitCodeOfBatch(ended))
  }

  async function goOn(id: string, flags: BatchFlags): Promise<void> {
    if (flags.input === undefined) return carryOn(id, flags)
    const { action, template, connection, options } = await get(id)
    const { endTime: _, ...same } = options
    const request = { action, template, connection, options: same }
    const planned = await sendBatch(parts, request, { ...flags, resumes: id })
    parts.explain(describePlan(planned))
    if ((planned.plan?.willSend ?? 0) > 0 && flags.onlyNew) return carryOut(planned, flags)
    // The very same rows: the batch itself goes on, and no row is sent twice.
    await post(planned.id, 'cancel')
    await carryOn(id, flags)
  }

  async function runFailed(id: string, flags: BatchFlags): Promise<void> {
    const planned = await post(id, 'retry')
    parts.explain(describePlan(planned))
    await carryOut(planned, { ...flags, again: true })
  }

  commonFlags(batch.command('preview <action>').description('Show what every row would do; nothing is sent'))
    .option('--plan <file>', 'Write the plan; --apply runs exactly that')
    .action(async (action: string, flags: BatchFlags) => {
      const planned = await sendBatch(parts, previewRequest(action, flags), flags)
      parts.explain(describePlan(planned))
      if (flags.plan !== undefined) {
        writePlanFile(flags.plan, planned)
        parts.explain(`Run exactly this with: kunai batch run --apply ${flags.plan} -i ${flags.input ?? '-'}`)
      }
      parts.print({ id: planned.id, planHash: planned.planHash, plan: planned.plan })
      const { invalid = 0, refused = 0 } = planned.plan ?? {}
      parts.setExitCode(invalid + refused > 0 ? exitCodes.someFailed : exitCodes.ok)
    })

  jobFlags(commonFlags(batch.command('run [action]').description('Plan, have it approved where policy wants it, run')))
    .option('--apply <file>', 'Run the plan in this file and no other')
    .option('--plan <file>', 'Write the plan as well')
    .option('--dry-run', 'Stop after the plan')
    .option('--resume <id>', 'Go on with this batch instead, as "batch resume" does')
    .option('--only-failed', 'With --resume: only the rows that failed, as "batch retry" does')
    .option('--only-new', 'With --resume and --input: only rows that the batch did not have')
    .option('--lhub', 'Rows and results as LogicHub integrations exchange them')
    .option('--lhub-input <folder>', 'Its input folder (KUNAI_LHUB_INPUT_FOLDER); stdin when absent')
    .option('--lhub-output <file>', 'Its output file (KUNAI_LHUB_OUTPUT_FILE); stdout when absent')
    .action(async (action: string | undefined, flags: BatchFlags) => {
      if (flags.onlyFailed && flags.resume === undefined) throw new CliError('--only-failed needs --resume ID.')
      if (flags.resume !== undefined) return (flags.onlyFailed ? runFailed : goOn)(flags.resume, flags)
      const plan = flags.apply === undefined ? undefined : readPlanFile(flags.apply)
      const request = plan?.request ?? previewRequest(needed(action), flags)
      if (flags.lhub) {
        parts.setExitCode(await runLhub(parts, request, flags, { get, post }))
        return
      }
      const planned = await sendBatch(parts, request, { ...flags, expectHash: plan?.planHash })
      parts.explain(describePlan(planned))
      if (flags.plan !== undefined) writePlanFile(flags.plan, planned)
      if (flags.dryRun) parts.print({ id: planned.id, planHash: planned.planHash, plan: planned.plan })
      else await carryOut(planned, flags)
    })

  batch
    .command('list')
    .description('Batches, newest first')
    .action(async () => {
      const { batches } = (await parts.client().request('GET', '/api/batches')) as { batches: BatchView[] }
      parts.print(
        batches.map(({ id, state, action, rows, counts, note }) => ({ id, state, action, rows, counts, note })),
      )
    })

  batch
    .command('status <id>')
    .description('How far a batch has come')
    .option('--follow', 'Stay until it stands still')
    .action(async (id: string, { follow }: { follow?: boolean }) => {
      const view = follow ? await followBatch(parts, id, get) : await get(id)
      parts.print(view)
      parts.explain(describeEnd(view))
      parts.setExitCode(exitCodeOfBatch(view))
    })

  commonFlags(jobFlags(batch.command('resume <id>').description('Go on with a batch that stands still')))
    .option('--only-new', 'With --input: run only rows that the batch did not have')
    .action(goOn)

  jobFlags(
    batch.command('retry <id>').description('Run the rows that failed as a batch of their own; never unknown ones'),
  ).action(runFailed)

  jobFlags(batch.command('results <id>').description('Results in input order, with every column of their rows')).action(
    async (id: string, flags: BatchFlags) => {
      const view = await get(id)
      await writeResults(parts, view, flags)
      parts.setExitCode(exitCodeOfBatch(view))
    },
  )

  for (const [name, what] of [
    ['pause', 'Pause a batch: rows under way end, no other is sent'],
    ['cancel', 'Cancel a batch: what was not sent never will be'],
  ] as const) {
    batch
      .command(`${name} <id>`)
      .description(what)
      .action(async (id: string) => {
        const view = await post(id, name)
        parts.print({ id: view.id, state: view.state, counts: view.counts })
        parts.explain(describeEnd(view))
      })
  }
}

function needed(action: string | undefined): string {
  if (action !== undefined) return action
  throw new CliError('Name an action: kunai batch run "Reboot Device" …, or give --apply FILE.')
}

function describeEnd({ id, state, counts, note }: BatchView, out = '-'): string {
  const said = Object.entries(counts).map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`)
  const next =
    state === 'paused'
      ? ` Go on with: kunai batch resume ${id}`
      : (counts.failed ?? 0) > 0 && state === 'done'
        ? ` What failed again: kunai batch retry ${id}`
        : ''
  return `${id} is ${state}${note ? ` (${note})` : ''}: ${said.join(', ') || 'no rows'}.${out === '-' ? '' : ` Results: ${out}.`}${next}`
}
