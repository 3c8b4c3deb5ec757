/**
 * The sandbox's own handle: look at the truth, make trouble, move time, start over. In process these are the
 * methods below; over HTTP the same ones stand under `/_sandbox` behind the control token.
 */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type FaultPresetName, faultPresets, isFaultPreset } from './faults/presets.ts'
import { type FaultRule, FaultRuleInput } from './faults/rule.ts'
import type { ExecutionEntry, LedgerEntry } from './ledger.ts'
import { ApplicationInput, type ListedApplication } from './oauth/applications.ts'
import { sameSecret } from './oauth/credentials.ts'
import { isRateProfile, type RateLimitReport, type RateProfileName, rateProfiles } from './rate-limit.ts'
import { parseJson } from './read-json.ts'
import type { LoggedRequest } from './request-log.ts'
import type { LoggedDelivery } from './webhook-sender.ts'

export interface WorldReport {
  readonly seed: number
  readonly profile: string
  readonly worldHash: string
  readonly organizations: number
  readonly devices: number
  readonly offline: number
  readonly alerts: number
  readonly activities: number
  readonly scripts: number
}

export interface ClockReport {
  /** ISO 8601. */
  readonly now: string
  /** How far the sandbox is ahead of the clock it was given. */
  readonly offsetMs: number
}

export interface SandboxControl {
  /** Every command that was really carried out, oldest first. */
  ledger(): readonly LedgerEntry[]
  /** Every script that really ran, when that was asked for, in the order in which they ended. */
  executions(): readonly ExecutionEntry[]
  /** Resolves when no script waits or runs. */
  settleScripts(): Promise<void>
  faults(): readonly FaultRule[]
  /** Throws when the rule cannot be used, and says why. */
  addFault(rule: FaultRuleInput): FaultRule
  /** False when there is no such rule. */
  removeFault(id: string): boolean
  /** The rules of a preset, besides those that are there. */
  addFaultPreset(name: FaultPresetName): readonly FaultRule[]
  clearFaults(): void
  /** Whose numbers are assumed: NinjaOne publishes none. */
  rateLimit(): RateLimitReport
  /** Every client starts again with all that the profile allows. */
  useRateProfile(name: RateProfileName): RateLimitReport
  /** Registered applications, without secrets. */
  apps(): readonly ListedApplication[]
  /** The one time the secret is shown. Throws when the application cannot be made, and says why. */
  addApp(app: ApplicationInput): ListedApplication & { readonly clientSecret?: string }
  /** Ends everything the application was given. False when there is none. */
  removeApp(clientId: string): boolean
  clock(): ClockReport
  /** Moves the sandbox's time forward; what becomes due by then happens. */
  advance(milliseconds: number): ClockReport
  /** The last thousand requests, oldest first. */
  requests(): readonly LoggedRequest[]
  /** The last thousand activities that webhooks wanted, oldest first, and what became of them. */
  webhookDeliveries(): readonly LoggedDelivery[]
  /** Resolves when every delivery that is due now has been tried. */
  settleWebhooks(): Promise<void>
  world(): WorldReport
  /** Everything as it was at the start: world, ledger, faults, limits, log and clock. Applications and tokens stay. */
  reset(): void
}

const bodySizeMax = 1024 * 1024
const advanceMaxMs = 366 * 86_400_000
const Advance = z.strictObject({ milliseconds: z.int().min(0).max(advanceMaxMs) })

export function createControlApp(control: SandboxControl, token: string): Hono {
  const app = new Hono().basePath('/_sandbox')
  app.use(async (context, next) => {
    const given = /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '')?.[1]
    if (given === undefined || !sameSecret(given, token)) {
      return context.json({ error: 'This needs the control token that the sandbox printed at its start.' }, 401)
    }
    context.header('Cache-Control', 'no-store')
    return next()
  })
  app.use(async (context, next) => {
    // A body has to say how long it is; then nothing too long is ever read.
    if (context.req.header('Transfer-Encoding') !== undefined) {
      return context.json({ error: 'Send the body with its Content-Length' }, 411)
    }
    if (Number(context.req.header('Content-Length') ?? 0) > bodySizeMax) {
      return context.json({ error: `The body is longer than ${bodySizeMax} bytes` }, 413)
    }
    return next()
  })
  app.get('/ledger', (context) => context.json({ entries: control.ledger(), executions: control.executions() }))
  app.get('/requests', (context) => context.json({ entries: control.requests() }))
  app.get('/webhook-deliveries', (context) => context.json({ entries: control.webhookDeliveries() }))
  app.get('/world', (context) => context.json(control.world()))
  app.get('/clock', (context) => context.json(control.clock()))
  app.post('/clock/advance', async (context) => {
    const parsed = Advance.safeParse(await readJson(context))
    if (!parsed.success) {
      return context.json({ error: `Send {"milliseconds": 60000}. ${z.prettifyError(parsed.error)}` }, 400)
    }
    return context.json(control.advance(parsed.data.milliseconds))
  })
  app.get('/faults', (context) => context.json({ faults: control.faults() }))
  app.post('/faults', async (context) => {
    const parsed = FaultRuleInput.safeParse(await readJson(context))
    if (!parsed.success) return context.json({ error: z.prettifyError(parsed.error) }, 400)
    return context.json(control.addFault(parsed.data as FaultRuleInput), 201)
  })
  app.get('/fault-presets', (context) => context.json({ presets: faultPresets }))
  app.post('/fault-presets/:name', (context) => {
    const name = context.req.param('name')
    if (isFaultPreset(name)) return context.json({ faults: control.addFaultPreset(name) }, 201)
    return context.json({ error: `There is no preset ${name}: use ${Object.keys(faultPresets).join(', ')}` }, 404)
  })
  app.get('/rate-limit', (context) => context.json(control.rateLimit()))
  app.put('/rate-limit', async (context) => {
    const parsed = z.strictObject({ profile: z.string() }).safeParse(await readJson(context))
    const profile = parsed.data?.profile
    if (profile !== undefined && isRateProfile(profile)) return context.json(control.useRateProfile(profile))
    return context.json({ error: `profile must be one of ${Object.keys(rateProfiles).join(', ')}` }, 400)
  })
  app.delete('/faults', (context) => {
    control.clearFaults()
    return context.body(null, 204)
  })
  app.delete('/faults/:id', (context) => {
    const id = context.req.param('id')
    if (!control.removeFault(id)) return context.json({ error: `There is no fault rule ${id}` }, 404)
    return context.body(null, 204)
  })
  app.get('/apps', (context) => context.json({ apps: control.apps() }))
  app.post('/apps', async (context) => {
    const parsed = ApplicationInput.safeParse(await readJson(context))
    if (!parsed.success) return context.json({ error: z.prettifyError(parsed.error) }, 400)
    if (control.apps().some(({ clientId }) => clientId === parsed.data.clientId)) {
      return context.json({ error: `There is an application with the clientId ${parsed.data.clientId}` }, 409)
    }
    return context.json(control.addApp(parsed.data), 201)
  })
  app.delete('/apps/:clientId', (context) => {
    const clientId = context.req.param('clientId')
    if (!control.removeApp(clientId)) return context.json({ error: `There is no application ${clientId}` }, 404)
    return context.body(null, 204)
  })
  app.post('/reset', (context) => {
    control.reset()
    return context.body(null, 204)
  })
  app.notFound((context) => context.json({ error: `There is no ${context.req.method} ${context.req.path}` }, 404))
  return app
}

/** Undefined for what is not JSON, or is by no sane reading: the schema then says what was expected. */
async function readJson(context: Context): Promise<unknown> {
  try {
    return parseJson(Buffer.from(await context.req.arrayBuffer()))
  } catch {
    return undefined
  }
}
