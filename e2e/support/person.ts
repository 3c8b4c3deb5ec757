/** A person at the dashboard, without a browser: signs in with a link, keeps the cookie, sends the CSRF token. */

export interface Person {
  readonly name: string
  get<Answer>(path: string): Promise<Answer>
  post<Answer>(path: string, body: unknown): Promise<Answer>
}

/** The gateway's refusal, in its own words. */
class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const body = (await response.json()) as { error?: { code: string; message: string } }
  if (!response.ok) throw new Refused(response.status, body.error?.code ?? '', body.error?.message ?? '')
  return body
}

/** Uses up a one-time link. */
export async function signIn(signInUrl: string): Promise<Person> {
  const { origin, hash } = new URL(signInUrl)
  const response = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: hash.slice(1) }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const session = (await readAnswer(response)) as { person: { name: string }; csrfToken: string }
  return {
    name: session.person.name,
    get: async (path) => (await readAnswer(await fetch(origin + path, { headers: { cookie } }))) as never,
    post: async (path, body) =>
      (await readAnswer(
        await fetch(origin + path, {
          method: 'POST',
          headers: { cookie, origin, 'content-type': 'application/json', 'x-csrf-token': session.csrfToken },
          body: JSON.stringify(body),
        }),
      )) as never,
  }
}

export interface ApprovalFacts {
  readonly id: string
  readonly callId: string
  readonly title: string
  readonly digest: string
}

/** Opens the approval's page and answers it. */
export async function decide(person: Person, approvalId: string, verdict: 'approve' | 'deny', reason?: string) {
  const { digest } = await person.get<ApprovalFacts>(`/api/approvals/${approvalId}`)
  return person.post(`/api/approvals/${approvalId}/${verdict}`, { digest, ...(reason !== undefined && { reason }) })
}
