/** Builds a sandbox from its parts, and opens and closes its door. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { catalogue } from '@kunai/api/catalogue'
import { systemClock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import type { Behaviours } from './behaviours/behaviour.ts'
import { behaviours } from './behaviours/index.ts'
import { TenantClock } from './clock.ts'
import { checkOptions, type SandboxOptions } from './options.ts'
import { scriptLimits } from './runner/confinement.ts'
import { findConfinement } from './runner/preflight.ts'
import { ScriptRunner, scriptsAtOnce } from './runner/script-runner.ts'
import { Incidents } from './server/answer.ts'
import type { SandboxControl } from './server/control/sandbox-control.ts'
import { createTenantControl } from './server/control/tenant-control.ts'
import { createControlApp } from './server/control.ts'
import { Dispatcher } from './server/dispatch.ts'
import { createEdge } from './server/edge.ts'
import { Faults } from './server/faults/faults.ts'
import { faultPresets } from './server/faults/presets.ts'
import { Remembered } from './server/faults/remembered.ts'
import { inspectorUrl, withInspector } from './server/inspector.ts'
import { Ledger } from './server/ledger.ts'
import { createListener } from './server/listener.ts'
import { RequestLog } from './server/log/request-log.ts'
import { listRequests, type OrganizationOf, showDetail } from './server/log/show.ts'
import { judge } from './server/log/verdicts.ts'
import { describeApplication } from './server/oauth/applications.ts'
import { randomToken } from './server/oauth/credentials.ts'
import { OAuth } from './server/oauth/oauth.ts'
import { seedApplications } from './server/oauth/seed.ts'
import { peopleOf } from './server/oauth/technicians.ts'
import { RateLimiter } from './server/rate-limit.ts'
import { describeDelivery, WebhookSender } from './server/webhook-sender.ts'
import { Tenant } from './tenant.ts'

export interface Sandbox {
  /** Base URL without a slash at its end, e.g. `http://127.0.0.1:7401`. */
  readonly url: string
  /** The machine-to-machine application. */
  readonly machine: { readonly clientId: string; readonly clientSecret: string }
  /** The web application; its user has already consented, so the refresh token works at once. */
  readonly user: {
    readonly clientId: string
    readonly clientSecret: string
    readonly redirectUris: readonly string[]
    readonly refreshToken: string
  }
  /** Applications without a secret. Nobody has consented to them yet: PKCE is their way in. */
  readonly singlePage: { readonly clientId: string; readonly redirectUris: readonly string[] }
  /** On this machine any port will do, whatever the registered address says. */
  readonly native: { readonly clientId: string; readonly redirectUris: readonly string[] }
  readonly controlToken: string
  /** The page that shows and moves the sandbox; the token is in its fragment, which is never sent anywhere. */
  readonly inspectorUrl: string
  /** SHA-256 of the generated world: equal seeds and sizes give equal hashes. Computed when first read. */
  readonly worldHash: string
  /** The same without holding up who else is at work. Rejects when the sandbox closes first. */
  hashWorld(): Promise<string>
  readonly control: SandboxControl
  /** Ends every connection. Calling it twice does nothing more. */
  close(): Promise<void>
}

/** What tests replace to see how the mechanism behaves with other operations. */
export interface SandboxContents {
  readonly catalogue: readonly Operation[]
  readonly behaviours: Behaviours
}

/** Starts a NinjaOne tenant on this machine. Resolves when it answers. */
export async function startSandbox(
  options: SandboxOptions = {},
  contents: SandboxContents = { catalogue, behaviours },
): Promise<Sandbox> {
  const checked = checkOptions(options)
  const given = options.clock ?? systemClock
  // First, because it may say no.
  const programs = checked.runScripts ? await findConfinement() : undefined
  const clock = new TenantClock(given, checked.mode)
  const nowMs = () => clock.now()
  const { seed, orgs, devices, profile, alive, jobs, runScripts } = checked
  const tenant = new Tenant({ seed, orgs, devices, profile }, clock, { alive, runScripts, ...(jobs && { jobs }) })

  const controlToken = checked.controlToken ?? randomToken()
  const incidents = new Incidents(nowMs)
  const { applications, machine, user, singlePage, native } = seedApplications(checked)
  const oauth = new OAuth(applications, incidents, nowMs, {
    ...checked,
    controlToken,
    people: peopleOf(() => tenant.world),
  })
  const refreshToken = oauth.consent(user)
  const ledger = new Ledger()
  const faults = new Faults(checked.seed, nowMs)
  const remembered = new Remembered()
  const limiter = new RateLimiter(checked.rateLimit, incidents, nowMs)
  const begin = () => {
    for (const rule of checked.faults) faults.add(rule)
  }
  begin()
  const log = new RequestLog()

  const closing = new AbortController()
  const sender = new WebhookSender({
    world: () => tenant.world,
    faults,
    clock: given,
    allowedHosts: checked.webhookHosts,
    closing: closing.signal,
  })

  const runner =
    programs &&
    new ScriptRunner({
      programs,
      limits: scriptLimits,
      parallel: scriptsAtOnce,
      clock: given,
      world: () => tenant.world,
      ledger,
      afterwards: () => sender.notice(),
      closing: closing.signal,
    })
  /** After whatever may have changed the world: what that set off. */
  const notice = () => {
    sender.notice()
    runner?.notice()
  }

  const organizationOf: OrganizationOf = ({ target }) => target && dispatcher.organizationOf(target)
  const control: SandboxControl = {
    ...createTenantControl({
      tenant,
      clock,
      notice,
      // What ran for the world before is ended.
      forget: () => {
        remembered.clear()
        runner?.notice()
      },
      resetRest: () => {
        ledger.clear()
        faults.clear()
        remembered.clear()
        limiter.use(checked.rateLimit)
        log.clear()
        tenant.jobMode = jobs
        begin()
        runner?.notice()
      },
    }),
    ledger: () => ledger.entries(),
    executions: () => ledger.executions(),
    settleScripts: async () => runner?.settle(),
    faults: () => faults.list(),
    addFault: (rule) => faults.add(rule),
    removeFault: (id) => faults.remove(id),
    addFaultPreset: (name) => faultPresets[name].map((rule) => faults.add(rule)),
    clearFaults: () => {
      faults.clear()
      remembered.clear()
    },
    rateLimit: () => limiter.report(),
    useRateProfile: (name) => {
      limiter.use(name)
      return limiter.report()
    },
    apps: () => applications.list().map(describeApplication),
    addApp: (app) => {
      const created = applications.create(app)
      return { ...describeApplication(created), ...(created.secret !== undefined && { clientSecret: created.secret }) }
    },
    removeApp: (clientId) => applications.remove(clientId),
    requests: (filter = {}) => listRequests(log, filter, organizationOf),
    request: (seq) => {
      const row = log.get(seq)
      return row && showDetail(row, organizationOf)
    },
    verdicts: () =>
      judge(log.rows(), { catalogue: contents.catalogue, nameOf: (client) => applications.find(client)?.name }),
    webhookDeliveries: () => {
      sender.notice()
      return tenant.world.webhookDeliveries.list().map(describeDelivery)
    },
    settleWebhooks: async () => {
      sender.notice()
      await sender.settle()
    },
  }

  const dispatcher = new Dispatcher({
    ...contents,
    oauth,
    incidents,
    ledger,
    limiter,
    dialect: checked.dialect,
    world: () => tenant.world,
    afterwards: notice,
  })
  const app = createControlApp(control, controlToken)
  const server = createEdge(
    createListener({
      dispatcher,
      faults,
      remembered,
      log,
      incidents,
      nowMs,
      waitingMs: () => given.now() + clock.jumpedMs,
      clock: given,
      control: withInspector(getRequestListener(app.fetch, { overrideGlobalObjects: false })),
      closing: closing.signal,
    }),
    checked.limits,
    incidents,
  )
  const port = await listen(server, checked.host, checked.port)
  let closed: Promise<void> | undefined
  const url = `http://${checked.host.includes(':') ? `[${checked.host}]` : checked.host}:${port}`
  return {
    url,
    machine: { clientId: machine.id, clientSecret: machine.secret },
    user: {
      clientId: user.id,
      clientSecret: user.secret,
      redirectUris: user.redirectUris,
      refreshToken,
    },
    singlePage: { clientId: singlePage.id, redirectUris: singlePage.redirectUris },
    native: { clientId: native.id, redirectUris: native.redirectUris },
    controlToken,
    inspectorUrl: inspectorUrl(url, controlToken),
    get worldHash() {
      return tenant.worldHash
    },
    hashWorld: () => tenant.hashInSlices(closing.signal),
    control,
    close: () => {
      closed ??= new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve(runner?.gone()))
        // Keep-alive connections would hold the server open for as long as their clients like.
        server.closeAllConnections()
      })
      return closed
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListenError(error, host, port)))
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} on ${host} is taken. Stop what uses it, or choose another: --port ${port + 1} (--port 0 picks a free one).`,
        { cause: error },
      )
    case 'EACCES':
      return new Error(`Port ${port} on ${host} may not be opened by this user. Choose one above 1023 with --port.`, {
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}. Leave --host away to use 127.0.0.1.`, { cause: error })
    default:
      return error
  }
}
