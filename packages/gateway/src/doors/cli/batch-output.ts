/** What comes out of a batch: the plan in words, and results as JSON Lines, a JSON array or CSV. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { resultText } from '../../batch/index.ts'
import type { BatchFlags } from './batch-flags.ts'
import type { BatchView } from './batch-progress.ts'
import type { GatewayClient } from './gateway-client.ts'
import type { CliParts } from './parts.ts'

export interface RowView {
  readonly seq: number
  readonly line: number
  readonly state: string
  readonly row: Readonly<Record<string, unknown>>
  readonly output: readonly Readonly<Record<string, unknown>>[]
}

const pageRows = 200
const shown = 10

/** A few lines for whoever is about to say yes. */
export function describePlan({ id, action, plan }: BatchView): string {
  if (plan === null) return `${id}: no plan`
  const { devices } = plan
  const place = [
    devices.servers > 0 ? `${devices.servers} servers` : '',
    devices.offline > 0 ? `${devices.offline} offline` : '',
  ].filter(Boolean)
  const lines = [
    `${id}: ${action} (${plan.risk}), ${plan.willSend} of ${plan.rows} rows will be sent; ${plan.asks > 0 ? 'a person has to approve' : 'policy lets them through'}`,
    devices.count > 0
      ? `  ${devices.count} devices${place.length > 0 ? ` (${place.join(', ')})` : ''}, ${devices.organizations} organizations`
      : '',
    ...devices.first
      .slice(0, shown)
      .map(
        ({ name, organization, server, offline }) =>
          `    ${plainText(name)}, ${plainText(organization ?? '-')}${server ? ', server' : ''}${offline === null ? '' : offline ? ', offline' : ', online'}`,
      ),
    devices.count > shown ? `    … and ${devices.count - shown} more` : '',
    ...plan.changes
      .slice(0, shown)
      .map(
        (one) =>
          `  line ${one.line}: ${plainText(one.target)} ${one.field}: ${valueText(one.old)} → ${valueText(one.new)}`,
      ),
    plan.skipped > 0 ? `  ${plan.skipped} rows are left out` : '',
    plan.invalid + plan.refused > 0 ? `  ${plan.invalid + plan.refused} rows cannot be sent:` : '',
    ...plan.errors.slice(0, shown).map(({ line, message }) => `    line ${line}: ${plainText(message)}`),
  ]
  return lines.filter(Boolean).join('\n')
}

/** Names come from the fleet: none may move the cursor or turn the line around. */
const plainText = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
const valueText = (value: unknown) => plainText(JSON.stringify(value) ?? 'null').slice(0, 80)

/** Rows in input order, page by page. */
export async function* readRowViews(client: GatewayClient, id: string): AsyncGenerator<RowView> {
  for (let after = 0; ; ) {
    const path = `/api/batches/${encodeURIComponent(id)}/rows?after=${after}&limit=${pageRows}`
    const { rows, next } = (await client.request('GET', path)) as { rows: RowView[]; next: number | null }
    yield* rows
    if (next === null) return
    after = next
  }
}

export async function writeResults(
  parts: Pick<CliParts, 'stdout'> & { readonly client: () => GatewayClient },
  { id }: BatchView,
  { out = '-', outFormat }: BatchFlags,
): Promise<void> {
  const format = outFormat ?? ({ '.csv': 'csv', '.json': 'json' } as const)[extname(out)] ?? 'jsonl'
  const file = out === '-' ? undefined : createWriteStream(out)
  const client = parts.client()
  async function* outputs() {
    for await (const { output } of readRowViews(client, id)) yield* output
  }
  for await (const text of resultText(format, outputs)) {
    if (file === undefined) parts.stdout.write(text)
    else if (!file.write(text)) await once(file, 'drain')
  }
  if (file !== undefined) {
    file.end()
    await once(file, 'close')
  }
}
