/** All tenants, each as a card; and the way to a new one. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { usePageTitle, useSession } from '../shell/session.ts'
import { ConnectionBadge } from '../ui/badges.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { Ago } from '../ui/time.tsx'
import { addConnection, type ConnectionDetail, type ConnectionsAnswer, connectionsQuery } from './data.ts'
import { SettingsForm } from './settings-form.tsx'
import { ConnectionStateBadge } from './state-badge.tsx'

export function ConnectionsPage({ isAdding }: { isAdding: boolean }) {
  usePageTitle('Connections')
  const isOwner = useSession()?.role === 'owner'
  return (
    <>
      <PageHeader title={isAdding ? 'Connect NinjaOne' : 'Connections'}>
        {isOwner && !isAdding && (
          <ButtonLink look="primary" to="/connections" search={{ add: true }}>
            Connect NinjaOne
          </ButtonLink>
        )}
      </PageHeader>
      {isOwner ? (
        <OwnerView isAdding={isAdding} />
      ) : (
        <Empty title="Connections belong to the owner">
          <p>Whoever runs this gateway adds and changes them. Ask them if a tenant is missing or needs reconnecting.</p>
        </Empty>
      )}
    </>
  )
}

function OwnerView({ isAdding }: { isAdding: boolean }) {
  const navigate = useNavigate()
  const query = useQuery(connectionsQuery)
  if (query.isPending) return <Loading label="Loading connections" />
  if (query.data === undefined) {
    return <Problem title="The connections could not be loaded" error={query.error} onRetry={() => query.refetch()} />
  }
  if (isAdding) {
    return (
      <div className="max-w-3xl">
        <Panel title="Credentials">
          <SettingsForm
            answer={query.data}
            save={addConnection}
            onSaved={({ name }) => void navigate({ to: '/connections/$name', params: { name } })}
            onCancel={() => void navigate({ to: '/connections' })}
          />
        </Panel>
      </div>
    )
  }
  return <Cards answer={query.data} />
}

function Cards({ answer }: { answer: ConnectionsAnswer }) {
  if (answer.connections.length === 0) {
    return (
      <Empty title="No connection yet">
        <p>Connect a NinjaOne tenant, or start the gateway with its sandbox to look around.</p>
        <ButtonLink look="primary" to="/connections" search={{ add: true }}>
          Connect NinjaOne
        </ButtonLink>
      </Empty>
    )
  }
  return (
    <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
      {answer.connections.map((connection) => (
        <Card key={connection.name} connection={connection} />
      ))}
    </ul>
  )
}

function Card({ connection }: { connection: ConnectionDetail }) {
  const { name, baseUrl, state, why, user, isDefault } = connection
  return (
    <li className="card relative grid content-start gap-2 p-4 hover:bg-sunken">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-lg">
          <Link to="/connections/$name" params={{ name }} className="after:absolute after:inset-0">
            {name}
          </Link>
        </h2>
        <ConnectionStateBadge state={state} />
      </div>
      <p className="flex flex-wrap items-center gap-2 text-soft text-sm">
        <ConnectionBadge connection={connection} isNameless />
        {new URL(baseUrl).host}
      </p>
      {why !== null && <p className="text-sm">{why.message}</p>}
      {why === null && state === 'saved' && <p className="text-sm">Not used yet. Its check tries it.</p>}
      <p className="text-faint text-xs">
        {isDefault && 'Default. '}
        {user?.consent && (
          <>
            Authorized by {user.consent.by.name} <Ago at={user.consent.at} />.
          </>
        )}
        {connection.source === 'environment' && 'From the environment.'}
      </p>
    </li>
  )
}
