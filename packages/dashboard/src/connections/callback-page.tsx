/** Where NinjaOne sends people back to. Hands the answer to the gateway once, and says what came of it. */
import type { QueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiError } from '../api/http.ts'
import { sessionQuery } from '../api/queries.ts'
import { explain } from '../ui/feedback.tsx'
import { CheckIcon, KunaiMark, TriangleIcon } from '../ui/icons.tsx'
import { completeAuthorization } from './data.ts'
import { tellReturn } from './return-channel.ts'
import { takeOutReturnedQuery } from './returned-query.ts'

export type CallbackResult = { connection: string } | { failure: string }

export async function takeAnswer(client: QueryClient): Promise<CallbackResult> {
  const query = takeOutReturnedQuery()
  try {
    await client.ensureQueryData(sessionQuery)
    const { connection } = await completeAuthorization(query)
    return { connection }
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return {
        failure: 'You were signed out in the meantime, so the answer was thrown away. Sign in, then authorize again.',
      }
    }
    return { failure: explain(error) }
  }
}

export function CallbackPage({ result }: { result: CallbackResult }) {
  const connection = 'connection' in result ? result.connection : undefined
  useEffect(() => {
    document.title = `${connection === undefined ? 'Not connected' : 'Connected'} – Kunai`
    if (connection === undefined) return
    tellReturn({ connection })
    // Closes the window that the page opened; a tab that the person opened stays.
    window.close()
  }, [connection])

  return (
    <main className="mx-auto grid min-h-dvh max-w-[27rem] content-center gap-5 px-5 py-10">
      <KunaiMark className="size-9 text-accent" />
      {'failure' in result ? (
        <div role="alert" className="grid gap-3">
          <h1 className="flex items-center gap-2 font-semibold text-xl">
            <TriangleIcon className="shrink-0 text-bad" /> NinjaOne is not connected
          </h1>
          <p>{result.failure}</p>
        </div>
      ) : (
        <div role="status" className="grid gap-3">
          <h1 className="flex items-center gap-2 font-semibold text-xl">
            <CheckIcon className="shrink-0 text-good" /> {result.connection} is connected
          </h1>
          <p className="text-soft">You can close this window.</p>
        </div>
      )}
      <p>
        {connection === undefined ? (
          <Link to="/connections" className="font-medium text-accent underline">
            Go to the connections
          </Link>
        ) : (
          <Link to="/connections/$name" params={{ name: connection }} className="font-medium text-accent underline">
            Go to {connection}
          </Link>
        )}
      </p>
    </main>
  )
}
