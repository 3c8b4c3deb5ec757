/** Prism's validation proxy in front of a tenant: a referee that is not ours reads every request and every answer. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Reply } from '../../testing/tenant.ts'

export interface Referee {
  readonly url: string
  close(): Promise<void>
}

/** Starts Prism on a free port; resolves when it listens. */
export async function startReferee(program: string, spec: string, upstream: string): Promise<Referee> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = spawn(process.execPath, [program, 'proxy', spec, upstream, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  let said = ''
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    const look = (text: Buffer) => {
      said += text
      if (said.includes('Prism is listening')) resolve()
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    ended.then(() => reject(new Error(`Prism ended: ${said.slice(-500)}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

interface Violation {
  readonly location: readonly (string | number)[]
  readonly code?: string | number
  readonly message: string
}

/** What Prism found, one line each: `response/body/0/os must be …`; rows of a list are one place. */
export function violationsOf({ headers }: Reply): readonly string[] {
  const said = headers.get('sl-violations') ?? '[]'
  // A header has room for only so many.
  if (!said.startsWith('[')) return [said]
  const found = JSON.parse(said) as readonly Violation[]
  const place = ({ location }: Violation) => location.map((step) => (/^\d+$/.test(String(step)) ? '*' : step)).join('/')
  return [...new Set(found.map((one) => `${place(one)} ${one.message}`))]
}
