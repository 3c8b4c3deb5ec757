/** The plan in figures first: what will be sent, to what, what cannot be sent, what changes from what to what. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { writeCount } from '../text/measure.ts'
import { OnlineMark } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { TriangleIcon } from '../ui/icons.tsx'
import { Fact, Panel } from '../ui/panel.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { Plan } from './contract.ts'

const figure = (value: number) => (
  <span className="font-semibold text-lg tabular-nums">{value.toLocaleString('en-US')}</span>
)

export function PlanView({ plan, id }: { plan: Plan; id: string }) {
  const { devices } = plan
  const bad = plan.invalid + plan.refused
  return (
    <div className="grid items-start gap-4">
      <section aria-label="The plan in figures" className="card p-4">
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4 lg:grid-cols-7">
          <Fact term="Rows">{figure(plan.rows)}</Fact>
          <Fact term="Will be sent">{figure(plan.willSend)}</Fact>
          <Fact term="Cannot be sent">{figure(bad)}</Fact>
          <Fact term="Skipped">{figure(plan.skipped)}</Fact>
          <Fact term="Devices">{figure(devices.count)}</Fact>
          <Fact term="Servers">{figure(devices.servers)}</Fact>
          <Fact term="Offline">{figure(devices.offline)}</Fact>
        </dl>
        <p className="mt-3 text-soft text-sm">
          {plan.asks > 0
            ? 'A person has to approve: once, for all rows of this plan.'
            : 'Policy lets every row through without asking.'}
          {devices.organizations > 0 && ` ${writeCount(devices.organizations, 'organization')}.`}
        </p>
        {devices.servers > 0 && (
          <p className="mt-2 flex gap-2 text-sm text-warn">
            <TriangleIcon className="mt-0.5 shrink-0" />
            {devices.servers === 1 ? 'One of these devices is a server.' : `${devices.servers} of these are servers.`}
          </p>
        )}
      </section>
      {bad > 0 && (
        <Panel
          title={`${writeCount(bad, 'row')} cannot be sent`}
          aside={
            <Link
              to="/batches/$id"
              params={{ id }}
              search={{ rows: 'failed' }}
              resetScroll={false}
              className="text-accent text-sm underline"
            >
              All of them, with their columns
            </Link>
          }
        >
          <ul className="divide-y divide-line text-sm">
            {plan.errors.map(({ line, code, message }) => (
              <li key={`${line} ${code}`} className="flex flex-wrap gap-x-3 px-4 py-2">
                <span className="w-16 shrink-0 text-faint tabular-nums">Line {line}</span>
                <Untrusted text={message} className="min-w-0 grow basis-48" />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {plan.changes.length > 0 && <Changes plan={plan} />}
      {devices.count > 0 && <Devices plan={plan} />}
      <Requests plan={plan} />
    </div>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className="text-faint italic">nothing</span>
  return <Untrusted text={typeof value === 'string' ? value : JSON.stringify(value)} className="min-w-0 font-mono" />
}

function Changes({ plan }: { plan: Plan }) {
  const lines = new Set(plan.changes.map(({ line }) => line)).size
  return (
    <Panel title="Old → new" aside={<span className="text-faint text-xs">shown for {writeCount(lines, 'row')}</span>}>
      <table className="w-full text-left text-sm max-sm:block">
        <thead className="max-sm:sr-only">
          <tr className="border-line border-b text-faint text-xs">
            {['Line', 'Target', 'Field', 'Old', 'New'].map((name) => (
              <th key={name} scope="col" className="px-4 py-1.5 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-sm:block">
          {plan.changes.map((change) => (
            <tr
              key={`${change.line} ${change.field}`}
              className="align-top max-sm:flex max-sm:flex-wrap max-sm:gap-x-2 max-sm:px-4 max-sm:py-2 [&>td]:max-sm:p-0"
            >
              <td className="px-4 py-1.5 text-faint tabular-nums">{change.line}</td>
              <td className="px-4 py-1.5">
                <Untrusted text={change.target} />
              </td>
              <td className="px-4 py-1.5">
                <Untrusted text={change.field} />
              </td>
              <td className="px-4 py-1.5 max-sm:basis-full">
                <Value value={change.old} />
              </td>
              <td className="px-4 py-1.5 font-medium max-sm:basis-full">
                <span aria-hidden="true" className="sm:hidden">
                  →{' '}
                </span>
                <Value value={change.new} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const fewDevices = 8

function Devices({ plan: { devices } }: { plan: Plan }) {
  const [shown, setShown] = useState(fewDevices)
  return (
    <Panel title={writeCount(devices.count, 'device')}>
      <ul className="divide-y divide-line text-sm">
        {devices.first.slice(0, shown).map((device) => (
          <li key={device.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5">
            <Untrusted text={device.name} className="min-w-0 font-medium" />
            <Untrusted text={device.organization ?? 'no organization known'} className="min-w-0 text-soft" />
            {device.server && <span className="rounded border border-edge px-1 font-medium text-xs">Server</span>}
            <span className="ml-auto text-xs">
              <OnlineMark offline={device.offline} />
            </span>
          </li>
        ))}
      </ul>
      {devices.count > shown && (
        <p className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-faint text-sm">
          {devices.first.length > shown && (
            <Button size="small" onClick={() => setShown(devices.first.length)}>
              Show more
            </Button>
          )}
          {Math.min(shown, devices.first.length)} of {devices.count.toLocaleString('en-US')}
        </p>
      )}
    </Panel>
  )
}

const fewRequests = 5

function Requests({ plan }: { plan: Plan }) {
  const [shown, setShown] = useState(fewRequests)
  if (plan.first.length === 0) return null
  return (
    <Panel
      title="First requests"
      aside={<span className="text-faint text-xs">as they will leave, secrets hidden</span>}
    >
      <ul className="divide-y divide-line text-sm">
        {plan.first.slice(0, shown).map(({ line, title, request }) => (
          <li key={line}>
            <details className="px-4 py-2">
              <summary>
                <span className="text-faint tabular-nums">Line {line}</span> <Untrusted text={title} />
              </summary>
              <pre className="mt-2 whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-xs">
                <Untrusted text={requestText(request)} />
              </pre>
            </details>
          </li>
        ))}
      </ul>
      {plan.first.length > shown && (
        <p className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-faint text-sm">
          <Button size="small" onClick={() => setShown(plan.first.length)}>
            Show more
          </Button>
          {shown} of {plan.willSend.toLocaleString('en-US')}
        </p>
      )}
    </Panel>
  )
}

function requestText({ method, path, query, body }: Plan['first'][number]['request']): string {
  const search = new URLSearchParams(query).toString()
  const address = `${method} ${path}${search === '' ? '' : `?${search}`}`
  return body === undefined ? address : `${address}\n\n${JSON.stringify(body, null, 2)}`
}
