/** The consent of a person: who gave it, how fresh its tokens are, and how to give it again. */
import { ApiError } from '../api/http.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { Fact, Panel } from '../ui/panel.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { ConnectionDetail } from './data.ts'
import { useAuthorize } from './use-authorize.ts'

interface AuthorizePanelProps {
  connection: ConnectionDetail
  onReturned: () => void
  onCheck: () => void
}

export function AuthorizePanel({ connection, onReturned, onCheck }: AuthorizePanelProps) {
  const { sentTo, isStarting, error, start, stop } = useAuthorize(connection.name, onReturned)
  const { user, state } = connection
  if (user === null) {
    return (
      <Panel title="Consent">
        <p className="px-4 py-3 text-soft text-sm">
          There is no user application, so nobody can authorize this connection. Running scripts and writing tickets
          need one: add it under Credentials.
        </p>
      </Panel>
    )
  }
  const { consent } = user
  const word = consent === null ? 'Authorize' : 'Reconnect'
  return (
    <Panel
      title="Consent"
      aside={
        <Button
          look={state === 'connected' || state === 'degraded' ? 'plain' : 'primary'}
          disabled={isStarting}
          onClick={() => start(false)}
        >
          {isStarting ? 'Asking NinjaOne…' : word}
        </Button>
      }
    >
      <div className="grid gap-4 p-4">
        {consent === null ? (
          <p className="text-soft text-sm">
            NinjaOne opens in a window of its own. Sign in there as the person whose rights Kunai shall use, and allow
            the scopes.
          </p>
        ) : (
          <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
            <Fact term="Authorized by">
              <Untrusted text={consent.by.name} />
            </Fact>
            <Fact term="Authorized">
              <Moment at={consent.at} />
            </Fact>
            <Fact term="Last refresh">
              <Ago at={consent.refreshedAt} />
            </Fact>
            <Fact term="Token is good until">{consent.renewAt && <Moment at={consent.renewAt} />}</Fact>
            <Fact term="Scopes granted">{consent.grantedScopes?.join(', ')}</Fact>
          </dl>
        )}
        {error !== null && (
          <Problem title="NinjaOne was not opened" error={error}>
            {error instanceof ApiError && error.code === 'authorization_doubtful' && (
              <Button size="small" className="mt-3" onClick={() => start(true)}>
                Authorize all the same
              </Button>
            )}
          </Problem>
        )}
        {sentTo !== undefined && (
          <div role="status" className="grid gap-2 rounded-lg border border-info/40 bg-info-wash p-4 text-sm">
            <p className="font-semibold text-info">Waiting for your answer in NinjaOne</p>
            <p>
              No window?{' '}
              <a href={sentTo} target="_blank" rel="noreferrer" className="font-medium text-accent underline">
                Open NinjaOne in a new tab
              </a>
              . It has to be within ten minutes.
            </p>
            <p className="text-soft">
              If NinjaOne shows “not found” instead of its sign-in page, region, client ID or redirect URI are wrong:
              close that window and run the check.
            </p>
            <div className="flex flex-wrap gap-2">
              <Button size="small" onClick={onCheck}>
                Run the check
              </Button>
              <Button size="small" look="quiet" onClick={stop}>
                Stop waiting
              </Button>
            </div>
          </div>
        )}
      </div>
    </Panel>
  )
}
