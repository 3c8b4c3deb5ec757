/** The client: a walk over the catalogue. It decides nothing that an operation says about itself. */
import { catalogue, type OperationId, operations } from '../catalogue.ts'
import { systemClock } from '../clock.ts'
import { type Operation, pagingFields } from '../operation.ts'
import { type ParsedInput, parseInput, toRequest } from '../request/index.ts'
import { apiError, type KunaiApiError } from './errors.ts'
import { createLimiter } from './limiter.ts'
import type { CallOptions, ClientOptions } from './options.ts'
import type { PageReader } from './page.ts'
import { readAllPages } from './pages.ts'
import { resolveBaseUrl } from './regions.ts'
import { defaultRetryPolicy } from './retry.ts'
import { createRetryBudget } from './retry-budget.ts'
import { type SendContext, sendPage, sendRequest } from './send.ts'
import { machineTokens, userTokens } from './tokens.ts'
import { createTransport, defaultTimeouts } from './transport.ts'
import type { Client, ClientCore } from './types.ts'

const answerBytesMaxDefault = 64 * 1024 * 1024
const pagesAtOnceMaxDefault = 8

/**
 * A typed client of NinjaOne's API. Nothing is asked of the network until the first call.
 *
 * ```ts
 * const client = createClient({ baseUrl: 'eu', machine: { clientId, clientSecret } })
 * const device = await client.devices.get({ id: 1001 })
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const context = makeContext(options)

  const build = (operation: Operation, input: unknown) => {
    const parsed = parseInput(operation, input ?? {})
    if (!parsed.ok) throw invalidInput(operation, parsed)
    return toRequest(operation, parsed.input)
  }
  const call = async (operation: Operation, input: unknown, callOptions?: CallOptions) =>
    sendRequest(context, operation, build(operation, input), callOptions)
  const readPage =
    (operation: Operation, callOptions: CallOptions = {}): PageReader =>
    async (input, { cursor, signal } = {}) => {
      const request = build(operation, input)
      const query = { ...request.query, ...(cursor !== undefined && { [cursorField(operation)]: cursor }) }
      return sendPage(context, operation, { ...request, query }, withSignal(callOptions, signal))
    }
  const afterOptions = {
    pagesAtOnceMax: options.pagesAtOnceMax ?? pagesAtOnceMaxDefault,
    isHolding: () => context.limiter.isHolding,
  }

  const core: ClientCore = {
    call: async (id, input, callOptions) => (await call(findOperation(id), input, callOptions)) as never,
    send: (operation, request, callOptions) => sendRequest(context, operation, request, callOptions),
    close: () => context.transport.close(),
  }

  const resources: Record<string, Record<string, unknown>> = {}
  for (const operation of catalogue) {
    const [resource, verb] = operation.id.split('.') as [string, string]
    const method = (input?: unknown, callOptions?: CallOptions) => call(operation, input, callOptions)
    const all = (input?: object, callOptions?: CallOptions) =>
      readAllPages(operation, { ...input }, readPage(operation, callOptions), afterOptions)
    resources[resource] ??= {}
    resources[resource][verb] = operation.paging === 'none' ? method : Object.assign(method, { all })
  }
  return Object.freeze({ ...resources, ...core }) as unknown as Client
}

function makeContext(options: ClientOptions): SendContext {
  const { machine, user, clock = systemClock, userAgent = 'kunai', hooks = {} } = options
  const { connectionsMax = 16, answerBytesMax = answerBytesMaxDefault } = options
  const origin = resolveBaseUrl(options.baseUrl)
  if (!/^[\x20-\x7e]+$/.test(userAgent)) throw wrongUserAgent()
  const retry = { ...defaultRetryPolicy, ...options.retry }
  const timeouts = { ...defaultTimeouts, ...options.fetchTimeouts }
  const transport = createTransport({ origin, clock, timeouts, connectionsMax, answerBytesMax })
  const shared = { origin, transport, clock, hooks, userAgent, answerBytesMax }
  if (options.userForAll && machine) throw twoForAll()
  const asUser = user && userTokens({ ...shared, identity: 'user' }, retry, user)
  return {
    ...shared,
    retry,
    retryBudget: createRetryBudget(),
    limiter: createLimiter(clock, options.rateLimit, retry.retryAfterMsMax),
    tokens: {
      ...(machine && { machine: machineTokens({ ...shared, identity: 'machine' }, retry, machine) }),
      ...(asUser && { user: asUser, ...(options.userForAll && { machine: asUser }) }),
    },
  }
}

function cursorField({ paging }: Operation): string {
  if (paging === 'none') throw new TypeError('a list without pages has no cursor')
  return pagingFields[paging]
}

function withSignal(options: CallOptions, signal: AbortSignal | undefined): CallOptions {
  if (signal === undefined) return options
  return { ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal }
}

function twoForAll(): KunaiApiError {
  return apiError({
    kind: 'configuration',
    execution: 'not_sent',
    code: 'two_identities_for_all',
    message: 'userForAll is for a client without a machine identity: leave one of the two out.',
  })
}

function wrongUserAgent(): KunaiApiError {
  return apiError({
    kind: 'configuration',
    execution: 'not_sent',
    code: 'user_agent_invalid',
    message: 'userAgent cannot stand in a header: use printable ASCII.',
  })
}

function findOperation(id: OperationId): Operation {
  if (Object.hasOwn(operations, id)) return operations[id] as unknown as Operation
  throw apiError({
    kind: 'validation',
    execution: 'not_sent',
    code: 'unknown_operation',
    message: 'There is no such operation: see the catalogue for the ids there are.',
  })
}

function invalidInput({ id: operationId }: Operation, { message, issues }: RefusedInput): KunaiApiError {
  return apiError({
    ...{ kind: 'validation', execution: 'not_sent', code: 'invalid_input', message, operationId },
    issues: issues.map(({ field, rule, cure }) => ({ field, message: `${rule}; ${cure}` })),
  })
}

type RefusedInput = Extract<ParsedInput<unknown>, { ok: false }>
