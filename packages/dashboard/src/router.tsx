/** Addresses and what must be there before a page is shown. Everything but sign-in needs a session. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { lazy } from 'react'
import { ApiError, isStatus } from './api/http.ts'
import { openSession, sessionQuery } from './api/queries.ts'
import { ApprovalPage } from './approvals/approval-page.tsx'
import { QueuePage } from './approvals/queue-page.tsx'
import { readQueueSearch } from './approvals/queue-search.ts'
import { readBatchSearch } from './batches/search.ts'
import { CallbackPage, takeAnswer } from './connections/callback-page.tsx'
import { callbackPath } from './connections/returned-query.ts'
import { readDevicesSearch } from './devices/search.ts'
import { readPoliciesSearch } from './policies/search.ts'
import { Crash, NotFound } from './shell/crash.tsx'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { rememberReturn, takeReturn, useUpSignInToken } from './sign-in/token.ts'

// Approvals come with the first load, because somebody waits for them; the other pages come when they are opened.
const AuditPage = lazy(async () => ({ default: (await import('./audit/audit-page.tsx')).AuditPage }))
const BatchesPage = lazy(async () => ({ default: (await import('./batches/batches-page.tsx')).BatchesPage }))
const BatchPage = lazy(async () => ({ default: (await import('./batches/batch-page.tsx')).BatchPage }))
const NewBatchPage = lazy(async () => ({ default: (await import('./batches/new-batch-page.tsx')).NewBatchPage }))
const ConnectionPage = lazy(async () => ({
  default: (await import('./connections/connection-page.tsx')).ConnectionPage,
}))
const ConnectionsPage = lazy(async () => ({
  default: (await import('./connections/connections-page.tsx')).ConnectionsPage,
}))
const DevicePage = lazy(async () => ({ default: (await import('./devices/device-page.tsx')).DevicePage }))
const EventsPage = lazy(async () => ({ default: (await import('./fleet/events-page.tsx')).EventsPage }))
const PoliciesPage = lazy(async () => ({ default: (await import('./policies/policies-page.tsx')).PoliciesPage }))
const DevicesPage = lazy(async () => ({ default: (await import('./devices/devices-page.tsx')).DevicesPage }))

interface Context {
  client: QueryClient
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: Crash,
  notFoundComponent: NotFound,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { because?: 'ended' | 'signed-out' } =>
    search.because === 'ended' || search.because === 'signed-out' ? { because: search.because } : {},
  loader: async ({ context }): Promise<{ failure?: string }> => {
    const token = useUpSignInToken()
    if (token === undefined) return {}
    try {
      context.client.setQueryData(sessionQuery.queryKey, await openSession(token))
    } catch (error) {
      return { failure: error instanceof ApiError ? error.message : 'Signing in failed.' }
    }
    throw redirect({ href: takeReturn(), replace: true })
  },
  gcTime: 0,
  component: function SignIn() {
    const { failure } = signInRoute.useLoaderData()
    const { because } = signInRoute.useSearch()
    return <SignInPage failure={failure} because={because} />
  },
})

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(sessionQuery)
    } catch (error) {
      if (!isStatus(error, 401)) throw error
      rememberReturn(location.href)
      throw redirect({ to: '/sign-in', replace: true })
    }
  },
  component: Shell,
  errorComponent: Crash,
})

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/approvals', replace: true })
  },
})

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const queueRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/approvals',
  validateSearch: readQueueSearch,
  component: function Queue() {
    return <QueuePage search={queueRoute.useSearch()} />
  },
})

const approvalRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/approvals/$id',
  component: function Approval() {
    const { id } = approvalRoute.useParams()
    return <ApprovalPage key={id} id={id} />
  },
})

const devicesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/devices',
  validateSearch: readDevicesSearch,
  component: function Devices() {
    return <DevicesPage search={devicesRoute.useSearch()} />
  },
})

const deviceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/devices/$id',
  validateSearch: (search: Record<string, unknown>): { connection?: string } => {
    const connection = text(search.connection)
    return connection === undefined ? {} : { connection }
  },
  component: function Device() {
    const { id } = deviceRoute.useParams()
    const { connection } = deviceRoute.useSearch()
    return <DevicePage key={`${connection}:${id}`} id={id} connectionName={connection} />
  },
})

const batchesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/batches',
  component: BatchesPage,
})

const newBatchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/batches/new',
  component: NewBatchPage,
})

const batchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/batches/$id',
  validateSearch: readBatchSearch,
  component: function OneBatch() {
    const { id } = batchRoute.useParams()
    return <BatchPage key={id} id={id} rows={batchRoute.useSearch().rows} />
  },
})

const eventsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/events',
  component: EventsPage,
})

const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): { callId?: string; text?: string } => {
    const callId = text(search.callId)
    const words = text(search.text)
    return { ...(callId ? { callId } : {}), ...(words ? { text: words } : {}) }
  },
  component: function Audit() {
    return <AuditPage search={auditRoute.useSearch()} />
  },
})

const policiesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/policies',
  validateSearch: readPoliciesSearch,
  component: function Policies() {
    return <PoliciesPage search={policiesRoute.useSearch()} />
  },
})

const connectionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/connections',
  validateSearch: (search: Record<string, unknown>): { add?: true } => (search.add === true ? { add: true } : {}),
  component: function Connections() {
    return <ConnectionsPage isAdding={connectionsRoute.useSearch().add === true} />
  },
})

const connectionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/connections/$name',
  component: function OneConnection() {
    const { name } = connectionRoute.useParams()
    return <ConnectionPage key={name} name={name} />
  },
})

// Registered with NinjaOne to the letter, so this address never changes.
const callbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: callbackPath,
  loader: ({ context }) => takeAnswer(context.client),
  staleTime: Number.POSITIVE_INFINITY,
  component: function Callback() {
    return <CallbackPage result={callbackRoute.useLoaderData()} />
  },
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  callbackRoute,
  signedInRoute.addChildren([
    ...[homeRoute, queueRoute, approvalRoute, devicesRoute, deviceRoute, eventsRoute],
    ...[batchesRoute, newBatchRoute, batchRoute],
    ...[policiesRoute, auditRoute, connectionsRoute, connectionRoute],
  ]),
])

export function createDashboardRouter() {
  const leaveWhenSignedOut = (error: unknown) => {
    // Without a session there was nothing to end: then the router itself leads to the sign-in page.
    if (!isStatus(error, 401) || client.getQueryData(sessionQuery.queryKey) === undefined) return
    rememberReturn(router.state.location.href)
    client.clear()
    void router.navigate({ to: '/sign-in', search: { because: 'ended' }, replace: true })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Trying again helps where the gateway was briefly away; its refusals stay refusals.
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
      mutations: { retry: false },
    },
  })
  const router = createRouter({
    routeTree,
    context: { client },
    defaultPreload: false,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Crash,
  })
  return { router, client }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>['router']
  }
}
