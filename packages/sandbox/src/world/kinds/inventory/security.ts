/** Antivirus: what guards a device, and what it found. */
import { hasAgent, isMac, isWindows } from '../../node-classes.ts'
import { dayMs, type Origin } from '../../origin.ts'
import { partKind } from './part.ts'

export const antivirusStatusKind = (origin: Origin) =>
  partKind(origin, 'antivirus-status', (machine, draw) => {
    if (!hasAgent(machine.nodeClass) || !(isWindows(machine.nodeClass) || isMac(machine.nodeClass))) return []
    const windows = isWindows(machine.nodeClass)
    return [
      {
        productName: windows
          ? draw.pick('product', ['Windows Defender', 'Windows Defender', 'Sentinel Agent'])
          : 'XProtect',
        productState: draw.chance('off', 0.04) ? 'OFF' : 'ON',
        definitionStatus: draw.chance('old', 0.07) ? 'Out-of-Date' : 'Up-to-Date',
        version: windows ? '4.18.25100.9008' : '5321',
        timestampMs: origin.startMs - Math.round(draw.fraction('seen') * dayMs),
      },
    ]
  })

export const antivirusThreatKind = (origin: Origin) =>
  partKind(origin, 'antivirus-threats', (machine, draw) => {
    if (!isWindows(machine.nodeClass) || !draw.chance('has', 0.03)) return []
    const name = draw.pick('name', ['EICAR-Test-File', 'PUA:Win32/Presenoker', 'Trojan:Script/Wacatac.B!ml'])
    return [
      {
        name,
        status: draw.pick('status', ['QUARANTINED', 'QUARANTINED', 'BLOCKED', 'ACTIVE']),
        type: 'MALWARE',
        category: name.startsWith('PUA') ? 'Potentially unwanted' : 'Trojan',
        level: draw.pick('level', ['LOW', 'SEVERE']),
        productCode: 'WINDEF',
        quarantineId: draw.uuid('quarantine'),
        threatId: draw.whole('threat', 2_147_000_000, 2_147_400_000),
        detectionSource: 'Real-Time Protection',
        timestampMs: origin.startMs - Math.round(draw.fraction('seen') * 30 * dayMs),
      },
    ]
  })

/** Fields of its policy that somebody set on the device itself. */
export const policyOverrideKind = (origin: Origin) =>
  partKind(origin, 'policy-overrides', (machine, draw) => {
    if (!hasAgent(machine.nodeClass) || !draw.chance('has', 0.05)) return []
    return [draw.pick('which', ['ANTIVIRUS', 'OS_PATCH_MANAGEMENT', 'SCHEDULED_TASKS', 'CONDITIONS'])]
  })
