/** What a client gets to see of each effect. */
import { type Incidents, json, type WireAnswer } from '../answer.ts'
import type { FaultEffect } from './rule.ts'

type EffectOf<Kind extends FaultEffect['kind']> = FaultEffect & { kind: Kind }

export function statusAnswer(effect: EffectOf<'status'>, incidents: Incidents): WireAnswer {
  const { status, code, family, retryAfterSeconds } = effect
  const text = `HTTP ${status}`
  const answer = {
    app: () => incidents.failure(status, code ?? 'FAILURE', text),
    auth: () => json(status, { error: code ?? 'server_error', error_description: text }),
    billing: () => json(status, { errorCode: code ?? 'server_error', message: text }),
    text: () => ({ status, body: code ?? text, contentType: 'text/plain' }),
  }[family]()
  return retryAfterSeconds === undefined ? answer : { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } }
}

export function htmlPage(status: number, words: string): WireAnswer {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html><html><head><title>Please wait</title></head><body><h1>${words}</h1></body></html>`,
  }
}

export const htmlAnswer = ({ status }: EffectOf<'html'>): WireAnswer =>
  htmlPage(status, status === 429 ? 'Too many requests' : 'The service is temporarily unavailable')

/** Where rows stand in the answers of lists (ninjaone-api §6). */
const rowFields = ['results', 'activities', 'devices', 'data'] as const

export function driftAnswer(effect: EffectOf<'drift'>, answer: WireAnswer): WireAnswer | undefined {
  if (answer.body === undefined || answer.contentType !== undefined) return undefined
  const body: unknown = JSON.parse(answer.body.toString())
  const drift = (row: unknown) => (isRecord(row) ? driftRow(effect, row) : row)
  if (Array.isArray(body)) return { ...answer, body: JSON.stringify(body.map(drift)) }
  if (!isRecord(body)) return undefined
  const field = rowFields.find((name) => Array.isArray(body[name]))
  const drifted = field ? { ...body, [field]: (body[field] as unknown[]).map(drift) } : drift(body)
  return { ...answer, body: JSON.stringify(drifted) }
}

function driftRow({ add, rename, remove }: EffectOf<'drift'>, row: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(row)
    .filter(([name]) => !remove.includes(name))
    .map(([name, value]) => [Object.hasOwn(rename, name) ? rename[name] : name, value])
  return { ...Object.fromEntries(entries), ...add }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
