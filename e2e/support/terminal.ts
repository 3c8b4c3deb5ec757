/** The command line's way into the gateway: with the key that lies in its home. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What became of a call, as JSON. */
export interface OutcomeFacts {
  readonly status: string
  readonly callId: string
  readonly approvalId: string
  readonly phase?: string
  readonly code?: string
  readonly receipt?: unknown
}

/** POST when there is a body, GET otherwise. */
export async function askGateway<Answer>(home: string, url: string, path: string, body?: unknown): Promise<Answer> {
  const key = readFileSync(join(home, 'keys', 'cli'), 'utf8').trim()
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as Answer
}
