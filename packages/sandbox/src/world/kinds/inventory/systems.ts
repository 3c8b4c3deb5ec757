/** Operating system and hardware of a device; every part of it that depends on them asks here. */
import { isMac, isWindows } from '../../node-classes.ts'
import { profiles } from '../../profile.ts'
import type { Machine } from './part.ts'

export const gibibyte = 1024 ** 3

export interface OperatingSystem {
  readonly name: string
  readonly buildNumber: string
  readonly releaseId?: string
}

const windows10: OperatingSystem = {
  name: 'Windows 10 Professional Edition',
  buildNumber: '19045',
  releaseId: '22H2',
}

const systems: Readonly<Record<string, readonly OperatingSystem[]>> = {
  WINDOWS_SERVER: [
    { name: 'Windows Server 2022 Standard', buildNumber: '20348', releaseId: '21H2' },
    { name: 'Windows Server 2019 Standard', buildNumber: '17763', releaseId: '1809' },
    { name: 'Windows Server 2025 Standard', buildNumber: '26100', releaseId: '24H2' },
    { name: 'Windows Server 2016 Standard', buildNumber: '14393', releaseId: '1607' },
  ],
  WINDOWS_WORKSTATION: [
    { name: 'Windows 11 Professional Edition', buildNumber: '26100', releaseId: '24H2' },
    { name: 'Windows 11 Professional Edition', buildNumber: '22631', releaseId: '23H2' },
  ],
  LINUX_SERVER: [
    { name: 'Ubuntu 24.04.2 LTS', buildNumber: '6.8.0-60-generic' },
    { name: 'Debian GNU/Linux 12 (bookworm)', buildNumber: '6.1.0-35-amd64' },
    { name: 'Ubuntu 22.04.5 LTS', buildNumber: '5.15.0-140-generic' },
  ],
  LINUX_WORKSTATION: [{ name: 'Ubuntu 24.04.2 LTS', buildNumber: '6.8.0-60-generic' }],
  MAC: [
    { name: 'macOS Sequoia 15.5', buildNumber: '24F74', releaseId: '15.5' },
    { name: 'macOS Sonoma 14.7', buildNumber: '23H124', releaseId: '14.7' },
  ],
  MAC_SERVER: [{ name: 'macOS Sonoma 14.7', buildNumber: '23H124', releaseId: '14.7' }],
  ANDROID: [{ name: 'Android 14', buildNumber: 'UP1A.231005.007', releaseId: '14' }],
  APPLE_IOS: [{ name: 'iOS 18.5', buildNumber: '22F76', releaseId: '18.5' }],
  APPLE_IPADOS: [{ name: 'iPadOS 18.5', buildNumber: '22F76', releaseId: '18.5' }],
}

const models: Readonly<Record<string, readonly string[]>> = {
  WINDOWS_SERVER: ['Towerline T350', 'Rackline R450', 'Virtual Machine'],
  WINDOWS_WORKSTATION: ['Deskmate 7010', 'Slimbook 5440', 'Slimbook 7340'],
  LINUX_SERVER: ['Rackline R450', 'Virtual Machine'],
  LINUX_WORKSTATION: ['Deskmate 7010'],
  MAC: ['MacBookPro18,3', 'Mac14,2', 'Macmini9,1'],
  MAC_SERVER: ['Macmini9,1'],
  ANDROID: ['Handset A5', 'Tablet T9'],
  APPLE_IOS: ['iPhone15,4'],
  APPLE_IPADOS: ['iPad14,3'],
}

/** Windows 10 is past the end of its support since October 2025; a share of every fleet still runs it. */
export const isWindows10 = ({ hardware, nodeClass, origin }: Machine) =>
  nodeClass === 'WINDOWS_WORKSTATION' && hardware.chance('windows-10', profiles[origin.size.profile].windows10)

export function systemOf(machine: Machine): OperatingSystem | undefined {
  if (isWindows10(machine)) return windows10
  const choices = systems[machine.nodeClass]
  return choices && machine.hardware.pick('os', choices)
}

/** Some Macs report no serial number: a mess that inventories have to live with. */
export const hasNoSerial = ({ hardware, nodeClass }: Machine) => isMac(nodeClass) && hardware.chance('no-serial', 0.1)

export function hardwareOf(machine: Machine) {
  const { hardware, nodeClass } = machine
  const model = hardware.pick('model', models[nodeClass] ?? ['Appliance'])
  const memory = hardware.pick('memory', [8, 16, 16, 32, 64]) * gibibyte
  return {
    manufacturer:
      isMac(nodeClass) || nodeClass.startsWith('APPLE')
        ? 'Apple Inc.'
        : hardware.pick('maker', ['Norvane Systems', 'Halden Computer', 'Ostrel']),
    model,
    ...(!hasNoSerial(machine) && { serialNumber: hardware.hex('serial', 7).toUpperCase() }),
    memory,
    virtualMachine: model === 'Virtual Machine',
    domain: isWindows(nodeClass) ? `${machine.organizationCode.toLowerCase()}.example` : undefined,
    domainRole: nodeClass === 'WINDOWS_SERVER' ? (machine.stem === 'DC' ? 'PDC' : 'MEMBER_SERVER') : undefined,
    chassisType: nodeClass.endsWith('WORKSTATION') ? (machine.stem === 'LT' ? 'LAPTOP' : 'DESKTOP') : 'UNKNOWN',
  }
}
