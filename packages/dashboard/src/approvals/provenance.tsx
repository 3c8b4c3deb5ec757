/** Who asks, through which door, and which rule held it: facts of the gateway, not claims of the caller. */
import { Link } from '@tanstack/react-router'
import type { ApprovalDetail } from '../api/contract.ts'
import { writeDoor } from '../text/words.ts'
import { Fact, Panel } from '../ui/panel.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { ActorName } from './actor-name.tsx'

export function Provenance({ approval }: { approval: ApprovalDetail }) {
  return (
    <Panel title="Where it comes from">
      <dl className="grid gap-x-6 gap-y-3 p-4 text-sm sm:grid-cols-3">
        <Fact term="Asked by">
          <ActorName actor={approval.actor} />
        </Fact>
        <Fact term="Door">{writeDoor(approval.door)}</Fact>
        <Fact term="Asked">
          <Ago at={approval.createdAt} />
        </Fact>
        <Fact term="Operation" className="sm:col-span-2">
          {approval.summary} <code className="block font-mono text-faint text-xs">{approval.operation}</code>
          {approval.tool !== null && (
            <code className="block font-mono text-faint text-xs">
              by the tool <Untrusted text={approval.tool} />
            </code>
          )}
        </Fact>
        <Fact term="Decide until">
          <Moment at={approval.expiresAt} />
        </Fact>
        <Fact term="Held by rule" className="sm:col-span-2">
          <Untrusted text={approval.policy.rule} />{' '}
          <span className="text-faint">(policy {approval.policy.version.slice(0, 12)})</span>
        </Fact>
        <Fact term="Connection">
          <Untrusted text={approval.connection.label} />
        </Fact>
        <Fact term="Call" className="sm:col-span-full">
          <Link
            to="/audit"
            search={{ callId: approval.callId }}
            className="font-mono text-accent text-xs underline underline-offset-2"
          >
            {approval.callId}
          </Link>
        </Fact>
      </dl>
    </Panel>
  )
}
