import { useEffect } from 'react'
import { Command } from '../ui/copy-button.tsx'
import { KunaiMark, TriangleIcon } from '../ui/icons.tsx'

interface SignInPageProps {
  failure: string | undefined
  because: 'ended' | 'signed-out' | undefined
}

export function SignInPage({ failure, because }: SignInPageProps) {
  useEffect(() => {
    document.title = 'Sign in – Kunai'
    // A link opened over this very page changes only the fragment, and the browser would not load anything.
    const reload = () => {
      if (window.location.hash.length > 1) window.location.reload()
    }
    window.addEventListener('hashchange', reload)
    return () => window.removeEventListener('hashchange', reload)
  }, [])

  return (
    <main className="mx-auto grid min-h-dvh max-w-[27rem] content-center gap-6 px-5 py-10">
      <header className="grid gap-4">
        <KunaiMark className="size-9 text-accent" />
        <h1 className="font-semibold text-2xl tracking-tight">
          {because === 'signed-out' ? 'You are signed out' : 'Sign in to Kunai'}
        </h1>
      </header>

      {failure !== undefined && (
        <div role="alert" className="flex gap-3 rounded-lg border border-bad/40 bg-bad-wash p-4 text-sm">
          <TriangleIcon className="mt-0.5 shrink-0 text-bad" />
          <div>
            <p className="font-semibold text-bad">This link did not sign you in</p>
            <p className="mt-0.5">{failure}</p>
            <p className="mt-1 text-soft">A link works once, for 15 minutes. Get a new one as described below.</p>
          </div>
        </div>
      )}
      {failure === undefined && because === 'ended' && (
        <p role="status" className="rounded-lg border border-line bg-surface p-4 text-sm">
          Your session ended. Open a new sign-in link to go on where you were.
        </p>
      )}

      <div className="card grid gap-5 p-5 text-sm">
        <p className="text-soft">
          Kunai has no passwords. A one-time link, printed in the terminal of the machine it runs on, signs you in.
        </p>
        <section className="grid gap-2">
          <h2 className="font-semibold">If you run this gateway</h2>
          <p className="text-soft">Starting it prints your link. Open it in this browser.</p>
          <Command text="npm start" />
        </section>
        <section className="grid gap-2">
          <h2 className="font-semibold">If somebody else runs it</h2>
          <p className="text-soft">Ask them for a link in your name. They get one with</p>
          <Command text="kunai people add NAME" />
        </section>
      </div>
    </main>
  )
}
