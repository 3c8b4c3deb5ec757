/**
 * From a request to an answer, without a socket and without waiting: route, token, identity, scope, input,
 * behaviour, ledger. Each step takes what it needs from the catalogue.
 */
import { findInRegistry, type Operation, resources } from '@kunai/api/operation'
import type { z } from 'zod'
import { type Behaviour, type Behaviours, NoBody, RawJson } from '../behaviours/behaviour.ts'
import type { Requester } from '../world/commands/story.ts'
import type { World } from '../world/world.ts'
import { type Incidents, json, Refusal, type WireAnswer, type WireRequest } from './answer.ts'
import { describeBody } from './body.ts'
import { createDecoder, type Decoder } from './decode.ts'
import {
  answerWebhook,
  type DialectName,
  identityFreed,
  rateHeaders,
  readCursor,
  translateError,
  wrapPage,
} from './dialect.ts'
import { KnownAnswers } from './known-answers.ts'
import type { Ledger } from './ledger.ts'
import { Look } from './look.ts'
import { type Caller, OAuth } from './oauth/oauth.ts'
import type { RateLimiter } from './rate-limit.ts'
import { createRouter, type Route, type RouteResult } from './routes.ts'
import { createStatusCheck, type StatusCheck } from './simulated-status.ts'

export interface Parts {
  readonly catalogue: readonly Operation[]
  readonly behaviours: Behaviours
  readonly oauth: OAuth
  readonly incidents: Incidents
  readonly ledger: Ledger
  readonly limiter: RateLimiter
  readonly dialect: DialectName
  /** Asked per request, because a reset replaces it. */
  readonly world: () => World
  /** Called after every operation, for what its activities set off. */
  readonly afterwards?: () => void
}

/** Where a request leads, known before its token is looked at. */
export interface Target {
  readonly route: RouteResult | 'oauth'
  readonly operation: Operation | undefined
  readonly device: number | undefined
  /** With the one prefix that fault rules speak of. */
  readonly path: string
}

export interface Dispatched {
  readonly answer: WireAnswer
  readonly client: string | undefined
  /** Scopes of the token; absent where none was accepted. */
  readonly granted?: readonly string[] | undefined
}

interface Prepared {
  readonly decode: Decoder
  readonly checkStatus: StatusCheck
  readonly behaviour: Behaviour<never> | undefined
  /** The path parameters that name a device and an organization, if any. */
  readonly deviceField: string | undefined
  readonly organizationField: string | undefined
  /** As a token is judged by. */
  readonly guarded: Operation
  /** Whether its answers may be kept and given again. */
  readonly isRepeatable: boolean
}

/** How many paths are remembered with what they lead to, and how long such a path may be. */
const targetsKept = 4_096
const pathLengthMax = 200

const empty: WireAnswer = { status: 204 }

export class Dispatcher {
  readonly #parts: Parts
  readonly #route: ReturnType<typeof createRouter>
  readonly #prepared: ReadonlyMap<Operation, Prepared>
  readonly #answers = new KnownAnswers()
  readonly #targets = new Map<string, Target>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#route = createRouter(parts.catalogue)
    const behaviours = parts.behaviours as Readonly<Record<string, Behaviour<never> | undefined>>
    this.#prepared = new Map(
      parts.catalogue.map((operation) => [
        operation,
        {
          decode: createDecoder(operation, parts.incidents),
          checkStatus: createStatusCheck(operation, parts.incidents),
          behaviour: behaviours[operation.id],
          deviceField: findPathField(operation, 'device'),
          organizationField: findPathField(operation, 'organization'),
          guarded: parts.dialect === 'skill' ? identityFreed(operation) : operation,
          isRepeatable: operation.risk === 'read' && operation.http.method === 'GET' && parts.dialect === 'ninjaone',
        },
      ]),
    )
  }

  locate(request: WireRequest): Target {
    const key = `${request.method} ${request.path}`
    const known = this.#targets.get(key)
    if (known) return known
    const target = this.#find(request)
    if (key.length > pathLengthMax) return target
    if (this.#targets.size >= targetsKept) this.#targets.clear()
    this.#targets.set(key, target)
    return target
  }

  #find(request: WireRequest): Target {
    const path = request.path.startsWith('/api/v2/') ? request.path.slice('/api'.length) : request.path
    if (OAuth.isEndpoint(path)) return { route: 'oauth', operation: undefined, device: undefined, path }
    const route = this.#route(request.method, request.path)
    if (typeof route === 'string' || 'allow' in route) return { route, operation: undefined, device: undefined, path }
    const field = this.#prepared.get(route.operation)?.deviceField
    const device = field === undefined ? undefined : Number(route.path[field])
    return { route, operation: route.operation, device, path }
  }

  /** The organization in the path, or that of the device in the path. */
  organizationOf({ route, operation, device }: Target): number | undefined {
    const field = operation && this.#prepared.get(operation)?.organizationField
    if (field !== undefined && typeof route === 'object' && 'path' in route) return Number(route.path[field])
    return device === undefined ? undefined : this.#parts.world().devices.get(device)?.organizationId
  }

  /** Whom a request says it comes from; nothing is checked. */
  nameClient(request: WireRequest): string | undefined {
    return this.#parts.oauth.nameClient(request)
  }

  /** Ends the token of a request, and answers it. */
  endToken({ authorization }: WireRequest, consent: boolean): WireAnswer {
    return this.#parts.oauth.endToken(authorization, consent)
  }

  /** Never throws: whatever goes wrong is an answer. */
  run(request: WireRequest, target: Target): Dispatched {
    const { oauth, dialect } = this.#parts
    let caller: Caller | undefined
    let answer: WireAnswer
    try {
      if (target.route === 'oauth') return { answer: oauth.answer(request), client: undefined }
      const route = this.#checkRoute(target.route)
      caller = oauth.authorize(request.authorization, this.#prepared.get(route.operation)?.guarded ?? route.operation)
      this.#parts.limiter.take(caller.client.id)
      answer = this.#execute(request, route, target.device, caller)
    } catch (error) {
      answer = this.#describe(error)
    }
    const client = caller?.client.id
    const spoken = dialect === 'skill' ? this.#asSkill(answer, client) : answer
    return { answer: spoken, client, granted: caller?.scopes }
  }

  #checkRoute(route: RouteResult): Route {
    const { incidents } = this.#parts
    if (route === 'no-such-path') throw incidents.noRoute()
    if (!('allow' in route)) return route
    const answer = incidents.failure(405, 'FAILURE', 'HTTP 405 Method Not Allowed')
    throw new Refusal({ ...answer, headers: { Allow: route.allow.join(', ') } })
  }

  #asSkill(answer: WireAnswer, client: string | undefined): WireAnswer {
    const translated = answer.status >= 400 ? translateError(answer) : answer
    if (client === undefined) return translated
    const headers = rateHeaders(this.#parts.limiter.allowanceOf(client))
    return { ...translated, headers: { ...translated.headers, ...headers } }
  }

  #execute(
    request: WireRequest,
    { operation, path }: Route,
    device: number | undefined,
    { client, technician }: Caller,
  ): WireAnswer {
    const { incidents, dialect } = this.#parts
    const webhook = dialect === 'skill' ? answerWebhook(operation, request) : undefined
    if (webhook) return webhook
    const prepared = this.#prepared.get(operation)
    if (!prepared?.behaviour) {
      const { method, path: template } = operation.http
      const text = `The sandbox does not model ${operation.id} (${method} ${template})`
      throw new Refusal(json(501, { resultCode: 'NOT_MODELLED', errorMessage: text, operation: operation.id }))
    }
    const { decode, behaviour, checkStatus, isRepeatable } = prepared
    const isEnvelope = dialect === 'skill' && operation.paging === 'after'
    const world = this.#parts.world()
    const nowMs = world.settle()
    const key = isRepeatable ? `${request.path}?${request.query}` : undefined
    const known = key === undefined ? undefined : this.#answers.find(world, key, nowMs)
    if (known) {
      this.#parts.afterwards?.()
      return known
    }
    const input = decode(isEnvelope ? readCursor(request) : request, path)
    checkStatus(input, world)
    const requester: Requester = { clientId: client.id, ...(technician && { userId: technician.id }) }
    const perform = (given: unknown): WireAnswer => {
      const look = new Look(operation.id, world, nowMs, requester, incidents)
      const { count } = world.changes
      const result: unknown = behaviour(given as never, look)
      const made = toAnswer(result, dialect === 'skill' && isCreation(operation) ? 201 : 200)
      const goodUntilMs = key && look.goodUntilMs(result instanceof RawJson ? result.goodUntilMs : undefined)
      return goodUntilMs ? this.#answers.keep(world, count, key, made, goodUntilMs) : made
    }
    const answer = perform(input)
    if (operation.risk !== 'read') this.#record(request, operation, device, client, nowMs)
    this.#parts.afterwards?.()
    if (!isEnvelope) return answer
    const pageSize = typeof input.pageSize === 'number' ? input.pageSize : undefined
    return wrapPage(answer, pageSize, (after) => perform({ ...input, after, pageSize: 1 }).body?.toString() !== '[]')
  }

  #record(
    request: WireRequest,
    { id }: Operation,
    device: number | undefined,
    client: Caller['client'],
    nowMs: number,
  ): void {
    const body = describeBody(request)
    const { method, path, query } = request
    this.#parts.ledger.record({
      at: new Date(nowMs).toISOString(),
      operation: id,
      ...(device !== undefined && { device }),
      request: { method, path, query, ...(body !== undefined && { body }) },
      client: client.id,
      identity: client.identity,
    })
  }

  #describe(error: unknown): WireAnswer {
    if (error instanceof Refusal) return error.answer
    // A mistake of the sandbox itself. Said aloud, so that it is not taken for the vendor's behaviour.
    process.emitWarning(error instanceof Error ? error : String(error))
    return this.#parts.incidents.failure(
      500,
      'FAILURE',
      `Sandbox fault: ${error instanceof Error ? error.message : error}`,
    )
  }
}

function toAnswer(result: unknown, status: number): WireAnswer {
  // Without a body there is no Content-Type either: clients would read nothing as JSON, and fail.
  if (result instanceof RawJson) return { status: 200, ...(result.body.length > 0 && { body: result.body }) }
  if (result instanceof NoBody) return { status: result.status }
  return result === undefined ? empty : json(status, result)
}

/** The text speaks of 201; NinjaOne's own is not on record (ninjaone-api §12). */
const isCreation = ({ id, http }: Operation) => http.method === 'POST' && id.endsWith('.create')

function findPathField({ http, input }: Operation, resource: 'device' | 'organization'): string | undefined {
  const shape = input.shape as Readonly<Record<string, z.ZodType>>
  return Object.keys(shape).find((name) => {
    const schema = shape[name]
    return http.path.includes(`{${name}}`) && schema && findInRegistry(resources, schema)?.resource === resource
  })
}
