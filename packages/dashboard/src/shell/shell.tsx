/** The frame around every signed-in page: where one is, on which connection, as whom, and whether it is live. */
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { followEvents } from '../api/events.ts'
import { EmergencyBanner } from '../policies/emergency-banner.tsx'
import { ConnectionBadge } from '../ui/badges.tsx'
import { Loading } from '../ui/feedback.tsx'
import { KunaiMark } from '../ui/icons.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Announcer } from './announcer.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveBar, LiveMark } from './live-bar.tsx'
import { Navigation } from './navigation.tsx'
import { usePageConnection } from './page-connection.ts'
import { useSession } from './session.ts'
import { useShortcuts } from './shortcuts.ts'

export function Shell() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const pageConnection = usePageConnection()
  const main = useFocusAfterNavigation()

  useEffect(() => followEvents(client), [client])
  useShortcuts({
    'g a': () => void navigate({ to: '/approvals' }),
    'g d': () => void navigate({ to: '/devices' }),
    'g b': () => void navigate({ to: '/batches' }),
    'g e': () => void navigate({ to: '/events' }),
    'g p': () => void navigate({ to: '/policies' }),
    'g c': () => void navigate({ to: '/connections' }),
    'g u': () => void navigate({ to: '/audit' }),
    '?': () => setHelpOpen(true),
  })

  if (session === undefined) return null
  const connections = pageConnection === undefined ? session.connections : [pageConnection]
  const isProduction = connections.some((connection) => connection.kind === 'production')

  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent-strong px-3 py-2 font-medium text-sm text-white focus:translate-y-0 dark:text-canvas"
      >
        Skip to content
      </a>
      <div
        aria-hidden="true"
        className={`fixed inset-x-0 top-0 z-30 h-[3px] ${isProduction ? 'band-production' : 'band-sandbox'}`}
      />
      <div className="min-h-dvh pt-[3px] md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <header className="flex items-center gap-3 border-line border-b bg-surface px-4 py-2 md:sticky md:top-[3px] md:z-20 md:h-[calc(100dvh-3px)] md:flex-col md:items-stretch md:gap-5 md:border-r md:border-b-0 md:bg-canvas md:px-3 md:py-4">
          <Link
            to="/approvals"
            className="flex shrink-0 items-center gap-2 whitespace-nowrap rounded-md font-semibold tracking-tight md:px-1.5"
          >
            <KunaiMark className="size-5 text-accent" />
            Kunai
          </Link>
          <div className="flex flex-wrap gap-1 md:px-1.5">
            <span className="sr-only">Connection:</span>
            {oneOfEachKind(connections).map((connection) => (
              <ConnectionBadge key={connection.name} connection={connection} />
            ))}
          </div>
          <Navigation />
          <div className="ml-auto flex items-center gap-1 md:mt-auto md:ml-0 md:grid md:gap-2 md:border-line md:border-t md:pt-3">
            <div className="hidden items-center justify-between px-1.5 text-faint text-xs md:flex">
              <LiveMark />
              <span title="Version of this gateway">v{session.version}</span>
            </div>
            <AccountMenu session={session} onHelp={() => setHelpOpen(true)} />
          </div>
        </header>
        <div className="min-w-0 pb-20 md:pb-0">
          <LiveBar />
          <EmergencyBanner />
          <main
            ref={main}
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[76rem] px-4 py-5 outline-none md:px-8 md:py-7"
          >
            <Suspense fallback={<Loading label="Loading the page" />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <Announcer />
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </>
  )
}

/** Ten tenants are not ten badges: what matters here is whether one of them is production. */
function oneOfEachKind<Kind extends { kind: string }>(connections: readonly Kind[]): Kind[] {
  return connections.filter(({ kind }, index) => connections.findIndex((one) => one.kind === kind) === index)
}

/** A new page takes the focus, so that reading starts there; a changed filter does not. */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const previous = useRef(pathname)
  useEffect(() => {
    if (previous.current === pathname) return
    previous.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}
