import { Fact, Panel } from '../ui/panel.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { Device } from './fleet.ts'

interface DeviceFactsProps {
  device: Device
  organization: string | undefined
}

export function DeviceFacts({ device, organization }: DeviceFactsProps) {
  const model = [device.system?.manufacturer, device.system?.model].filter(Boolean).join(' ')
  const addresses = [...(device.ipAddresses ?? []), ...(device.publicIP === undefined ? [] : [device.publicIP])]
  return (
    <Panel title="Facts">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 p-4 text-sm sm:grid-cols-3">
        <Fact term="Organization">{organization && <Untrusted text={organization} />}</Fact>
        <Fact term="Device id">
          <span className="tabular-nums">{device.id}</span>
        </Fact>
        <Fact term="System name">{device.systemName && <Untrusted text={device.systemName} />}</Fact>
        <Fact term="Operating system">
          {device.os?.name && <Untrusted text={`${device.os.name} ${device.os.buildNumber ?? ''}`.trim()} />}
        </Fact>
        <Fact term="Last boot">{device.os?.lastBootTime && <Moment at={device.os.lastBootTime} />}</Fact>
        <Fact term="Last contact">{device.lastContact && <Ago at={device.lastContact} />}</Fact>
        <Fact term="Logged-on user">{device.lastLoggedInUser && <Untrusted text={device.lastLoggedInUser} />}</Fact>
        <Fact term="Model">{model !== '' && <Untrusted text={model} />}</Fact>
        <Fact term="Serial number">
          {device.system?.serialNumber && <Untrusted text={device.system.serialNumber} />}
        </Fact>
        <Fact term="Addresses">
          {addresses.length > 0 && (
            <span className="grid font-mono text-xs">
              {addresses.map((address) => (
                <Untrusted key={address} text={address} />
              ))}
            </span>
          )}
        </Fact>
      </dl>
    </Panel>
  )
}
