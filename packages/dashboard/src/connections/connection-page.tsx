/** One tenant: how it is, whose consent it runs on, and everything that can be done about it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { fleetsQuery } from '../api/queries.ts'
import { FleetCard } from '../fleet/fleet-card.tsx'
import { useNamePageConnection } from '../shell/page-connection.ts'
import { usePageTitle } from '../shell/session.ts'
import { ConnectionBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { TriangleIcon } from '../ui/icons.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Fact, Panel } from '../ui/panel.tsx'
import { AuthorizePanel } from './authorize-panel.tsx'
import { BashRunner } from './bash-runner.tsx'
import { CheckList } from './check-list.tsx'
import { DisconnectDialog, RotateDialog } from './danger-dialogs.tsx'
import {
  type ConnectionDetail,
  type ConnectionsAnswer,
  checkConnection,
  connectionsQuery,
  makeDefault,
  updateConnection,
  useChange,
} from './data.ts'
import { SettingsForm } from './settings-form.tsx'
import { ConnectionStateBadge } from './state-badge.tsx'

export function ConnectionPage({ name }: { name: string }) {
  usePageTitle(`Connection ${name}`)
  const query = useQuery(connectionsQuery)
  const connection = query.data?.connections.find((one) => one.name === name)
  useNamePageConnection(connection)

  return (
    <>
      <nav aria-label="Breadcrumb" className="mb-1 text-sm">
        <Link to="/connections" className="text-faint hover:text-ink">
          Connections
        </Link>
      </nav>
      {query.isPending && <Loading label="Loading the connection" />}
      {query.isError && query.data === undefined && (
        <Problem title="The connection could not be loaded" error={query.error} onRetry={() => query.refetch()} />
      )}
      {query.data !== undefined &&
        (connection === undefined ? (
          <Empty title={`There is no connection “${name}”`}>
            <p>It was disconnected, or the address is mistyped.</p>
          </Empty>
        ) : (
          <Details key={name} connection={connection} answer={query.data} />
        ))}
    </>
  )
}

function Details({ connection, answer }: { connection: ConnectionDetail; answer: ConnectionsAnswer }) {
  const { name, state, why } = connection
  const [open, setOpen] = useState<'settings' | 'rotate' | 'disconnect'>()
  const checking = useChange(() => checkConnection(name))
  const choosing = useChange(() => makeDefault(name))
  const runCheck = () => checking.mutate(undefined)
  const close = () => setOpen(undefined)
  const isStored = connection.source === 'stored'

  return (
    <>
      <PageHeader title={name}>
        <div className="flex flex-wrap items-center gap-2">
          <ConnectionBadge connection={connection} isNameless />
          <ConnectionStateBadge state={state} />
          {connection.isDefault ? (
            <span className="text-faint text-sm">Default connection</span>
          ) : (
            <Button size="small" disabled={choosing.isPending} onClick={() => choosing.mutate(undefined)}>
              Make default
            </Button>
          )}
        </div>
      </PageHeader>
      {choosing.isError && <Problem title="The default was not changed" error={choosing.error} />}
      {why !== null && state !== 'saved' && (
        <p role="status" className="mb-4 flex gap-3 rounded-lg border border-warn/40 bg-warn-wash p-4 text-sm">
          <TriangleIcon className="mt-0.5 shrink-0 text-warn" />
          <span>{why.message}</span>
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          {isStored && <AuthorizePanel connection={connection} onReturned={runCheck} onCheck={runCheck} />}
          <Panel
            title="Credentials"
            aside={
              isStored && open !== 'settings' ? (
                <Button size="small" onClick={() => setOpen('settings')}>
                  Change
                </Button>
              ) : undefined
            }
          >
            {open === 'settings' ? (
              <SettingsForm
                answer={answer}
                connection={connection}
                save={updateConnection}
                onSaved={close}
                onCancel={close}
              />
            ) : (
              <Credentials connection={connection} />
            )}
          </Panel>
          <FleetEvents connection={connection} />
          {isStored && (
            <div className="flex flex-wrap gap-2">
              {(connection.machine || connection.user?.platform === 'web') && (
                <Button onClick={() => setOpen('rotate')}>Rotate secret</Button>
              )}
              <Button look="danger" onClick={() => setOpen('disconnect')}>
                Disconnect
              </Button>
            </div>
          )}
        </div>
        <div className="grid gap-4">
          <CheckList
            items={checking.data?.items}
            isRunning={checking.isPending}
            error={checking.error}
            onRun={runCheck}
          />
          <BashRunner connection={connection} />
        </div>
      </div>
      {open === 'rotate' && <RotateDialog connection={connection} onClose={close} />}
      {open === 'disconnect' && <DisconnectDialog connection={connection} onClose={close} />}
    </>
  )
}

/** Alerts and devices of this tenant, as they happen: what is heard of, and whether NinjaOne delivers it. */
function FleetEvents({ connection }: { connection: ConnectionDetail }) {
  const query = useQuery(fleetsQuery)
  if (query.data === undefined) {
    return query.error === null ? null : <Problem title="What is followed could not be loaded" error={query.error} />
  }
  return (
    <FleetCard
      connection={connection.name}
      label="Events and webhook"
      heading={<h2 className="font-semibold">Events and webhook</h2>}
      fleet={query.data.find((fleet) => fleet.connection === connection.name)}
    />
  )
}

function Credentials({ connection }: { connection: ConnectionDetail }) {
  const { baseUrl, machine, user, source } = connection
  return (
    <div className="grid gap-3 p-4">
      {source === 'environment' && (
        <p className="text-soft text-sm">
          This connection comes with the environment that the gateway was started in, and is changed there.
        </p>
      )}
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
        <Fact term="Address">
          <code className="font-mono text-xs">{baseUrl}</code>
        </Fact>
        <Fact term="Runs as">{describeRunsAs(connection)}</Fact>
        {user && (
          <Fact term={`User application${user.platform ? ` (${user.platform === 'web' ? 'Web' : 'Native'})` : ''}`}>
            {user.clientId === null ? (
              'From the environment'
            ) : (
              <code className="font-mono text-xs">{user.clientId}</code>
            )}
          </Fact>
        )}
        {machine && (
          <Fact term="Machine application">
            {machine.clientId === null ? (
              'From the environment'
            ) : (
              <code className="font-mono text-xs">{machine.clientId}</code>
            )}
          </Fact>
        )}
        {user && user.scopes.length > 0 && <Fact term="Scopes asked for">{user.scopes.join(', ')}</Fact>}
        {source === 'stored' && <Fact term="Secrets">Stored sealed; they cannot be read back</Fact>}
      </dl>
    </div>
  )
}

function describeRunsAs({ machine, user }: ConnectionDetail): string {
  if (machine && user) return 'The machine application; what needs a person, as that person'
  return user ? 'The person who authorized it, always' : 'The machine application; scripts and tickets are refused'
}
