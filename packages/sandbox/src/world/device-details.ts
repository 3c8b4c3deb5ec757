/**
 * The class-specific blocks of `GET /v2/device/{id}`. The spec does not name them, live answers carry them
 * (ninjaone-api §5, "Device shape"): agents nest `os`, `system`, `memory` …; virtual machine hosts are flat.
 */
import type { Device } from './kinds/devices.ts'
import { type Machine, machineOf } from './kinds/inventory/part.ts'
import { gibibyte, hardwareOf, systemOf } from './kinds/inventory/systems.ts'
import { hasAgent, isMac, isMobile, isWindows } from './node-classes.ts'
import { firstDeviceId } from './skeleton.ts'
import type { World } from './world.ts'

export function describeDevice(world: World, device: Device, nowMs: number) {
  const common = {
    ipAddresses: [...device.ipAddresses],
    macAddresses: [...device.macAddresses],
    publicIP: device.publicIP,
  }
  // What a caller has staged has never reported, so it consists of nothing yet.
  if (device.id >= firstDeviceId + world.size.devices) return { ...common, deviceType: 'Agent Device' }
  const machine = machineOf(world.origin, device.id)
  if (device.nodeClass === 'VMWARE_VM_HOST') return { ...common, ...describeVmwareHost(machine, device) }
  if (device.nodeClass === 'HYPERV_VMM_HOST') return { ...common, ...describeHyperVHost(machine, device) }
  if (device.nodeClass.endsWith('_GUEST')) return { ...common, ...describeGuest(machine, device) }
  if (device.nodeClass === 'CLOUD_MONITOR_TARGET') return { ...common, ...describeTarget(machine) }
  if (isMobile(device.nodeClass)) return { ...common, ...describeMobile(machine) }
  if (!hasAgent(device.nodeClass)) return { ...common, ...describeNetworkDevice(machine, device, nowMs) }
  return { ...common, ...describeAgent(world, machine, device) }
}

function describeAgent(world: World, machine: Machine, device: Device) {
  const mac = isMac(device.nodeClass)
  const { memory, domain, domainRole, chassisType, ...hardware } = hardwareOf(machine)
  return {
    deviceType: 'Agent Device',
    ...(device.lastLoggedInUser && { lastLoggedInUser: device.lastLoggedInUser }),
    os: {
      manufacturer: mac ? 'Apple' : isWindows(device.nodeClass) ? 'Microsoft Corporation' : 'Linux',
      ...systemOf(machine),
      architecture: mac ? 'arm64' : '64-bit',
      locale: 'en-US',
      needsReboot: device.needsReboot,
      lastBootTime: device.lastBootMs / 1000,
    },
    system: {
      name: device.systemName,
      ...hardware,
      totalPhysicalMemory: memory,
      ...(domain && { domain }),
      ...(domainRole && { domainRole }),
      chassisType,
    },
    memory: { capacity: memory },
    processors: world.processors.get(device.id)?.rows.map((row) => ({ ...row })) ?? [],
    volumes: world.volumes.get(device.id)?.rows.map(({ bitLockerStatus: _bitLocker, ...row }) => ({ ...row })) ?? [],
  }
}

function describeVmwareHost({ hardware }: Machine, device: Device) {
  return {
    deviceType: 'VMHost',
    cpuMhz: hardware.whole('mhz', 20, 32) * 100,
    cpuModel: 'Xeon-class 2.4 GHz',
    cpuPackages: 2,
    cpuThreads: hardware.pick('threads', [32, 48, 64]),
    htActive: true,
    lastBootTime: device.lastBootMs / 1000,
    memorySize: hardware.pick('memory', [128, 256, 512]) * gibibyte,
    model: 'Rackline R750',
    vendor: 'Norvane Systems',
    serviceTag: hardware.hex('tag', 7).toUpperCase(),
    releaseName: 'VMware ESXi',
    version: '8.0.3',
    buildNumber: '24585383',
  }
}

function describeHyperVHost({ hardware }: Machine, device: Device) {
  return {
    deviceType: 'VMHost',
    cpuModel: 'Xeon-class 2.4 GHz',
    cpuPackages: 2,
    cpuThreads: hardware.pick('threads', [32, 48, 64]),
    lastBootTime: device.lastBootMs / 1000,
    memorySize: hardware.pick('memory', [128, 256, 512]) * gibibyte,
    model: 'Rackline R750',
    vendor: 'Norvane Systems',
    serviceTag: hardware.hex('tag', 7).toUpperCase(),
    releaseName: 'Windows Server 2022 Datacenter',
    version: '10.0.20348',
  }
}

function describeGuest({ hardware }: Machine, device: Device) {
  return {
    deviceType: 'VMGuest',
    guestOs: hardware.pick('guest', ['Windows Server 2022', 'Ubuntu Linux (64-bit)', 'Debian 12']),
    powerState: device.offline ? 'POWERED_OFF' : 'POWERED_ON',
    numCpu: hardware.pick('guest-cpu', [2, 4, 8]),
    memorySize: hardware.pick('guest-memory', [4, 8, 16, 32]) * gibibyte,
    toolsStatus: hardware.chance('tools-old', 0.2) ? 'OUTDATED' : 'OK',
  }
}

function describeTarget({ hardware }: Machine) {
  return { deviceType: 'CloudMonitor', monitorType: hardware.pick('monitor', ['HTTP', 'PING', 'PORT', 'DNS']) }
}

function describeMobile(machine: Machine) {
  const { manufacturer, model, serialNumber } = hardwareOf(machine)
  return {
    deviceType: 'Mobile',
    os: { ...systemOf(machine) },
    system: { manufacturer, model, ...(serialNumber && { serialNumber }) },
    supervised: machine.hardware.chance('supervised', 0.7),
  }
}

function describeNetworkDevice({ hardware, nodeClass }: Machine, device: Device, nowMs: number) {
  return {
    deviceType: nodeClass.replace('NMS_', ''),
    manufacturer: hardware.pick('network-maker', ['Halden Networks', 'Ostrel', 'Corvid Systems']),
    model: `${nodeClass.replace('NMS_', '').slice(0, 3)}-${hardware.whole('network-model', 10, 99) * 100}`,
    serialNumber: hardware.hex('network-serial', 10).toUpperCase(),
    firmwareVersion: `${hardware.whole('major', 1, 9)}.${hardware.whole('minor', 0, 20)}`,
    uptimeSeconds: Math.max(0, Math.round((nowMs - device.lastBootMs) / 1000)),
  }
}
