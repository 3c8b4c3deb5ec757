/**
 * What people use instead of a batch: a loop over rows, `row-loop.ts KIND` with its work as JSON on stdin. Each kind does
 * what its kind is known for and nothing worse. Prints one line when it is done: how long it took, and what it believes
 * of each row.
 */
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoopWork {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly rows: readonly { readonly path: string; readonly body: unknown }[]
}

export interface LoopResult {
  readonly seconds: number
  /** By row: whether the loop takes it for done. */
  readonly done: readonly boolean[]
}

export const loopKinds = {
  /** The SOAR's loop: one after another, a rest of 300 ms, each row once; a failure is that row's error. */
  rests300ms: { workers: 1, restMs: 300, tries: 1 },
  /** The script found in repositories: one after another, a rest of a second, three blind tries. */
  rests1s: { workers: 1, restMs: 1000, tries: 3 },
  /** Ten at once as fast as they are answered, three tries, waiting as long as a 429 asks for. */
  tenWay: { workers: 10, restMs: 0, tries: 3 },
} as const satisfies Record<string, { workers: number; restMs: number; tries: number }>

export type LoopKind = keyof typeof loopKinds

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const kind = process.argv[2] as LoopKind
  const work = JSON.parse(await text(process.stdin)) as LoopWork
  const token = await tokenOf(work)
  const beganMs = performance.now()
  const done = await loop(kind, work, token)
  process.stdout.write(
    `${JSON.stringify({ seconds: (performance.now() - beganMs) / 1000, done } satisfies LoopResult)}\n`,
  )
}

async function tokenOf({ url, clientId, clientSecret }: LoopWork): Promise<string> {
  const response = await fetch(`${url}/ws/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

async function loop(kind: LoopKind, { url, rows }: LoopWork, token: string): Promise<boolean[]> {
  const { workers, restMs, tries } = loopKinds[kind]
  const done = rows.map(() => false)
  let next = 0
  async function send({ path, body }: LoopWork['rows'][number]): Promise<boolean> {
    for (let attempt = 1; attempt <= tries; ) {
      const response = await fetch(url + path, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      await response.arrayBuffer()
      if (response.ok) return true
      const wait = Number(response.headers.get('retry-after') ?? 0)
      // Being asked to wait is no failure: only the other answers use up a try.
      if (response.status === 429 && tries > 1) await sleep(Math.max(1, wait) * 1000)
      else attempt++
    }
    return false
  }
  async function work(): Promise<void> {
    for (let row = next++; row < rows.length; row = next++) {
      const one = rows[row]
      if (one !== undefined) done[row] = await send(one)
      if (restMs > 0) await sleep(restMs)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return done
}
