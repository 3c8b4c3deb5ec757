/** Commands that talk to a sandbox that runs elsewhere. Each prints a table for people, and with --json the answer as it is. */
import { writeFileSync } from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { clockModes } from '../clock.ts'
import type { ClockReport, DeviceReport, ListedJob, SeedReport } from '../server/control/sandbox-control.ts'
import { faultPresets } from '../server/faults/presets.ts'
import type { FaultRule } from '../server/faults/rule.ts'
import { rateProfiles } from '../server/rate-limit.ts'
import type { ListedSnapshot } from '../tenant.ts'
import type { JobMode } from '../world/commands/job-mode.ts'
import { profiles } from '../world/profile.ts'
import type { DifferenceReport } from '../world/store/summary.ts'
import { CommandError } from './command-error.ts'
import type { ClientFlags } from './control-client.ts'
import type { CommandParts } from './program.ts'
import { readRules } from './rules-text.ts'
import { readTextFile } from './start-options.ts'
import { brief, fields, plain, table } from './tables.ts'

const whole = (text: string) => {
  if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
  return Number(text)
}

/** The same for what is no option: only options are read by commander itself. */
function wholeWord(text: string): number {
  if (/^\d{1,16}$/.test(text)) return Number(text)
  throw new CommandError(`Give a whole number, not "${text}".`)
}

const wordsOf = (record: object) => Object.keys(record).join(', ')
const name = (text: string) => encodeURIComponent(text)

export function addClientCommands(program: Command, parts: CommandParts): void {
  const { command, print } = parts
  addWorldCommands(program, parts)
  addFaultCommands(program, parts)

  command(program, 'snapshot [name]', 'Keep the world as it is under a name; without one, list the snapshots')
    .option('--delete', 'Throw the snapshot of that name away')
    .action(async (given: string | undefined, { delete: remove, ...flags }: ClientFlags & { delete?: boolean }) => {
      const client = parts.client(flags)
      if (given === undefined) {
        const { snapshots } = (await client.send('GET', '/snapshots')) as { snapshots: ListedSnapshot[] }
        print(flags, { snapshots }, () => tableOfSnapshots(snapshots) || 'There are no snapshots.\n')
      } else if (remove) {
        await client.send('DELETE', `/snapshots/${name(given)}`)
        print(flags, {}, () => `Threw ${given} away.\n`)
      } else {
        const taken = (await client.send('PUT', `/snapshots/${name(given)}`)) as ListedSnapshot
        print(flags, taken, () => tableOfSnapshots([taken]))
      }
    })

  command(program, 'restore <name>', 'Go back to a snapshot, in time too').action(async (given: string, flags) => {
    const restored = (await parts.client(flags).send('POST', `/snapshots/${name(given)}/restore`)) as ListedSnapshot
    print(flags, restored, () => `Went back to ${given}, ${restored.at}.\n`)
  })

  command(program, 'diff <from> [to]', 'Show what differs between a snapshot and another, or now')
    .option('--limit <number>', 'Differences listed (200); all are counted', whole)
    .action(async (from: string, to: string | undefined, flags: ClientFlags & { limit?: number }) => {
      const query = new URLSearchParams({ from, ...(to !== undefined && { to }) })
      if (flags.limit !== undefined) query.set('limit', String(flags.limit))
      const report = (await parts.client(flags).send('GET', `/diff?${query}`)) as DifferenceReport
      print(flags, report, () => describeDifferences(report))
    })

  command(program, 'export [file]', 'Write the world as one file; without a name, to stdout').action(
    async (file: string | undefined, flags) => {
      const text = await parts.client(flags).sendText('GET', '/export')
      if (file === undefined || file === '-') {
        parts.io.stdout(text)
        return
      }
      try {
        writeFileSync(file, text)
      } catch (error) {
        throw new CommandError(`${file} cannot be written: ${(error as Error).message}`)
      }
      parts.io.stderr(`Wrote ${Buffer.byteLength(text)} bytes to ${file}.\n`)
    },
  )

  command(program, 'import <file>', 'Take over the world of a file; - reads stdin').action(
    async (file: string, flags) => {
      await parts.client(flags).sendText('POST', '/import', readTextFile(file))
      print(flags, {}, () => 'Took the world over.\n')
    },
  )
}

function addWorldCommands(program: Command, parts: CommandParts): void {
  const { command, print } = parts
  command(program, 'reset', 'Set everything back to the start').action(async (flags) => {
    await parts.client(flags).send('POST', '/reset')
    print(flags, {}, () => 'Everything is as it was at the start.\n')
  })

  command(program, 'seed [number]', 'Make another world, and set back all the rest')
    .option('--orgs <number>', 'Organizations', whole)
    .option('--devices <number>', 'Devices', whole)
    .option('--profile <name>', wordsOf(profiles))
    .action(async (text: string | undefined, { orgs, devices, profile, ...flags }) => {
      const body = { ...(text !== undefined && { seed: wholeWord(text) }), organizations: orgs, devices, profile }
      const made = (await parts.client(flags).send('POST', '/seed', body)) as SeedReport
      print(flags, made, () => fields({ ...made }))
    })

  command(program, 'clock [action] [value]', "Tell the tenant's time, set its pace, or move it forward")
    .addHelpText(
      'after',
      '\n  clock mode fast       the pace: ' +
        `${clockModes.join(', ')}\n  clock advance 90m     forward by ms, s, m, h or d\n  clock until 2026-12-24T18:00:00Z`,
    )
    .action(async (action: string | undefined, value: string | undefined, flags) => {
      const client = parts.client(flags)
      const report = (await moveClock(action, value, (method, path, body) =>
        client.send(method, path, body),
      )) as ClockReport
      print(flags, report, () => fields({ ...report }))
    })

  command(
    program,
    'rate-limit [profile]',
    `Say which rate limits are in force, or choose: ${wordsOf(rateProfiles)}`,
  ).action(async (profile: string | undefined, flags) => {
    const client = parts.client(flags)
    const report = (await (profile === undefined
      ? client.send('GET', '/rate-limit')
      : client.send('PUT', '/rate-limit', { profile }))) as Record<string, string | number>
    print(flags, report, () => fields(report))
  })

  command(program, 'device <id>', 'Say whether a device is on, switch it, or tag it')
    .addOption(new Option('--off', 'Switch it off').conflicts('on'))
    .option('--on', 'Switch it on; it does what it was asked meanwhile')
    .option('--tag <tag...>', 'Replace its tags: sim:offline, sim:slow, sim:flaky=0.3, or any other')
    .option('--no-tags', 'Take its tags away')
    .action(async (text: string, { off, on, tag, tags, ...flags }) => {
      const client = parts.client(flags)
      const path = `/devices/${wholeWord(text)}`
      if (tag !== undefined || tags === false) await client.send('PUT', `${path}/tags`, { tags: tag ?? [] })
      if (on || off) await client.send('PUT', path, { offline: off === true })
      const report = (await client.send('GET', path)) as DeviceReport
      print(flags, report, () => fields({ ...report, tags: report.tags.join(', ') || '-' }))
    })

  command(program, 'jobs', 'List the jobs that are running, or say how jobs end')
    .option('--mode <mode>', 'immediate, seconds, seconds=5, or polls=3: when somebody has looked so often')
    .action(async ({ mode, ...flags }: ClientFlags & { mode?: string }) => {
      const client = parts.client(flags)
      if (mode !== undefined) await client.send('PUT', '/job-mode', readJobMode(mode))
      const answer = (await client.send('GET', '/jobs')) as { jobs: ListedJob[]; mode: JobMode }
      const rows = answer.jobs.map(({ id, device, message, pollsLeft, createdAt }) => [
        id,
        device,
        createdAt,
        pollsLeft,
        message,
      ])
      print(
        flags,
        answer,
        () => `Mode ${brief(answer.mode)}\n${table(['id', 'device', 'since', 'polls left', 'what'], rows)}`,
      )
    })
}

function addFaultCommands(program: Command, parts: CommandParts): void {
  const { command, print } = parts
  const fault = program.command('fault').description('Make trouble, and end it')
  const listing = (faults: readonly FaultRule[]) =>
    table(
      ['id', 'match', 'effect', 'probability', 'seen', 'struck'],
      faults.map(({ id, match, effect, probability, seen, struck }) => {
        const { kind, ...rest } = effect
        return [id, brief(match), `${kind} ${brief(rest)}`, probability, seen, struck]
      }),
    ) || 'There are no fault rules.\n'

  command(fault, 'list', 'List the rules, and how often each struck').action(async (flags) => {
    const answer = (await parts.client(flags).send('GET', '/faults')) as { faults: FaultRule[] }
    print(flags, answer, () => listing(answer.faults))
  })
  command(fault, 'add <rule>', 'Add a rule as JSON, or a list of them; - reads stdin, @file a file').action(
    async (rule: string, flags) => {
      const added: FaultRule[] = []
      for (const one of readRules(rule, readTextFile)) {
        added.push((await parts.client(flags).send('POST', '/faults', one)) as FaultRule)
      }
      print(flags, added.length === 1 ? added[0] : added, () => listing(added))
    },
  )
  command(fault, 'preset <name>', `Add the rules of a preset: ${wordsOf(faultPresets)}`).action(
    async (preset: string, flags) => {
      const answer = (await parts.client(flags).send('POST', `/fault-presets/${name(preset)}`)) as {
        faults: FaultRule[]
      }
      print(flags, answer, () => listing(answer.faults))
    },
  )
  command(fault, 'clear [id]', 'Take all rules away, or one').action(async (id: string | undefined, flags) => {
    await parts.client(flags).send('DELETE', id === undefined ? '/faults' : `/faults/${name(id)}`)
    print(flags, {}, () => (id === undefined ? 'There are no fault rules.\n' : `Took ${id} away.\n`))
  })
}

type Send = (method: string, path: string, body?: unknown) => Promise<unknown>

function moveClock(action: string | undefined, value: string | undefined, send: Send): Promise<unknown> {
  if (action === undefined) return send('GET', '/clock')
  if (value === undefined)
    throw new CommandError(`Say what: clock mode fast, clock advance 90m, or clock until MOMENT.`)
  switch (action) {
    case 'mode':
      return send('PUT', '/clock', { mode: value })
    case 'advance':
      return send('POST', '/clock/advance', { milliseconds: readDuration(value) })
    case 'until':
      return send('POST', '/clock/advance', { until: value })
    default:
      throw new CommandError(`The clock knows mode, advance and until, not "${action}".`)
  }
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function readDuration(text: string): number {
  const [, amount, unit = 'ms'] = /^(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(text) ?? []
  if (amount === undefined) throw new CommandError(`"${text}" is no duration. Write 500ms, 30s, 90m, 2h or 1d.`)
  return Math.round(Number(amount) * (unitMs[unit] ?? 1))
}

function readJobMode(text: string): unknown {
  const [kind = '', amount] = text.split('=')
  const number = amount === undefined ? {} : { [kind]: /^\d+$/.test(amount) ? Number(amount) : amount }
  return { kind, ...number }
}

const tableOfSnapshots = (snapshots: readonly ListedSnapshot[]) =>
  table(
    ['name', 'at', 'changes', 'hash'],
    snapshots.map(({ name: own, at, changes, hash }) => [own, at, changes, hash.slice(0, 16)]),
  )

function describeDifferences({ counts, differences, total, truncated }: DifferenceReport): string {
  if (total === 0) return 'Nothing differs.\n'
  const summary = Object.entries(counts).map(([kind, { created, changed, deleted }]) => [
    kind,
    created,
    changed,
    deleted,
  ])
  const rows = differences.map(({ kind, id, field, before, after }) => [
    `${kind} ${id}`,
    field ?? (before === undefined ? 'came' : 'went'),
    `${brief(before)} → ${brief(after)}`,
  ])
  const rest = truncated ? `… and ${total - differences.length} more; --limit shows them.\n` : ''
  return plainLines(
    `${table(['kind', 'created', 'changed', 'deleted'], summary)}\n${table(['what', 'field', 'before → after'], rows)}${rest}`,
  )
}

const plainLines = (text: string) => text.split('\n').map(plain).join('\n')
