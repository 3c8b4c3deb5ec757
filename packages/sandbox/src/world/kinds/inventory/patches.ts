/** Patches of operating systems and of software: what is missing, what was installed, and what never will be. */
import { hasAgent, isWindows } from '../../node-classes.ts'
import { dayMs, type Origin } from '../../origin.ts'
import type { Draw } from '../../random.ts'
import { type Machine, partKind } from './part.ts'
import { isWindows10, systemOf } from './systems.ts'

/** It needs a larger recovery partition than most machines have, and fails on every one of them. */
export const failingKb = 'KB5034441'

type Kb = readonly [name: string, kbNumber: string, severity: string, type: string]

const kbsOfBuild: Readonly<Record<string, readonly Kb[]>> = {
  '26100': [
    ['2025-11 Cumulative Update for Windows 11 Version 24H2', 'KB5068861', 'CRITICAL', 'SECURITY_UPDATES'],
    ['2025-10 Cumulative Update for Windows 11 Version 24H2', 'KB5066835', 'CRITICAL', 'SECURITY_UPDATES'],
    ['2025-09 Cumulative Update for Windows 11 Version 24H2', 'KB5065426', 'CRITICAL', 'SECURITY_UPDATES'],
  ],
  '22631': [
    ['2025-11 Cumulative Update for Windows 11 Version 23H2', 'KB5068865', 'CRITICAL', 'SECURITY_UPDATES'],
    ['2025-10 Cumulative Update for Windows 11 Version 23H2', 'KB5066793', 'CRITICAL', 'SECURITY_UPDATES'],
  ],
  '19045': [
    ['2025-10 Cumulative Update for Windows 10 Version 22H2', 'KB5066791', 'CRITICAL', 'SECURITY_UPDATES'],
    ['2025-09 Cumulative Update for Windows 10 Version 22H2', 'KB5065429', 'CRITICAL', 'SECURITY_UPDATES'],
  ],
  '20348': [
    [
      '2025-11 Cumulative Update for Microsoft server operating system version 21H2',
      'KB5068787',
      'CRITICAL',
      'SECURITY_UPDATES',
    ],
    [
      '2025-10 Cumulative Update for Microsoft server operating system version 21H2',
      'KB5066782',
      'CRITICAL',
      'SECURITY_UPDATES',
    ],
  ],
  '17763': [
    ['2025-11 Cumulative Update for Windows Server 2019', 'KB5068791', 'CRITICAL', 'SECURITY_UPDATES'],
    ['2025-10 Cumulative Update for Windows Server 2019', 'KB5066586', 'CRITICAL', 'SECURITY_UPDATES'],
  ],
}

const everyWindows: readonly Kb[] = [
  ['Windows Malicious Software Removal Tool x64', 'KB890830', 'OPTIONAL', 'UPDATE_ROLLUPS'],
  ['Security Intelligence Update for Microsoft Defender Antivirus', 'KB2267602', 'NONE', 'DEFINITION_UPDATES'],
  ['.NET Framework cumulative update', 'KB5066131', 'IMPORTANT', 'SECURITY_UPDATES'],
]

const failing: Kb = ['2024-01 Security Update for Windows 10 Version 22H2', failingKb, 'IMPORTANT', 'SECURITY_UPDATES']

const softwareTitles = [
  ['google-chrome', 'Google Chrome', 'critical'],
  ['mozilla-firefox', 'Mozilla Firefox', 'recommended'],
  ['7-zip', '7-Zip', 'security'],
  ['zoom', 'Zoom Workplace', 'recommended'],
  ['adobe-acrobat', 'Adobe Acrobat', 'critical'],
  ['notepad-plus-plus', 'Notepad++', 'optional'],
] as const

function kbsFor(machine: Machine): readonly Kb[] {
  if (!isWindows(machine.nodeClass)) return []
  const own = kbsOfBuild[systemOf(machine)?.buildNumber ?? ''] ?? []
  return [...own, ...everyWindows]
}

/** Same patch, same id, on every device. */
const patchId = (origin: Origin, text: string) => origin.draw(`patch-${text}`, 0).uuid()

/** The newest is installed on some only; the share grows with age. */
const isInstalled = (draw: Draw, kbNumber: string, position: number) =>
  draw.chance(`installed-${kbNumber}`, 0.5 + 0.2 * position)

export const osPatchKind = (origin: Origin) =>
  partKind(origin, 'os-patches', (machine) => {
    const draw = origin.draw('os-patch-state', machine.id)
    const missing = kbsFor(machine).filter(([, kbNumber], position) => !isInstalled(draw, kbNumber, position))
    return [...missing, ...(isWindows10(machine) ? [failing] : [])].map(([name, kbNumber, severity, type]) => ({
      id: patchId(origin, kbNumber),
      name: `${name} (${kbNumber})`,
      kbNumber,
      severity,
      status: draw.pick(`status-${kbNumber}`, ['MANUAL', 'APPROVED', 'APPROVED', 'REJECTED']),
      type,
    }))
  })

export const osPatchInstallKind = (origin: Origin) =>
  partKind(origin, 'os-patch-installs', (machine) => {
    const draw = origin.draw('os-patch-state', machine.id)
    const installed = kbsFor(machine).filter(([, kbNumber], position) => isInstalled(draw, kbNumber, position))
    const row = ([name, kbNumber, severity, type]: Kb, status: 'INSTALLED' | 'FAILED') => ({
      id: patchId(origin, kbNumber),
      name: `${name} (${kbNumber})`,
      kbNumber,
      severity,
      status,
      type,
      installedMs: origin.startMs - Math.round(draw.fraction(`at-${kbNumber}`) * 60 * dayMs),
    })
    return [
      ...installed.map((kb) => row(kb, draw.chance(`failed-${kb[1]}`, 0.02) ? 'FAILED' : 'INSTALLED')),
      ...(isWindows10(machine) ? [row(failing, 'FAILED')] : []),
    ]
  })

const titlesFor = ({ nodeClass }: Machine) => (hasAgent(nodeClass) && isWindows(nodeClass) ? softwareTitles : [])

export const softwarePatchKind = (origin: Origin) =>
  partKind(origin, 'software-patches', (machine, draw) =>
    titlesFor(machine)
      .filter(([product]) => draw.chance(product, 0.25))
      .map(([product, title, impact]) => ({
        id: patchId(origin, `${product}-next`),
        productIdentifier: patchId(origin, product),
        title: `${title} update`,
        impact,
        status: draw.pick(`status-${product}`, ['MANUAL', 'APPROVED', 'REJECTED']),
        type: 'PATCH',
      })),
  )

export const softwarePatchInstallKind = (origin: Origin) =>
  partKind(origin, 'software-patch-installs', (machine, draw) =>
    titlesFor(machine)
      .filter(([product]) => draw.chance(product, 0.5))
      .map(([product, title, impact]) => ({
        id: patchId(origin, `${product}-last`),
        productIdentifier: patchId(origin, product),
        title: `${title} update`,
        impact,
        status: draw.chance(`failed-${product}`, 0.05) ? 'FAILED' : 'INSTALLED',
        type: 'PATCH',
        installedMs: origin.startMs - Math.round(draw.fraction(`at-${product}`) * 60 * dayMs),
      })),
  )

/** The software products that NinjaOne patches, for the catalogue of products. */
export const patchedProducts = softwareTitles
