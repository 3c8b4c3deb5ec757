/** A gateway that carries out batches, as people use it: started as a program, its plan approved by a person. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '@kunai/sandbox'
import { sandboxVariables } from '../../e2e/support/environment.ts'
import { decide, type Person, signIn } from '../../e2e/support/person.ts'
import { kunaiProgram, type Server, startServer } from './processes.ts'

/** How a sandbox is reached, wherever it runs. */
export type SandboxAddress = Pick<Sandbox, 'url' | 'machine' | 'user'>

export interface BatchPlan {
  readonly action: string
  readonly template: Readonly<Record<string, string>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface BatchFacts {
  readonly id: string
  readonly state: string
  readonly approvalId: string | null
  readonly counts: Readonly<Record<string, number>>
  readonly plan: { readonly willSend: number } | null
}

export interface RowFacts {
  readonly seq: number
  readonly state: string
  readonly code: string | null
}

export interface BatchGateway {
  readonly server: Server<{ url: string; signInUrl: string }>
  request<Answer>(path: string, body?: unknown): Promise<Answer>
  /** Planned, approved and running; the id. */
  begin(plan: BatchPlan): Promise<string>
  /** Resolves when it stands still. */
  untilDone(id: string): Promise<BatchFacts>
  rows(id: string): Promise<RowFacts[]>
}

/** Rows of one request. */
const piece = 500
const askEveryMs = 50

export async function startBatchGateway(sandbox: SandboxAddress, home: string): Promise<BatchGateway> {
  mkdirSync(home, { recursive: true })
  const server = await startServer<{ url: string; signInUrl: string }>(
    [kunaiProgram, 'up', '--json', '--port', '0', '--no-sandbox'],
    { environment: { ...sandboxVariables(sandbox), KUNAI_HOME: home } },
  )
  // The link works once.
  let person: Promise<Person> | undefined
  const key = readFileSync(join(home, 'keys', 'cli'), 'utf8').trim()

  async function request<Answer>(path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(server.ready.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Answer
  }

  return {
    server,
    request,
    async begin({ action, template, rows }) {
      const { id } = await request<BatchFacts>('/api/batches', { action, template })
      for (let after = 0; after < rows.length; after += piece) {
        const part = rows.slice(after, after + piece).map((values, index) => ({ line: after + index + 1, values }))
        await request(`/api/batches/${id}/rows`, { after, rows: part })
      }
      const { plan } = await request<BatchFacts>(`/api/batches/${id}/plan`, {})
      if (plan?.willSend !== rows.length) throw new Error(`only ${plan?.willSend} rows can be sent`)
      const { approvalId } = await request<BatchFacts>(`/api/batches/${id}/start`, { again: true })
      person ??= signIn(server.ready.signInUrl)
      if (approvalId !== null) await decide(await person, approvalId, 'approve')
      return id
    },
    async untilDone(id) {
      for (;;) {
        const batch = await request<BatchFacts>(`/api/batches/${id}`)
        if (batch.state !== 'running' && batch.state !== 'waiting') return batch
        await new Promise((resolve) => setTimeout(resolve, askEveryMs))
      }
    },
    async rows(id) {
      const all: RowFacts[] = []
      for (let after: number | null = 0; after !== null; ) {
        const page: { rows: RowFacts[]; next: number | null } = await request(
          `/api/batches/${id}/rows?after=${after}&limit=${piece}`,
        )
        all.push(...page.rows)
        after = page.next
      }
      return all
    },
  }
}
