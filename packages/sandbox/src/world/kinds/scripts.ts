/** The script library, the built-in actions and the credentials that scripting options offer. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { listSource } from '../store/source.ts'

export interface Script {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly language: 'powershell' | 'batch' | 'sh' | (string & {})
  readonly operatingSystems: readonly string[]
  readonly categoryId: number
  readonly scriptParameters: readonly string[]
  readonly active: boolean
  readonly createdMs: number
  readonly updatedMs: number
  /**
   * What it does; the vendor shows it nowhere. A `#sim` line in it decides how its runs end; without one, a shell script
   * with a body is what `--run-scripts` really runs.
   */
  readonly body?: string
}

export interface Action {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly description: string
  readonly operatingSystems: readonly string[]
  readonly categoryId: number
}

export const categories = [
  { id: 1, name: 'Maintenance', internal: false },
  { id: 2, name: 'Diagnostics', internal: false },
  { id: 3, name: 'Security', internal: false },
  { id: 99, name: 'Built in', internal: true },
] as const

/** `runAs` words are case-sensitive (ninjaone-api §5, "Script facts"). */
export const roles = [
  'system',
  'loggedonuser',
  'SR_MAC_SCRIPT',
  'SR_LINUX_SCRIPT',
  'SR_LOCAL_ADMINISTRATOR',
  'SR_DOMAIN_ADMINISTRATOR',
] as const

export const credentials = [
  { id: 31, name: 'Domain deployment', type: 'BASIC' },
  { id: 32, name: 'Backup operator', type: 'BASIC' },
] as const

type ScriptRow = readonly [
  name: string,
  description: string,
  language: Script['language'],
  operatingSystems: Script['operatingSystems'],
  categoryId: number,
  parameters: readonly string[],
  body?: string,
]

const windows = ['Windows'] as const
const unix = ['Mac', 'Linux'] as const

const library: readonly ScriptRow[] = [
  ['Clear print queue', 'Stops the spooler, empties the queue, starts it again', 'powershell', windows, 1, ['--all']],
  ['Free disk space', 'Empties temporary folders and old update files', 'powershell', windows, 1, ['--keep-days 14']],
  ['Collect event log errors', 'Writes errors of the last day to the output', 'powershell', windows, 2, []],
  ['Repair system files', 'Runs the system file checker', 'batch', windows, 1, []],
  ['Reset Windows Update', 'Clears the update cache and restarts its services', 'powershell', windows, 1, []],
  ['List local administrators', 'Reports members of the local administrators group', 'powershell', windows, 3, []],
  [
    'Disk usage report',
    'The ten largest folders',
    'sh',
    unix,
    2,
    ['/home'],
    'du -xk --max-depth=2 "$@" 2>/dev/null | sort -rn | head -n 10\n',
  ],
  ['Rotate logs now', 'Forces a log rotation', 'sh', ['Linux'], 1, []],
  ['Flush DNS cache', 'Forgets cached names', 'sh', ['Mac'], 1, []],
  ['Check certificate expiry', 'Warns of certificates that end within 30 days', 'powershell', windows, 3, ['30']],
  [
    'Run bash (base64)',
    'Runs the bash script that its one parameter carries as base64',
    'sh',
    unix,
    1,
    [],
    'echo "$1" | base64 --decode | bash\n',
  ],
]

const builtIn = [
  ['Run disk cleanup', 'Built-in clean-up of system volumes', windows],
  ['Force policy update', 'Fetches the policy now', ['Windows', 'Mac', 'Linux']],
  ['Restart agent', 'Restarts the monitoring agent', ['Windows', 'Mac', 'Linux']],
] as const

export const scriptKind = (origin: Origin): Kind<Script> => ({
  name: 'script',
  source: listSource(() =>
    library.map(([name, description, language, operatingSystems, categoryId, scriptParameters, body], index) => {
      const id = index + 1
      const draw = origin.draw('script', id)
      const ageDays = draw.whole('age', 100, 900)
      return {
        id,
        name,
        description,
        language,
        operatingSystems,
        categoryId,
        scriptParameters,
        active: true,
        createdMs: origin.startMs - ageDays * dayMs,
        updatedMs: origin.startMs - Math.round(ageDays * draw.fraction('updated')) * dayMs,
        ...(body !== undefined && { body }),
      }
    }),
  ),
})

export const actionKind = (origin: Origin): Kind<Action, 'uid'> => ({
  name: 'action',
  source: listSource(() =>
    builtIn.map(([name, description, operatingSystems], index) => ({
      id: index + 1,
      uid: origin.draw('action', index + 1).uuid(),
      name,
      description,
      operatingSystems,
      categoryId: 99,
    })),
  ),
  indexes: { uid: { keyOf: ({ uid }) => uid } },
})

/** Which word of `operatingSystems` a node class answers to; none means scripts do not run there. */
export function scriptingSystemOf(nodeClass: string): 'Windows' | 'Mac' | 'Linux' | undefined {
  if (nodeClass.startsWith('WINDOWS')) return 'Windows'
  if (nodeClass.startsWith('MAC')) return 'Mac'
  if (nodeClass.startsWith('LINUX')) return 'Linux'
  return undefined
}
