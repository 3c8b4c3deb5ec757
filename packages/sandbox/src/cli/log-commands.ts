/** `log` and `verdicts`: what clients asked, and how they behaved. */
import { type Clock, systemClock } from '@kunai/api/clock'
import type { Command } from 'commander'
import type { LoggedRequest, RequestDetail } from '../server/log/show.ts'
import type { ClientVerdict, Verdicts } from '../server/log/verdicts.ts'
import type { ClientFlags, ControlClient } from './control-client.ts'
import type { CommandParts } from './program.ts'
import { brief, fields, table } from './tables.ts'

interface LogFlags extends ClientFlags {
  readonly follow?: boolean
  readonly limit?: string
  readonly method?: string
  readonly path?: string
  readonly status?: string
  readonly client?: string
}

interface Page {
  readonly entries: readonly LoggedRequest[]
  readonly lastSeq: number
}

const followEveryMs = 500
const limitDefault = 50

export function addLogCommands(program: Command, parts: CommandParts): void {
  const { command, print } = parts
  command(program, 'log [seq]', 'Show the last requests, or one with headers and bodies')
    .option('--follow', 'Go on showing what comes, until Ctrl-C')
    .option('--limit <number>', `The last so many (${limitDefault})`)
    .option('--method <method>', 'Only these')
    .option('--path <path>', 'Only these; * stands for any text')
    .option('--status <number>', 'Only these')
    .option('--client <id>', 'Only those of this application')
    .action(async (seq: string | undefined, flags: LogFlags) => {
      const client = parts.client(flags)
      if (seq !== undefined) {
        const detail = (await client.send('GET', `/requests/${encodeURIComponent(seq)}`)) as RequestDetail
        print(flags, detail, () => describeRequest(detail))
        return
      }
      const { follow = false, limit = String(limitDefault), json = false, method, path, status, client: id } = flags
      const filter = { method, path, status, client: id }
      const show = (entries: readonly LoggedRequest[]) => {
        for (const entry of entries) parts.io.stdout(json ? `${JSON.stringify(entry)}\n` : line(entry))
      }
      const { entries, lastSeq } = await readPage(client, filter)
      // With 0 as with a word, slice would give them all.
      show(entries.slice(-Math.max(1, Number(limit) || limitDefault)))
      if (follow) await goOn(client, filter, lastSeq, show, parts.io.clock ?? systemClock, parts.io.stop)
    })

  command(program, 'verdicts', 'Judge how each client behaved').action(async (flags) => {
    const verdicts = (await parts.client(flags).send('GET', '/verdicts')) as Verdicts
    print(flags, verdicts, () => verdicts.clients.map(describeVerdict).join('\n') || 'There were no requests.\n')
  })
}

type Filter = Readonly<Record<string, string | undefined>>

async function readPage(client: ControlClient, filter: Filter): Promise<Page> {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value)
  return (await client.send('GET', `/requests?${query}`)) as Page
}

async function goOn(
  client: ControlClient,
  filter: Filter,
  from: number,
  show: (entries: readonly LoggedRequest[]) => void,
  clock: Clock,
  stop: AbortSignal,
): Promise<void> {
  let after = from
  while (!stop.aborted) {
    try {
      await clock.sleep(followEveryMs, stop)
      const { entries, lastSeq } = await readPage(client, { ...filter, after: String(after) })
      show(entries)
      after = lastSeq
    } catch (error) {
      if (stop.aborted) return
      throw error
    }
  }
}

const line = ({ seq, at, method, path, query, status, latencyMs, operation, faults }: LoggedRequest): string =>
  table(
    ['', '', '', '', '', '', ''],
    [
      [
        String(seq).padStart(6),
        at,
        status === 0 ? '---' : status,
        `${latencyMs.toFixed(1)} ms`.padStart(10),
        method.padEnd(6),
        brief(`${path}${query && '?'}${query}`, 120),
        `${operation ?? ''} ${faults?.join(' ') ?? ''}`.trim(),
      ],
    ],
  )
    .split('\n')
    .slice(1)
    .join('\n')

function describeRequest(detail: RequestDetail): string {
  const { seq, at, method, path, query, status, latencyMs, operation, client, device, organization, scope } = detail
  const head = fields({
    request: `${seq} ${method} ${path}${query && '?'}${query}`,
    at,
    status,
    latency: `${latencyMs.toFixed(1)} ms`,
    operation,
    client,
    device,
    organization,
    scope: scope && `${scope.used} of ${scope.granted.join(', ')}`,
    faults: detail.faults?.join(', '),
  })
  const message = (title: string, given: RequestDetail['request']) =>
    given === undefined
      ? ''
      : `\n${title}\n${fields({
          ...given.headers,
          ...(given.body && {
            body: `${given.body.text}${given.body.truncated ? `… (${given.body.bytes} bytes)` : ''}`,
          }),
        })}`
  return `${head}${message('Request', detail.request)}${message('Response', detail.response)}`
}

function describeVerdict({
  client,
  name,
  requests,
  retryAfter,
  scopes,
  couldBeFewer,
  endpoints,
}: ClientVerdict): string {
  const waits = `${retryAfter.verdict}${retryAfter.didNotWait > 0 ? ` (${retryAfter.didNotWait} times; ${retryAfter.waited} times it did)` : ''}`
  return [
    fields({
      client: client === undefined ? 'nobody in particular' : `${name ?? 'removed'} (${client})`,
      requests,
      'when told to wait': waits,
      'scopes used': scopes.used.join(', ') || '-',
      'scopes unused': scopes.unused.join(', ') || '-',
    }),
    table(
      ['could be fewer', 'calls', 'enough', 'instead'],
      couldBeFewer.map(({ kind, calls, count, enough, instead }) => [`${calls} (${kind})`, count, enough, instead]),
    ),
    table(
      ['endpoint', 'calls', 'failed'],
      endpoints.map(({ endpoint, calls, failed }) => [endpoint, calls, failed]),
    ),
  ].join('')
}
