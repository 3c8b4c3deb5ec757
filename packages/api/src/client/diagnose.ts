/**
 * What is wrong with a connection, in one sentence each. It asks for tokens as the client does, looks at the authorize
 * page without pressing its button, and carries out no operation.
 */
import { catalogue } from '../catalogue.ts'
import { systemClock } from '../clock.ts'
import type { Identity } from '../operation.ts'
import { header } from './answer.ts'
import { scopesDefault, withContext } from './authorization.ts'
import { judgeFailure } from './classify.ts'
import { KunaiApiError } from './errors.ts'
import type { ClientOptions, MachineIdentity, UserIdentity } from './options.ts'
import { resolveBaseUrl } from './regions.ts'
import { defaultRetryPolicy } from './retry.ts'
import { requestToken, type TokenContext } from './token-request.ts'
import { userTokens } from './tokens.ts'
import type { WireAnswer } from './transport.ts'

/**
 * A user given as `refreshToken` needs its `onRefreshToken` here as in a client: asking uses the refresh token up, and
 * the next one would be lost.
 */
export interface DiagnosisOptions extends Pick<ClientOptions, 'baseUrl' | 'machine' | 'user' | 'clock'> {
  /** Checked against what is registered with the user's application. */
  readonly redirectUri?: string | undefined
  /** What the person is asked to allow. */
  readonly scopes?: readonly string[] | undefined
}

export interface Finding {
  /** Stable word: `host_unreachable`, `client_not_found`, `clock_skewed` … */
  readonly code: string
  /** Whose application it is about; absent when it is about the host or this machine. */
  readonly identity?: Identity
  /** One sentence for people. */
  readonly message: string
}

export interface Diagnosis {
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

/** Tokens are renewed a minute early: from there on a wrong clock costs refused requests. */
const skewMsMax = 60_000
/** One try tells enough. */
const once = { ...defaultRetryPolicy, attemptsMax: 1 }

export async function diagnose(options: DiagnosisOptions): Promise<Diagnosis> {
  const { machine, user, clock = systemClock } = options
  let origin: string
  try {
    origin = resolveBaseUrl(options.baseUrl)
  } catch (error) {
    return report([fromError(error)])
  }
  return withContext(origin, clock, async (context) => {
    const first = await lookAtAuthorize(context, options, options.scopes ?? scopesDefault)
    if (first instanceof KunaiApiError) {
      const { code } = (first.cause ?? first) as { code?: unknown }
      const message = `No answer comes from ${origin} (${code}): check the address, and that it is up.`
      return report([{ code: 'host_unreachable', message }])
    }
    const findings = [...checkClock(first, clock.now())]
    if (machine) findings.push(...(await checkMachine({ ...context, identity: 'machine' }, machine)))
    if (user) findings.push(...(await checkUser(context, options, user, first)))
    else {
      const example = catalogue.find(({ identity }) => identity === 'user')?.id
      const message = `No user identity is configured, and some operations, such as ${example}, need a user's token.`
      findings.push({ code: 'user_context_required', identity: 'user', message })
    }
    return report(findings)
  })
}

const report = (findings: readonly Finding[]): Diagnosis => ({ ok: findings.length === 0, findings })

function* checkClock(answer: WireAnswer, nowMs: number): Generator<Finding> {
  const skewMs = nowMs - Date.parse(header(answer, 'date') ?? '')
  if (!(Math.abs(skewMs) > skewMsMax)) return
  const way = skewMs > 0 ? 'ahead of' : 'behind'
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const message = `The clock of this machine is ${seconds} seconds ${way} that of NinjaOne: set it right.`
  yield { code: 'clock_skewed', message }
}

async function checkMachine(context: TokenContext, machine: MachineIdentity): Promise<Finding[]> {
  const { clientId, clientSecret, scope } = machine
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  try {
    const { scopes } = await requestToken(context, scope === undefined ? form : { ...form, scope }, 1)
    const needed = new Set(catalogue.filter(({ identity }) => identity === 'machine').map((one) => one.scope))
    const missing = scopes ? [...needed].filter((one) => !scopes.includes(one)) : []
    return missing.length > 0 ? [missingScopes('machine', missing)] : []
  } catch (error) {
    return [fromError(error, 'machine')]
  }
}

async function checkUser(
  context: TokenContext,
  options: DiagnosisOptions,
  user: UserIdentity,
  first: WireAnswer,
): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    // By the client's own way: a refresh token that is used here is stored as there.
    await userTokens(context, once, user).get()
  } catch (error) {
    findings.push(fromError(error, 'user'))
  }
  // An unknown application would make every address look unregistered.
  if (options.redirectUri === undefined || findings.some(({ code }) => code === 'client_not_found')) return findings
  return [...findings, ...(await checkConsent(context, options, first))]
}

async function checkConsent(context: TokenContext, options: DiagnosisOptions, first: WireAnswer): Promise<Finding[]> {
  const scopes = options.scopes ?? scopesDefault
  const offlineMissing: Finding = {
    code: 'offline_access_missing',
    identity: 'user',
    message: 'The scope offline_access is not asked for or not allowed: without it a person must consent every hour.',
  }
  if (first.status === 404) {
    const message = `NinjaOne does not know the redirect address ${options.redirectUri} of this application: it must be registered to the letter, slash at the end included.`
    return [{ code: 'redirect_uri_mismatch', identity: 'user', message }]
  }
  if (!refusesScope(first)) return scopes.includes('offline_access') ? [] : [offlineMissing]
  // The answer does not say which one, so each is asked for alone.
  const missing: string[] = []
  for (const scope of scopes) {
    const answer = await lookAtAuthorize(context, options, [scope])
    if (!(answer instanceof KunaiApiError) && refusesScope(answer)) missing.push(scope)
  }
  const others = missing.filter((scope) => scope !== 'offline_access')
  return [
    ...(others.length > 0 ? [missingScopes('user', others)] : []),
    ...(missing.includes('offline_access') || !scopes.includes('offline_access') ? [offlineMissing] : []),
  ]
}

function missingScopes(identity: Identity, scopes: readonly string[]): Finding {
  const message = `The application of the ${identity} identity lacks a scope (${scopes.join(', ')}): allow it in NinjaOne.`
  return { code: 'scope_missing', identity, message }
}

function refusesScope(answer: WireAnswer): boolean {
  const location = header(answer, 'location') ?? ''
  return URL.canParse(location) && new URL(location).searchParams.get('error') === 'invalid_scope'
}

async function lookAtAuthorize(
  { transport, origin, clock, userAgent }: TokenContext,
  { user, redirectUri }: DiagnosisOptions,
  scopes: readonly string[],
): Promise<WireAnswer | KunaiApiError> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: user?.clientId ?? '',
    redirect_uri: redirectUri ?? '',
    scope: scopes.join(' '),
  })
  const target = `/ws/oauth/authorize?${query}`
  const headers = { accept: 'text/html', 'user-agent': userAgent }
  return transport
    .exchange({ method: 'GET', target, headers, ownConnection: true })
    .catch((failure: unknown) => judgeFailure({ operationId: 'oauth.authorize', origin, clock }, failure))
}

function fromError(error: unknown, identity?: Identity): Finding {
  if (!(error instanceof KunaiApiError)) throw error
  const { code, message } = error
  return { code, message, ...(identity && { identity }) }
}
