/** Installed software. Products and makers are real, because reports are about real ones; versions are plausible. */
import { hasAgent, isMac, isServer, isWindows } from '../../node-classes.ts'
import { dayMs, type Origin } from '../../origin.ts'
import type { Draw } from '../../random.ts'
import { type Machine, partKind } from './part.ts'

type Product = readonly [name: string, publisher: string, versions: readonly string[], share: number, megabytes: number]

const windowsProducts: readonly Product[] = [
  ['NinjaRMMAgent', 'NinjaRMM', ['8.0.3521', '7.0.2317'], 1, 190],
  ['Microsoft Edge', 'Microsoft Corporation', ['142.0.3595.65', '141.0.3537.92', '138.0.3351.121'], 1, 780],
  ['Google Chrome', 'Google LLC', ['142.0.7444.135', '141.0.7390.123', '120.0.6099.225'], 0.85, 640],
  ['Mozilla Firefox (x64 en-US)', 'Mozilla', ['145.0', '140.4.0', '115.29.0'], 0.35, 260],
  [
    'Microsoft 365 Apps for business - en-us',
    'Microsoft Corporation',
    ['16.0.19328.20178', '16.0.19029.20208'],
    0.7,
    3900,
  ],
  ['Microsoft Teams', 'Microsoft Corporation', ['25290.205.4069.4894', '25275.2601.4002.2815'], 0.6, 420],
  ['Adobe Acrobat (64-bit)', 'Adobe', ['25.001.20844', '24.005.20421', '23.008.20555'], 0.55, 710],
  ['7-Zip 24.09 (x64)', 'Igor Pavlov', ['24.09', '23.01', '19.00'], 0.5, 6],
  ['Zoom Workplace (64-bit)', 'Zoom', ['6.6.10', '6.5.12', '5.17.11'], 0.45, 310],
  ['VLC media player', 'VideoLAN', ['3.0.21', '3.0.18'], 0.2, 170],
  ['Notepad++ (64-bit x64)', 'Notepad++ Team', ['8.8.7', '8.6.9'], 0.25, 18],
  ['TeamViewer', 'TeamViewer', ['15.71.4', '15.58.4'], 0.08, 140],
  ['AnyDesk', 'AnyDesk Software GmbH', ['9.0.4', '7.1.13'], 0.06, 12],
  ['Java 8 Update 401 (64-bit)', 'Oracle Corporation', ['8.0.4010.10', '8.0.2910.10'], 0.15, 120],
  [
    'Microsoft Visual C++ 2015-2022 Redistributable (x64)',
    'Microsoft Corporation',
    ['14.44.35211', '14.38.33135'],
    0.9,
    21,
  ],
  ['KeePass Password Safe 2.57', 'Dominik Reichl', ['2.57', '2.53'], 0.12, 8],
  ['PuTTY release 0.83 (64-bit)', 'Simon Tatham', ['0.83', '0.78'], 0.1, 5],
]

const serverProducts: readonly Product[] = [
  ['Microsoft SQL Server 2019 (64-bit)', 'Microsoft Corporation', ['15.0.4430.1', '15.0.2000.5'], 0.25, 6100],
  ['Veeam Agent for Microsoft Windows', 'Veeam Software Group GmbH', ['6.3.1.1074', '6.1.0.349'], 0.3, 320],
  ['Microsoft Azure AD Connect', 'Microsoft Corporation', ['2.5.79.0', '2.4.27.0'], 0.1, 150],
]

const macProducts: readonly Product[] = [
  ['NinjaRMMAgent', 'NinjaRMM', ['8.0.3521', '7.0.2317'], 1, 160],
  ['Safari', 'Apple', ['18.5', '17.6'], 1, 90],
  ['Google Chrome', 'Google LLC', ['142.0.7444.135', '120.0.6099.225'], 0.8, 1100],
  ['Microsoft Word', 'Microsoft Corporation', ['16.103', '16.89'], 0.6, 2300],
  ['Slack', 'Slack Technologies LLC', ['4.46.104', '4.39.95'], 0.4, 510],
]

const linuxProducts: readonly Product[] = [
  ['ninjarmm-agent', 'NinjaRMM', ['8.0.3521', '7.0.2317'], 1, 150],
  ['openssl', 'Ubuntu Developers', ['3.0.13-0ubuntu3.6', '3.0.13-0ubuntu3.1'], 1, 2],
  ['openssh-server', 'Ubuntu Developers', ['1:9.6p1-3ubuntu13.14', '1:9.6p1-3ubuntu13'], 1, 2],
  ['nginx', 'Ubuntu Developers', ['1.24.0-2ubuntu7.5', '1.24.0-2ubuntu7'], 0.4, 2],
  ['docker-ce', 'Docker', ['5:28.5.2', '5:26.1.0'], 0.3, 110],
]

function productsFor({ nodeClass }: Machine): readonly Product[] {
  if (!hasAgent(nodeClass)) return []
  if (isWindows(nodeClass)) return isServer(nodeClass) ? [...windowsProducts, ...serverProducts] : windowsProducts
  return isMac(nodeClass) ? macProducts : linuxProducts
}

export const softwareKind = (origin: Origin) => partKind(origin, 'software', drawSoftware)

function drawSoftware(machine: Machine, draw: Draw) {
  const windows = isWindows(machine.nodeClass)
  return productsFor(machine).flatMap(([name, publisher, versions, share, megabytes]) => {
    if (!draw.chance(name, share)) return []
    const installedMs = machine.origin.startMs - draw.whole(`installed-${name}`, 3, 900) * dayMs
    return [
      {
        name,
        publisher,
        // The newest is the most frequent; the last of the list is what somebody forgot.
        version: versions[Math.floor(draw.fraction(`version-${name}`) ** 2 * versions.length)] ?? '1.0',
        installDate: new Date(installedMs).toISOString().slice(0, 10),
        ...(windows && { location: `C:\\Program Files\\${publisher}\\${name}` }),
        size: megabytes * 1024 * 1024,
        ...(windows && { productCode: `{${draw.uuid(`code-${name}`).toUpperCase()}}` }),
        isSystemComponent: false,
      },
    ]
  })
}
