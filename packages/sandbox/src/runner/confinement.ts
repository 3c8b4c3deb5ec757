/**
 * The walls around a script that really runs: what it may see, and how much of everything it may have. Only words are put
 * together here; `run-confined.ts` starts what they say. Every wall is bubblewrap's or the kernel's, none is ours.
 */
import { accessSync, constants, lstatSync } from 'node:fs'
import { join } from 'node:path'

/** How much a script may have. All but the time are each script's own and not to be chosen. */
export interface ScriptLimits {
  readonly timeMs: number
  /** What of its output is kept for the activity; the vendor's own number is not published. */
  readonly outputBytesKept: number
  /** Whoever writes more is not going to stop by itself. */
  readonly outputBytesMax: number
  /** Of each of its processes. */
  readonly memoryBytes: number
  readonly processes: number
  /** Of the folder it works in, and of `/tmp`; both are memory and end with it. */
  readonly folderBytes: number
  readonly fileBytes: number
}

const mebibyte = 1024 * 1024

export const scriptLimits: ScriptLimits = {
  timeMs: 60_000,
  outputBytesKept: 16 * 1024,
  outputBytesMax: 16 * mebibyte,
  memoryBytes: 256 * mebibyte,
  processes: 64,
  folderBytes: 64 * mebibyte,
  fileBytes: 16 * mebibyte,
}

/** Programs that put the walls up, by their whole path. */
export interface Programs {
  readonly bwrap: string
  readonly choom: string
  /** Only root needs it: to be nobody before anything else. */
  readonly setpriv: string | undefined
}

/** A program is missing, or this system has none of it; `message` says what to do, for people. */
export class ConfinementError extends Error {
  override readonly name = 'ConfinementError'
}

const programFolders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'] as const

/** Throws a `ConfinementError` that names the package to install. There is no other way to run a script. */
export function findPrograms(
  isRoot = process.getuid?.() === 0,
  folders: readonly string[] = programFolders,
  platform: string = process.platform,
): Programs {
  if (platform !== 'linux') {
    throw new ConfinementError(
      'Running scripts needs Linux: nothing else can confine them as here. Leave --run-scripts away; runs are simulated then.',
    )
  }
  const find = (name: string, debianPackage: string) => {
    const path = folders.map((folder) => join(folder, name)).find(isProgram)
    if (path !== undefined) return path
    throw new ConfinementError(
      `Running scripts needs ${debianPackage}, and ${name} is not installed. On Debian and Ubuntu: apt-get install ${debianPackage}. ` +
        'Scripts are never run without it; leave --run-scripts away and runs are simulated.',
    )
  }
  // Inside the walls the same package's prlimit is used.
  find('prlimit', 'util-linux')
  return {
    bwrap: find('bwrap', 'bubblewrap'),
    choom: find('choom', 'util-linux'),
    setpriv: isRoot ? find('setpriv', 'util-linux') : undefined,
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The user nobody, whom no file belongs to. */
const nobody = '65534'
const home = '/home/script'
const scriptPath = '/run/script'
/** The file descriptor on which the script's text comes in. */
export const scriptDescriptor = 3
/** The one on which bubblewrap tells the number of the first process behind the walls. */
export const reportDescriptor = 4
/** Written to standard error when the walls stand; whatever comes before it, or instead of it, is a wall's complaint. */
export const startedMark = 'started\n'

/** Programs and libraries are in `/usr`. What may hold anybody's things is shown empty, and so is where we stand. */
const hiddenFolders = () => ['/usr/local', '/usr/src', process.cwd()].filter((path) => path.startsWith('/usr/'))
const besideUsr = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'] as const
/** What makes programs of Debian start: names of alternatives, and where libraries lie. */
const fromEtc = ['/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d'] as const

export interface ConfinedScript {
  /** The parameters as words. */
  readonly words: readonly string[]
  /** Begins with `#!`: it names its own interpreter, else bash reads it. */
  readonly namesInterpreter: boolean
  readonly hostname: string
}

/** The command line, its first word being the program. The script's text is to be written to `scriptDescriptor`. */
export function confine(programs: Programs, limits: ScriptLimits, script: ConfinedScript): readonly string[] {
  const { bwrap, choom, setpriv } = programs
  const folder = (path: string, bytes: number) => ['--size', String(bytes), '--tmpfs', path]
  const reader = script.namesInterpreter ? [scriptPath] : ['/bin/bash', scriptPath]
  return [
    ...(setpriv === undefined
      ? []
      : [setpriv, `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs']),
    // When memory runs out, the kernel takes a script before anything else of this machine.
    ...[choom, '-n', '1000', '--'],
    bwrap,
    // All namespaces, the network's included: there is no address to reach, not even this machine's own.
    ...[
      '--unshare-all',
      '--unshare-user',
      '--disable-userns',
      '--die-with-parent',
      '--new-session',
      '--cap-drop',
      'ALL',
    ],
    ...['--info-fd', String(reportDescriptor)],
    ...['--uid', nobody, '--gid', nobody, '--hostname', script.hostname],
    '--clearenv',
    ...['--setenv', 'PATH', '/usr/bin:/bin:/usr/sbin:/sbin'],
    ...['--setenv', 'HOME', home, '--setenv', 'LANG', 'C.UTF-8', '--setenv', 'USER', 'nobody'],
    ...['--ro-bind', '/usr', '/usr'],
    ...hiddenFolders()
      .filter(isFolder)
      .flatMap((path) => [...folder(path, 4096), '--remount-ro', path]),
    ...besideUsr.flatMap(showBesideUsr),
    ...fromEtc.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...folder('/dev/shm', limits.folderBytes),
    ...folder(home, limits.folderBytes),
    ...folder('/tmp', limits.folderBytes),
    ...['--perms', '0555', '--ro-bind-data', String(scriptDescriptor), scriptPath],
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', home],
    '--',
    'prlimit',
    `--nproc=${limits.processes}`,
    `--as=${limits.memoryBytes}`,
    `--fsize=${limits.fileBytes}`,
    `--cpu=${Math.ceil(limits.timeMs / 1000)}`,
    ...['--core=0', '--nofile=256', '--memlock=0', '--msgqueue=0', '--sigpending=256'],
    '--',
    // One stream for both, so that lines come in the order in which they were written.
    ...['/bin/sh', '-c', `printf '${startedMark.trimEnd()}\\n' >&2; exec 2>&1; exec "$@"`, 'sh'],
    ...reader,
    ...script.words,
  ]
}

/** Newer systems have `/bin` inside `/usr` and a link to it; on older ones it is a folder of its own. */
function showBesideUsr(path: string): string[] {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return []
  return entry.isSymbolicLink() ? ['--symlink', `usr${path}`, path] : ['--ro-bind', path, path]
}

const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
