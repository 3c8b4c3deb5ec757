/** Facts about what would be touched, read from NinjaOne for this page. What is not known says so. */
import type { ApprovalDetail, LiveDevice, Target } from '../api/contract.ts'
import { isServer, writeNodeClass } from '../text/words.ts'
import { Badge, OnlineMark } from '../ui/badges.tsx'
import { TriangleIcon } from '../ui/icons.tsx'
import { Fact } from '../ui/panel.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { writeReach } from './reach.ts'

export function TargetFacts({ approval }: { approval: ApprovalDetail }) {
  const { live, targets } = approval
  const reach = writeReach(targets)
  const others = targets.filter((target) => !live.devices.some((device) => device.id === target.id))
  return (
    <section aria-labelledby="targets" className="card min-w-0">
      <header className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
        <h2 id="targets" className="font-semibold text-sm">
          {targets.length > 1 ? `Targets (${targets.length})` : 'Target'}
          {reach !== undefined && <span className="ml-2 font-normal text-faint text-xs">touches {reach}</span>}
        </h2>
        <span className="text-faint text-xs">
          fetched <Ago at={live.fetchedAt} />
        </span>
      </header>
      {live.error !== undefined && (
        <p role="alert" className="flex gap-2 border-warn/40 border-b bg-warn-wash px-4 py-2.5 text-sm text-warn">
          <TriangleIcon className="mt-0.5 shrink-0" />
          <span>
            The facts could not be read just now: <Untrusted text={live.error} /> What stands below may be old or
            missing.
          </span>
        </p>
      )}
      <div>
        {live.devices.map((device) => (
          <DeviceFacts key={device.id} device={device} />
        ))}
        {others.map((target) => (
          <OtherTarget key={`${target.resource}-${target.id}`} target={target} />
        ))}
      </div>
      {live.devices.length + others.length === 0 && (
        <p className="p-4 text-faint text-sm">This request names no device or organization.</p>
      )}
    </section>
  )
}

function DeviceFacts({ device }: { device: LiveDevice }) {
  const server = isServer(device.nodeClass)
  return (
    <div className="grid gap-3 p-4 not-first:border-line not-first:border-t">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Untrusted text={device.name} className="font-semibold text-lg" />
        <OnlineMark offline={device.offline} />
        {server === true && (
          <Badge tone="warn" icon={TriangleIcon}>
            Server
          </Badge>
        )}
        {device.inMaintenance && <Badge tone="info">In maintenance</Badge>}
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:grid-cols-3">
        <Fact term="Organization">
          {device.organization && (
            <>
              <Untrusted text={device.organization.name} /> <Id value={device.organization.id} />
            </>
          )}
        </Fact>
        <Fact term="Device id">
          <span className="tabular-nums">{device.id}</span>
        </Fact>
        <Fact term="Kind">{device.nodeClass && writeNodeClass(device.nodeClass)}</Fact>
        <Fact term="Operating system">{device.osName && <Untrusted text={device.osName} />}</Fact>
        <Fact term="Logged-on user">{device.lastLoggedInUser && <Untrusted text={device.lastLoggedInUser} />}</Fact>
        <Fact term="Active alerts">
          {device.activeAlerts !== null && <span className="tabular-nums">{device.activeAlerts}</span>}
        </Fact>
        <Fact term="Last contact">{device.lastContact && <Ago at={device.lastContact} />}</Fact>
        <Fact term="Last boot">
          {device.lastBootTime && (
            <>
              <Ago at={device.lastBootTime} />
              <span className="block text-faint text-xs">
                <Moment at={device.lastBootTime} />
              </span>
            </>
          )}
        </Fact>
        <Fact term="Maintenance">{device.inMaintenance ? 'Yes' : 'No'}</Fact>
      </dl>
      {device.lastActions !== null && device.lastActions.length > 0 && (
        <div className="text-sm">
          <h3 className="text-faint text-xs">Newest activities</h3>
          <ul className="grid gap-0.5">
            {device.lastActions.map((action) => (
              <li key={`${action.at} ${action.text}`} className="flex flex-wrap gap-x-2">
                <span className="text-faint">
                  <Ago at={action.at} />
                </span>
                <Untrusted text={action.text} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function OtherTarget({ target }: { target: Target }) {
  return (
    <div className="grid gap-1 p-4 text-sm not-first:border-line not-first:border-t">
      <div className="flex flex-wrap items-center gap-x-3">
        <Untrusted text={target.name} className="font-semibold text-lg" />
        {target.resource === 'device' && <OnlineMark offline={target.offline} />}
      </div>
      <p className="text-soft">
        {target.resource} <Id value={target.id} />
        {target.organization && (
          <>
            {' '}
            of <Untrusted text={target.organization.name} /> <Id value={target.organization.id} />
          </>
        )}
        {target.nodeClass && `, ${writeNodeClass(target.nodeClass)}`}
      </p>
      {target.resource === 'device' && <p className="text-faint">As known when it was asked for, not fetched now.</p>}
    </div>
  )
}

function Id({ value }: { value: number | string }) {
  return <span className="text-faint tabular-nums">#{value}</span>
}
