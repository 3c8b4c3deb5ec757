/**
 * From a request to an answer, without a socket and without waiting: route, token, identity, scope, input,
 * behaviour, ledger. Each step takes what it needs from the catalogue.
 */
import { findInRegistry, type Operation, resources } from '@kunai/api/operation'
import type { z } from 'zod'
import { type Behaviour, type Behaviours, NoBody, RawJson } from '../behaviours/behaviour.ts'
import type { World } from '../world/world.ts'
import { type Incidents, json, Refusal, type WireAnswer, type WireRequest } from './answer.ts'
import { createDecoder, type Decoder } from './decode.ts'
import { readForm } from './form.ts'
import type { Ledger } from './ledger.ts'
import { type Caller, OAuth } from './oauth.ts'
import { createRouter, type RouteResult } from './routes.ts'

export interface Parts {
  readonly catalogue: readonly Operation[]
  readonly behaviours: Behaviours
  readonly oauth: OAuth
  readonly incidents: Incidents
  readonly ledger: Ledger
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
}

interface Prepared {
  readonly decode: Decoder
  readonly behaviour: Behaviour<never> | undefined
  /** The path parameter that names a device, if any. */
  readonly deviceField: string | undefined
}

const empty: WireAnswer = { status: 204 }

export class Dispatcher {
  readonly #parts: Parts
  readonly #route: ReturnType<typeof createRouter>
  readonly #prepared: ReadonlyMap<Operation, Prepared>

  constructor(parts: Parts) {
    this.#parts = parts
    this.#route = createRouter(parts.catalogue)
    const behaviours = parts.behaviours as Readonly<Record<string, Behaviour<never> | undefined>>
    this.#prepared = new Map(
      parts.catalogue.map((operation) => [
        operation,
        {
          decode: createDecoder(operation, parts.incidents),
          behaviour: behaviours[operation.id],
          deviceField: findDeviceField(operation),
        },
      ]),
    )
  }

  locate(request: WireRequest): Target {
    const path = request.path.startsWith('/api/v2/') ? request.path.slice('/api'.length) : request.path
    if (OAuth.isEndpoint(path)) return { route: 'oauth', operation: undefined, device: undefined, path }
    const route = this.#route(request.method, request.path)
    if (typeof route === 'string' || 'allow' in route) return { route, operation: undefined, device: undefined, path }
    const field = this.#prepared.get(route.operation)?.deviceField
    const device = field === undefined ? undefined : Number(route.path[field])
    return { route, operation: route.operation, device, path }
  }

  /** Never throws: whatever goes wrong is an answer. */
  run(request: WireRequest, target: Target): Dispatched {
    let caller: Caller | undefined
    try {
      if (target.route === 'oauth') return { answer: this.#parts.oauth.answer(request), client: undefined }
      const { incidents, oauth } = this.#parts
      if (target.route === 'no-such-path') throw incidents.noRoute()
      if ('allow' in target.route) {
        const answer = incidents.failure(405, 'FAILURE', 'HTTP 405 Method Not Allowed')
        throw new Refusal({ ...answer, headers: { Allow: target.route.allow.join(', ') } })
      }
      caller = oauth.authorize(request.authorization, target.route.operation)
      return { answer: this.#execute(request, target.route, target.device, caller), client: caller.client.id }
    } catch (error) {
      return { answer: this.#describe(error), client: caller?.client.id }
    }
  }

  #execute(
    request: WireRequest,
    { operation, path }: Exclude<RouteResult, string | { allow: readonly string[] }>,
    device: number | undefined,
    { client }: Caller,
  ): WireAnswer {
    const { incidents, ledger, world: currentWorld } = this.#parts
    const prepared = this.#prepared.get(operation)
    if (!prepared?.behaviour) {
      const { method, path: template } = operation.http
      const text = `The sandbox does not model ${operation.id} (${method} ${template})`
      throw new Refusal(json(501, { resultCode: 'NOT_MODELLED', errorMessage: text, operation: operation.id }))
    }
    const input = prepared.decode(request, path)
    const world = currentWorld()
    const nowMs = world.settle()
    const requester = { clientId: client.id, ...(client.identity === 'user' && { userId: consentedUserId }) }
    const result: unknown = prepared.behaviour(input as never, {
      world,
      nowMs,
      requester,
      refuse: (status, resultCode, errorMessage) => incidents.refuse(status, resultCode, errorMessage),
    })
    if (operation.risk !== 'read') {
      ledger.record({
        at: new Date(nowMs).toISOString(),
        operation: operation.id,
        ...(device !== undefined && { device }),
        request: {
          method: request.method,
          path: request.path,
          query: request.query,
          ...(request.body?.length && { body: describeBody(request, operation) }),
        },
        client: client.id,
        identity: client.identity,
      })
    }
    this.#parts.afterwards?.()
    if (result instanceof RawJson) return { status: 200, body: result.bytes }
    if (result instanceof NoBody) return { status: result.status }
    return result === undefined ? empty : json(200, result)
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

/** Files of a form are named in the ledger, not kept. */
function describeBody({ body = Buffer.alloc(0), contentType = '' }: WireRequest, { http }: Operation): unknown {
  if (!http.multipart) return JSON.parse(body.toString('utf8'))
  const values = readForm(contentType, body, http.multipart) ?? {}
  return JSON.parse(JSON.stringify(values, (key, value) => (key === 'base64' ? undefined : value)))
}

/** The technician whose consent the user application carries. */
const consentedUserId = 5

function findDeviceField({ http, input }: Operation): string | undefined {
  const shape = input.shape as Readonly<Record<string, z.ZodType>>
  return Object.keys(shape).find((name) => {
    const schema = shape[name]
    return http.path.includes(`{${name}}`) && schema && findInRegistry(resources, schema)?.resource === 'device'
  })
}
