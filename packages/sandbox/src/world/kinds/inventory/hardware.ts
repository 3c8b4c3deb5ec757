/** Disks, volumes, processors, network interfaces and RAID of devices with an agent. */
import { hasAgent, isMac, isWindows } from '../../node-classes.ts'
import type { Origin } from '../../origin.ts'
import type { Draw } from '../../random.ts'
import { type Machine, partKind } from './part.ts'
import { gibibyte, hardwareOf } from './systems.ts'

const sizes = [238, 476, 953, 1907] as const

function volumeNames({ nodeClass }: Machine): readonly string[] {
  if (!isWindows(nodeClass)) return ['/']
  return nodeClass === 'WINDOWS_SERVER' ? ['C:', 'D:'] : ['C:']
}

const capacityOf = ({ hardware }: Machine, name: string) => hardware.pick(`capacity-${name}`, sizes) * gibibyte

const isBare = ({ nodeClass }: Machine) => !hasAgent(nodeClass)

/** The physical disk a volume lies on has the size of it and a little more. */
export const diskKind = (origin: Origin) =>
  partKind(origin, 'disks', (machine) =>
    isBare(machine)
      ? []
      : volumeNames(machine).map((name, index) => ({
          name: isWindows(machine.nodeClass) ? `\\\\.\\PHYSICALDRIVE${index}` : `/dev/disk${index}`,
          model: machine.hardware.pick(`disk-model-${name}`, ['Corvid NVMe 980', 'Halden SSD 870', 'Ostrel HDD 7200']),
          manufacturer: '(Standard disk drives)',
          serialNumber: machine.hardware.hex(`disk-${name}`, 12).toUpperCase(),
          description: 'Disk drive',
          interfaceType: machine.hardware.pick(`disk-bus-${name}`, ['SCSI', 'NVMe', 'SATA']),
          mediaType: 'Fixed hard disk media',
          size: capacityOf(machine, name) + gibibyte,
          bytesPerSector: 512,
          partitionCount: index === 0 ? 3 : 1,
          smartCapable: true,
          status: machine.hardware.chance(`disk-failing-${name}`, 0.01) ? 'Pred Fail' : 'OK',
        })),
  )

/** BitLocker is there for who asks (`include=bl`); the behaviour leaves it away otherwise. */
export const volumeKind = (origin: Origin) => partKind(origin, 'volumes', drawVolumes)

function drawVolumes(machine: Machine, draw: Draw) {
  if (isBare(machine)) return []
  const { nodeClass } = machine
  const windows = isWindows(nodeClass)
  return volumeNames(machine).map((name) => {
    const capacity = capacityOf(machine, name)
    // A disk that is nearly full raises the alert that comes and goes.
    const free = machine.plant === 'flapping' && name === 'C:' ? 0.05 : 0.03 + draw.fraction(`free-${name}`) * 0.8
    const encrypted = draw.chance('encrypted', 0.6)
    return {
      name,
      ...(windows && { driveLetter: name }),
      label: name === 'D:' ? 'Data' : 'System',
      deviceType: 'Local Disk',
      fileSystem: windows ? 'NTFS' : isMac(nodeClass) ? 'APFS' : 'ext4',
      autoMount: true,
      compressed: false,
      capacity,
      freeSpace: Math.round(capacity * free),
      serialNumber: machine.hardware.hex(`volume-${name}`, 8).toUpperCase(),
      ...(windows && {
        bitLockerStatus: {
          conversionStatus: encrypted ? 'FULLY_ENCRYPTED' : 'FULLY_DECRYPTED',
          encryptionMethod: encrypted ? 'XTS_AES_128' : 'NONE',
          protectionStatus: encrypted ? 'PROTECTED' : 'UNPROTECTED',
          lockStatus: 'UNLOCKED',
          initializedForProtection: encrypted,
        },
      }),
    }
  })
}

export const processorKind = (origin: Origin) =>
  partKind(origin, 'processors', (machine) => {
    if (isBare(machine)) return []
    const { hardware } = machine
    const mac = isMac(machine.nodeClass)
    const cores = hardware.pick('cores', [4, 6, 8, 12, 16])
    const maxClockSpeed = hardware.whole('clock', 24, 46) * 100_000_000
    return [
      {
        name: mac
          ? 'Apple M2'
          : hardware.pick('cpu', ['Xeon-class 2.4 GHz', 'Core-class 3.1 GHz', 'Ryzen-class 3.4 GHz']),
        architecture: mac ? 'arm64' : 'x64',
        maxClockSpeed,
        clockSpeed: Math.round(maxClockSpeed * 0.9),
        numCores: cores,
        numLogicalCores: mac ? cores : cores * 2,
      },
    ]
  })

export const networkInterfaceKind = (origin: Origin) =>
  partKind(origin, 'network-interfaces', (machine) => {
    if (isBare(machine)) return []
    const { hardware, organizationId, nodeClass } = machine
    const wireless = machine.stem === 'LT' || isMac(nodeClass)
    const names = wireless ? ['Wi-Fi', 'Ethernet'] : ['Ethernet']
    return names.map((name, index) => ({
      adapterName: name,
      interfaceName: isWindows(nodeClass) ? name : `en${index}`,
      interfaceType: name === 'Wi-Fi' ? 'Wireless80211' : 'Ethernet',
      interfaceIndex: String(index + 1),
      // Which address a machine has today is the device's to say; the behaviour puts it into the first interface.
      macAddress: [
        `02:00:${hardware
          .hex(`mac-${name}`, 8)
          .toUpperCase()
          .replace(/(..)(?=.)/g, '$1:')}`,
      ],
      subnetMask: '255.255.255.0',
      defaultGateway: `10.${organizationId % 256}.1.1`,
      dnsServers: `10.${organizationId % 256}.1.2`,
      linkSpeed: name === 'Wi-Fi' ? '866700000' : '1000000000',
      mtu: '1500',
      status: index === 0 ? 'Up' : 'Disconnected',
    }))
  })

/** Only physical servers have one. */
const hasRaid = (machine: Machine) => machine.nodeClass === 'WINDOWS_SERVER' && !hardwareOf(machine).virtualMachine

export const raidControllerKind = (origin: Origin) =>
  partKind(origin, 'raid-controllers', (machine, draw) =>
    hasRaid(machine)
      ? [
          {
            controllerIndex: 0,
            manufacturer: 'Halden',
            model: 'RAIDline H755',
            slot: '1',
            systemHealthStatus: draw.chance('degraded', 0.05) ? 'Degraded' : 'OK',
            backupBatteryStatus: draw.chance('battery', 0.08) ? 'Failed' : 'Ready',
            firmwareVersion: '52.16.1-4405',
            driverName: 'megasas2.sys',
            cacheSize: 8 * gibibyte,
            physicalDriveCount: 4,
            virtualDriveCount: 2,
          },
        ]
      : [],
  )

export const raidDriveKind = (origin: Origin) =>
  partKind(origin, 'raid-drives', (machine, draw) =>
    hasRaid(machine)
      ? [0, 1, 2, 3].map((bay) => ({
          controllerIndex: 0,
          driveGroup: bay < 2 ? '0' : '1',
          driveId: `0:${bay}`,
          interfaceType: 'SAS',
          location: `Bay ${bay}`,
          mediaType: 'SSD',
          model: 'Corvid S960',
          serial: machine.hardware.hex(`raid-${bay}`, 10).toUpperCase(),
          size: 960 * 1_000_000_000,
          selfEncrypted: false,
          status: draw.chance(`failed-${bay}`, 0.02) ? 'Failed' : 'Online',
        }))
      : [],
  )
