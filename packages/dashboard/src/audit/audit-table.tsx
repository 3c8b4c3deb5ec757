import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode, useState } from 'react'
import type { AuditEvent } from '../api/contract.ts'
import { writeDoor } from '../text/words.ts'
import { Badge } from '../ui/badges.tsx'
import { ChevronIcon } from '../ui/icons.tsx'
import { Moment } from '../ui/time.tsx'
import { Untrusted, VisibleText } from '../ui/untrusted.tsx'
import { useWide } from '../ui/use-wide.ts'
import { statusOf } from './audit-status.ts'

export function AuditTable({ events }: { events: AuditEvent[] }) {
  const isWide = useWide()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())

  function toggle(seq: number) {
    const next = new Set(open)
    if (!next.delete(seq)) next.add(seq)
    setOpen(next)
  }

  const Row = isWide ? WideRow : NarrowRow
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">Audit events, newest first</caption>
        <thead className={isWide ? 'bg-sunken/60' : 'sr-only'}>
          <tr className="text-left text-faint text-xs">
            {isWide ? (
              <>
                <Header width="w-52">Time</Header>
                <Header>What</Header>
                <Header width="w-48">Who</Header>
                <Header width="w-30">Door</Header>
                <Header width="w-28">Status</Header>
              </>
            ) : (
              <Header>Event</Header>
            )}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Fragment key={event.seq}>
              <Row event={event} isOpen={open.has(event.seq)} onToggle={() => toggle(event.seq)} />
              {open.has(event.seq) && (
                <tr>
                  <td
                    colSpan={isWide ? 5 : 1}
                    id={`event-${event.seq}`}
                    className="border-line border-t bg-sunken/60 p-4"
                  >
                    <EventDetail event={event} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Header({ children, width = '' }: { children: ReactNode; width?: string }) {
  return (
    <th scope="col" className={`px-3 py-2 font-medium ${width}`}>
      {children}
    </th>
  )
}

interface RowProps {
  event: AuditEvent
  isOpen: boolean
  onToggle: () => void
}

function Toggle({ event, isOpen, onToggle }: RowProps) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? `event-${event.seq}` : undefined}
      aria-label={`Details of event ${event.seq}`}
      onClick={onToggle}
      className="-my-1 -ml-1 grid size-6 shrink-0 place-items-center rounded text-faint hover:bg-sunken hover:text-ink"
    >
      <ChevronIcon className={`size-3.5 transition-transform ${isOpen ? 'rotate-90' : ''}`} />
    </button>
  )
}

function Status({ event }: { event: AuditEvent }) {
  const status = statusOf(event)
  return status === undefined ? null : <Badge tone={status.tone}>{status.word}</Badge>
}

function What({ event }: { event: AuditEvent }) {
  return (
    <>
      <Untrusted text={event.summary} className="block" />
      <span className="flex flex-wrap gap-x-2 font-mono text-faint text-xs">
        <span>{event.kind}</span>
        {event.operation !== null && <span>{event.operation}</span>}
      </span>
    </>
  )
}

function Who({ event }: { event: AuditEvent }) {
  return (
    <>
      <Untrusted text={event.actor.name} className="block" />
      {event.actor.onBehalfOf !== undefined && (
        <span className="block text-faint text-xs">
          for <Untrusted text={event.actor.onBehalfOf} />
        </span>
      )}
    </>
  )
}

function WideRow({ event, isOpen, onToggle }: RowProps) {
  return (
    <tr className="border-line border-t align-top hover:bg-sunken/50">
      <td className="px-3 py-2 text-soft">
        <span className="flex items-center gap-1">
          <Toggle event={event} isOpen={isOpen} onToggle={onToggle} />
          <Moment at={event.at} />
        </span>
      </td>
      <td className="px-3 py-2">
        <What event={event} />
      </td>
      <td className="px-3 py-2">
        <Who event={event} />
      </td>
      <td className="px-3 py-2 text-soft">{writeDoor(event.door)}</td>
      <td className="px-3 py-2">
        <Status event={event} />
      </td>
    </tr>
  )
}

function NarrowRow({ event, isOpen, onToggle }: RowProps) {
  return (
    <tr className="not-first:border-line not-first:border-t">
      <td className="grid gap-1.5 px-3 py-2.5">
        <span className="flex items-center gap-1 text-faint text-xs">
          <Toggle event={event} isOpen={isOpen} onToggle={onToggle} />
          <Moment at={event.at} />
          <span className="ml-auto">
            <Status event={event} />
          </span>
        </span>
        <div>
          <What event={event} />
        </div>
        <div className="text-soft text-xs">
          <Who event={event} />
          {event.door !== null && <span className="text-faint">through {writeDoor(event.door)}</span>}
        </div>
      </td>
    </tr>
  )
}

function EventDetail({ event }: { event: AuditEvent }) {
  return (
    <div className="grid gap-3">
      <dl className="grid gap-x-6 gap-y-2 font-mono text-xs sm:grid-cols-[auto_minmax(0,1fr)]">
        <Detail term="Sequence">{event.seq}</Detail>
        {event.connection !== null && <Detail term="Connection">{event.connection}</Detail>}
        {event.callId !== null && (
          <Detail term="Call">
            <Link to="/audit" search={{ callId: event.callId }} className="text-accent underline underline-offset-2">
              {event.callId}
            </Link>
          </Detail>
        )}
        {event.approvalId !== null && (
          <Detail term="Approval">
            <Link
              to="/approvals/$id"
              params={{ id: event.approvalId }}
              className="text-accent underline underline-offset-2"
            >
              {event.approvalId}
            </Link>
          </Detail>
        )}
        <Detail term="Hash">{event.hash}</Detail>
        <Detail term="Previous hash">{event.previousHash}</Detail>
      </dl>
      <pre className="whitespace-pre-wrap rounded-md border border-line bg-surface p-3 font-mono text-xs [overflow-wrap:anywhere]">
        {JSON.stringify(event.data, null, 2)
          .split('\n')
          .map((line, position) => {
            const number = position + 1
            return (
              <span key={number} className="block">
                <VisibleText text={line} />
              </span>
            )
          })}
      </pre>
    </div>
  )
}

function Detail({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid sm:contents">
      <dt className="text-faint">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
