/**
 * The class-specific blocks of `GET /v2/device/{id}`. The spec does not name them, live answers carry them
 * (ninjaone-api §5, "Device shape"): agents nest `os`, `system`, `memory` …; virtual machine hosts are flat.
 */
import type { SeedDevice } from './devices.ts'
import { hasAgent } from './profile.ts'
import { Draw } from './random.ts'

const gibibyte = 1024 ** 3

const systems = {
  WINDOWS_SERVER: [
    { name: 'Windows Server 2022 Standard', buildNumber: '20348', releaseId: '21H2' },
    { name: 'Windows Server 2019 Standard', buildNumber: '17763', releaseId: '1809' },
    { name: 'Windows Server 2025 Standard', buildNumber: '26100', releaseId: '24H2' },
  ],
  WINDOWS_WORKSTATION: [
    { name: 'Windows 11 Professional Edition', buildNumber: '26100', releaseId: '24H2' },
    { name: 'Windows 11 Professional Edition', buildNumber: '22631', releaseId: '23H2' },
    { name: 'Windows 10 Professional Edition', buildNumber: '19045', releaseId: '22H2' },
  ],
  LINUX_SERVER: [
    { name: 'Ubuntu 24.04.2 LTS', buildNumber: '6.8.0-60-generic' },
    { name: 'Debian GNU/Linux 12 (bookworm)', buildNumber: '6.1.0-35-amd64' },
  ],
  LINUX_WORKSTATION: [{ name: 'Ubuntu 24.04.2 LTS', buildNumber: '6.8.0-60-generic' }],
  MAC: [
    { name: 'macOS Sequoia 15.5', buildNumber: '24F74', releaseId: '15.5' },
    { name: 'macOS Sonoma 14.7', buildNumber: '23H124', releaseId: '14.7' },
  ],
} as const

const models = {
  WINDOWS_SERVER: ['Towerline T350', 'Rackline R450', 'Virtual Machine'],
  WINDOWS_WORKSTATION: ['Deskmate 7010', 'Slimbook 5440', 'Slimbook 7340'],
  LINUX_SERVER: ['Rackline R450', 'Virtual Machine'],
  LINUX_WORKSTATION: ['Deskmate 7010'],
  MAC: ['MacBookPro18,3', 'Mac14,2', 'Macmini9,1'],
} as const

const pickSystem = (draw: Draw, nodeClass: keyof typeof systems) =>
  draw.pick<{ readonly name: string; readonly buildNumber: string; readonly releaseId?: string }>(
    'os',
    systems[nodeClass],
  )

/** Everything in details that never moves; the last boot does and is added by the fleet. */
export interface DeviceDetails {
  readonly os?: { readonly name: string; readonly [field: string]: string | boolean }
  readonly [block: string]: unknown
}

export function drawDetails(seed: number, device: SeedDevice): DeviceDetails {
  const draw = new Draw(seed, 'device-details', device.id)
  const common = {
    ipAddresses: device.ipAddresses,
    macAddresses: device.macAddresses,
    publicIP: device.publicIP,
  }
  if (device.nodeClass === 'VMWARE_VM_HOST') return { ...common, ...drawVmHost(draw) }
  if (!hasAgent(device.nodeClass)) return { ...common, deviceType: device.nodeClass.replace('NMS_', '') }
  const nodeClass = device.nodeClass as keyof typeof systems
  const isMac = nodeClass === 'MAC'
  const cores = draw.pick('cores', [4, 6, 8, 12, 16])
  return {
    ...common,
    deviceType: 'Agent Device',
    ...(device.lastLoggedInUser && { lastLoggedInUser: device.lastLoggedInUser }),
    os: {
      manufacturer: isMac ? 'Apple' : nodeClass.startsWith('WINDOWS') ? 'Microsoft Corporation' : 'Linux',
      ...pickSystem(draw, nodeClass),
      architecture: isMac ? 'arm64' : '64-bit',
      locale: 'en-US',
      needsReboot: device.needsReboot,
    },
    system: {
      name: device.systemName,
      manufacturer: isMac ? 'Apple Inc.' : draw.pick('maker', ['Norvane Systems', 'Halden Computer', 'Ostrel']),
      model: draw.pick('model', models[nodeClass]),
      // Some Macs report none: a mess that inventories have to live with.
      ...(!(isMac && draw.chance('no-serial', 0.1)) && { serialNumber: draw.hex('serial', 7).toUpperCase() }),
      totalPhysicalMemory: draw.pick('memory', [8, 16, 16, 32, 64]) * gibibyte,
      virtualMachine: draw.chance('virtual', nodeClass.endsWith('SERVER') ? 0.5 : 0.02),
    },
    memory: { capacity: draw.pick('memory', [8, 16, 16, 32, 64]) * gibibyte },
    processors: [
      {
        architecture: isMac ? 'arm64' : 'x64',
        name: isMac
          ? 'Apple M2'
          : draw.pick('cpu', ['Xeon-class 2.4 GHz', 'Core-class 3.1 GHz', 'Ryzen-class 3.4 GHz']),
        numCores: cores,
        numLogicalCores: isMac ? cores : cores * 2,
        maxClockSpeed: draw.whole('clock', 24, 46) * 100_000_000,
      },
    ],
    volumes: drawVolumes(draw, nodeClass),
  }
}

function drawVolumes(draw: Draw, nodeClass: keyof typeof systems) {
  const windows = nodeClass.startsWith('WINDOWS')
  const names = !windows ? ['/'] : nodeClass === 'WINDOWS_SERVER' ? ['C:', 'D:'] : ['C:']
  return names.map((name) => {
    const capacity = draw.pick(`capacity-${name}`, [238, 476, 953, 1907]) * gibibyte
    return {
      name,
      ...(windows && { driveLetter: name }),
      label: name === 'D:' ? 'Data' : 'System',
      deviceType: 'Local Disk',
      fileSystem: windows ? 'NTFS' : nodeClass === 'MAC' ? 'APFS' : 'ext4',
      capacity,
      freeSpace: Math.round(capacity * (0.03 + draw.fraction(`free-${name}`) * 0.8)),
      serialNumber: draw.hex(`volume-${name}`, 8).toUpperCase(),
    }
  })
}

function drawVmHost(draw: Draw) {
  return {
    deviceType: 'VMHost',
    cpuMhz: draw.whole('mhz', 20, 32) * 100,
    cpuModel: 'Xeon-class 2.4 GHz',
    cpuPackages: 2,
    cpuThreads: draw.pick('threads', [32, 48, 64]),
    htActive: true,
    memorySize: draw.pick('memory', [128, 256, 512]) * gibibyte,
    model: 'Rackline R750',
    vendor: 'Norvane Systems',
    serviceTag: draw.hex('tag', 7).toUpperCase(),
    releaseName: 'VMware ESXi',
    version: '8.0.3',
    buildNumber: '24585383',
  }
}
