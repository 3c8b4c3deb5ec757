/**
 * Twelve questions of an MSP's day, each answered by a script instead of a model: what the list of tools, the calls and the
 * answers cost in tokens, whether the answer is right, and whether a part was passed off as the whole.
 */
import { isDeepStrictEqual } from 'node:util'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { operations } from '../packages/gateway/src/call/index.ts'
import { printServer, startTestGateway, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { type Question, questionsAbout, type Row } from './msp-list.ts'
import { naiveTools, readRaw } from './msp-naive.ts'
import { connectSandbox, type SandboxReady } from './sandbox.ts'
import { seed } from './support/machine.ts'
import { atLeast, atMost, figure } from './support/report.ts'
import type { Task } from './support/task.ts'

/** As a model is given it. */
const tokensOf = (value: unknown) => encode(typeof value === 'string' ? value : JSON.stringify(value)).length

const profiles = { default: 3_000, compact: 1_000 } as const
const peerShareMin = 5

interface Run {
  readonly listTokens: number
  readonly callTokens: number
  readonly right: number
  readonly wrong: readonly string[]
  /** Answers that were not the whole, and did not say so. */
  readonly silent: number
}

interface Told {
  readonly tokens: number
  readonly rows: readonly Row[]
  readonly silent: number
}

async function ask(client: Client, names: ReadonlySet<string>, question: Question): Promise<Told> {
  const rows: Row[] = []
  let [tokens, silent] = [0, 0]
  let cursor: string | undefined
  do {
    const paged = { ...question.input, ...question.ours, ...(cursor !== undefined && { cursor }) }
    // What the list does not show is reached by the operation's id.
    const call = names.has(question.tool)
      ? { name: question.tool, arguments: paged }
      : { name: 'run-read', arguments: { operation: question.operation, input: paged } }
    const { content, structuredContent } = await client.callTool(call)
    const { status, data, page } = structuredContent as {
      status: string
      data: unknown
      page?: { complete: boolean; cursor?: string }
    }
    const text = (content as { text: string }[])[0]?.text ?? ''
    if (status !== 'done') throw new Error(`${question.operation}: ${text}`)
    tokens += tokensOf(call) + tokensOf(text)
    const isWhole = page === undefined || page.complete
    if (!isWhole && !/NOT the whole list|The list ends here/.test(text)) silent++
    rows.push(...question.rowsOf(data))
    cursor = question.isOnePage ? undefined : page?.cursor
  } while (cursor !== undefined)
  return { tokens, rows, silent }
}

async function runOurs(
  gateway: TestGateway,
  profile: keyof typeof profiles,
  questions: readonly Question[],
  truths: readonly unknown[],
): Promise<Run> {
  const client = new Client({ name: 'bench', version: '0' })
  const headers = { authorization: `Bearer ${gateway.home.key('mcp', 'bench')}` }
  const url = new URL(`${gateway.gateway.url}/mcp?profile=${profile}`)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  try {
    const { tools } = await client.listTools()
    const listTokens = tools.reduce(
      (sum, { name, description, inputSchema }) => sum + tokensOf({ name, description, inputSchema }),
      0,
    )
    const names = new Set(tools.map(({ name }) => name))
    let [callTokens, right, silent] = [0, 0, 0]
    const wrong: string[] = []
    for (const [index, question] of questions.entries()) {
      const told = await ask(client, names, question)
      callTokens += told.tokens
      silent += told.silent
      if (isDeepStrictEqual(question.answer(told.rows), truths[index])) right++
      else wrong.push(question.ask)
    }
    return { listTokens, callTokens, right, wrong, silent }
  } finally {
    await client.close()
  }
}

export const mspQuestions: Task = {
  name: 'msp-questions',
  async run() {
    const gateway = await startTestGateway({}, { sandbox: { seed, orgs: 24, devices: 1_800 } })
    try {
      const { get } = await connectSandbox(gateway.sandbox as unknown as SandboxReady)
      const questions = questionsAbout(await printServer(gateway))
      const naive: { callTokens: number; silent: number } = { callTokens: 0, silent: 0 }
      const truths: unknown[] = []
      for (const question of questions) {
        const read = await readRaw(get, question)
        naive.callTokens += read.texts.reduce((sum, text) => sum + tokensOf(text), 0)
        naive.callTokens += read.calls.reduce((sum, call) => sum + tokensOf(call), 0)
        // Of several pages only the last is the end, and none of them says which it is.
        naive.silent += read.texts.length - 1
        truths.push(question.answer(read.rows))
      }
      const naiveList = naiveTools.reduce((sum, tool) => sum + tokensOf(tool), 0)
      const ours = {
        default: await runOurs(gateway, 'default', questions, truths),
        compact: await runOurs(gateway, 'compact', questions, truths),
      }
      const peerTotal = naiveList + naive.callTokens
      const total = ({ listTokens, callTokens }: Run) => listTokens + callTokens
      const one = (value: number) => ({ median: value, min: value, max: value })
      const share = (run: Run) => one(peerTotal / total(run))
      const row = (label: string, run: Run, limit: string) => [
        label,
        ...[run.listTokens, run.callTokens, total(run)].map(figure),
        figure(peerTotal / total(run)),
        `${run.right} of ${questions.length}`,
        String(run.silent),
        limit,
      ]
      const peer: Run = { listTokens: naiveList, right: questions.length, wrong: [], ...naive }
      return {
        title: `msp-questions: ${questions.length} questions to a fleet of 1,800 devices, in tokens`,
        table: {
          head: [
            'caller',
            'list',
            'calls and answers',
            'in all',
            'peer ÷ it',
            'right',
            'silently partial',
            'limit, list',
          ],
          rows: [
            row('ours, default list', ours.default, figure(profiles.default)),
            row('ours, compact list', ours.compact, figure(profiles.compact)),
            row('peer: a tool for each operation, raw answers', peer, ''),
          ],
        },
        targets: (['default', 'compact'] as const).flatMap((profile) => [
          atMost(`${profile} list`, one(ours[profile].listTokens), profiles[profile], ' tokens'),
          atLeast(`peer ÷ ours, ${profile}`, share(ours[profile]), peerShareMin),
          atMost(`${profile}: silently partial`, one(ours[profile].silent), 0),
          atLeast(`${profile}: right answers`, one(ours[profile].right), questions.length),
        ]),
        notes: [
          ...[...new Set([...ours.default.wrong, ...ours.compact.wrong])].map((asked) => `Answered wrongly: ${asked}`),
          `The peer's tools are the same ${operations.length} operations with their whole input schemas; its caller pages to the end, 1,000 rows at a time.`,
          'Right is what the raw answers say, read to the end. The peer is right by that, and the table counts what it cost.',
          'Silently partial: an answer that is not the whole and does not say so. A page of raw rows never does.',
          'Tokens: o200k; of a tool its name, description and input schema; of an answer its text, not the same again as structured content.',
        ],
      }
    } finally {
      await gateway.close()
    }
  },
}
