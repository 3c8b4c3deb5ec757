/** The walls, tried by scripts that want out. Each really runs; nothing here waits for a time to pass. */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manualClock, systemClock } from '@kunai/api/clock'
import { describe, expect, test, vi } from 'vitest'
import type { ScriptOutcome } from '../world/kinds/records.ts'
import { ConfinementError, findPrograms, type ScriptLimits, scriptLimits } from './confinement.ts'
import { findConfinement } from './preflight.ts'
import { runConfined } from './run-confined.ts'

const programs = await findConfinement().catch((error: Error) => error)
const confined = programs instanceof Error ? undefined : programs

const never = new AbortController().signal

function run(
  body: string,
  {
    words = [],
    clock = systemClock,
    ...limits
  }: Partial<ScriptLimits> & { words?: string[]; clock?: typeof systemClock } = {},
): Promise<ScriptOutcome> {
  if (confined === undefined) throw programs
  const confinement = { programs: confined, limits: { ...scriptLimits, ...limits }, clock }
  return runConfined(confinement, { body, words, hostname: 'LINUX-01' }, never)
}

/** Command lines of all processes of this machine. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        return [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')]
      } catch {
        return []
      }
    })
}

const isRunning = (words: string) => commandLines().some((line) => line.startsWith(words))

describe.skipIf(confined === undefined)('a script that really runs (needs bubblewrap)', () => {
  test('sees its parameters, its device’s name, an empty home, and both of its streams in order', async () => {
    const outcome = await run('echo "$#:$1:$2"; hostname; ls -A "$HOME" | wc -l; echo bad >&2; echo good; pwd', {
      words: ['--all', 'a"b'],
    })
    expect(outcome).toEqual({
      kind: 'exited',
      exitCode: 0,
      output: '2:--all:a"b\nLINUX-01\n0\nbad\ngood\n/home/script\n',
      truncated: false,
    })
  })

  test('ends with its exit code, whichever of the 256 it is', { timeout: 120_000 }, async () => {
    const codes = Array.from({ length: 256 }, (_, code) => code)
    const seen: (number | undefined)[] = []
    for (let turn = 0; turn < 256; turn += 4) {
      const outcomes = await Promise.all(codes.slice(turn, turn + 4).map((code) => run(`exit ${code}`)))
      seen.push(...outcomes.map(({ exitCode }) => exitCode))
    }
    expect(seen).toEqual(codes)
  })

  test('that a signal ends has 128 and its number', async () => {
    expect(await run('kill -TERM $$')).toMatchObject({ kind: 'exited', exitCode: 143 })
  })

  test('names its own interpreter, and one that does not exist is its failure, not ours', async () => {
    expect(await run('#!/usr/bin/env python3\nprint(6 * 7)\n')).toMatchObject({ exitCode: 0, output: '42\n' })
    expect(await run('#!/no/such/thing\n')).toMatchObject({ kind: 'exited', exitCode: 127 })
  })

  test('reads nothing from its input', async () => {
    expect(await run('read -r line; echo "$? [$line]"')).toMatchObject({ output: '1 []\n' })
  })

  test('reaches no network, not even a server on this machine', async () => {
    const server = createServer((_request, response) => response.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const { output } = await run(
        `exec 2>/dev/null
(exec 3<>/dev/tcp/127.0.0.1/${port}) && echo host || echo none
(exec 3<>/dev/tcp/10.0.0.1/53) && echo lan || echo none
(exec 3<>/dev/udp/1.1.1.1/53 && echo x >&3) && echo internet || echo none
ls /sys/class/net 2>/dev/null | wc -l; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '`,
      )
      expect(output).toBe('none\nnone\nnone\n0\nlo\n')
    } finally {
      server.close()
    }
  })

  test('reads no file of the host beyond its programs', async () => {
    const wanted = [
      '/etc/shadow',
      '/etc/passwd',
      '/etc/hostname',
      '/root',
      process.cwd(),
      import.meta.filename,
      '/var',
      '/sys',
    ]
    const { output } = await run(
      'for path; do ls -d "$path" 2>/dev/null; done; ls -A /usr/local /home; ls -A / | sort | tr "\\n" " "',
      {
        words: wanted,
      },
    )
    expect(output).toMatch(/^\/home:\nscript\n\n\/usr\/local:\nbin [a-z0-9 ]*$/)
    expect(output).not.toMatch(/root|sys|var|opt|srv/)
  })

  test('writes to nothing but its own folders', async () => {
    const { output } = await run(
      'for path in /usr/x /usr/bin/x / /x /dev/x /etc/x /run/x /proc/sys/kernel/hostname; do (echo no > "$path") 2>/dev/null && echo "wrote $path"; done; echo yes > "$HOME/x"; echo yes > /tmp/x; cat "$HOME/x" /tmp/x',
    )
    expect(output).toBe('yes\nyes\n')
  })

  test('leaves no file to the next one', async () => {
    expect(await run('echo secret | tee "$HOME/kept" /tmp/kept /dev/shm/kept')).toMatchObject({ exitCode: 0 })
    expect(await run('ls -A "$HOME" /tmp /dev/shm')).toMatchObject({
      output: '/dev/shm:\n\n/home/script:\n\n/tmp:\n',
    })
  })

  test('sees no process but its own, and cannot end another', async () => {
    const { output } = await run(
      `ls /proc | grep -c "^[0-9]"; kill -9 -1; kill -9 1; kill -9 ${process.pid}; echo survived`,
    )
    const [count = '', ...rest] = output.trim().split('\n')
    expect(Number(count)).toBeLessThan(10)
    expect(rest.at(-1)).toBe('survived')
  })

  test('has no secret of ours in its environment, nor anywhere it can look', async () => {
    const secret = `s3cret-${randomBytes(8).toString('hex')}`
    vi.stubEnv('KUNAI_TEST_SECRET', secret)
    try {
      const { output } = await run('env; cat /proc/*/environ | tr "\\0" "\\n"')
      expect(output).not.toContain(secret)
      expect(
        [
          ...new Set(
            output
              .trim()
              .split('\n')
              .map((line) => line.split('=')[0]),
          ),
        ].sort(),
      ).toEqual(['HOME', 'LANG', 'PATH', 'PWD', 'SHLVL', 'USER', '_'].sort())
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('is nobody, and cannot become anybody', async () => {
    const { output } = await run(
      'id -u; grep -E "^Cap(Eff|Bnd|Prm)" /proc/self/status | cut -f2 | sort -u; grep NoNewPrivs /proc/self/status | cut -f2; unshare -Ur id -u 2>/dev/null || echo no; mount -t tmpfs x /tmp 2>/dev/null || echo no',
    )
    expect(output).toBe('65534\n0000000000000000\n1\nno\nno\n')
  })

  test('cannot raise its own limits', async () => {
    expect(
      await run('ulimit -v unlimited 2>/dev/null || echo no; ulimit -u 1000 2>/dev/null || echo no'),
    ).toMatchObject({
      output: 'no\nno\n',
    })
  })

  test('gets no gibibyte of memory, no file of 32 MiB, no folder full of them', async () => {
    expect(await run('#!/usr/bin/env python3\nbytearray(1 << 30)\n')).toMatchObject({ kind: 'exited', exitCode: 1 })
    const { output } = await run(
      'exec 2>/dev/null; head -c 33554432 /dev/zero > one; stat -c %s one; for turn in 2 3 4 5 6 7 8; do head -c 16000000 /dev/zero > $turn 2>/dev/null; done; du -sm . | cut -f1',
    )
    const [size = '', folder = ''] = output.trim().split('\n')
    expect(Number(size)).toBeLessThanOrEqual(scriptLimits.fileBytes)
    expect(Number(folder)).toBeLessThanOrEqual(64)
  })

  test('that is a fork bomb finds a floor, and nothing of it is left', async () => {
    const name = `bomb${randomBytes(4).toString('hex')}`
    const clock = manualClock()
    const outcome = run(`${name}() { ${name} | ${name} & }; ${name}; exec -a ${name} sleep 3600`, {
      clock,
      processes: 16,
    })
    await vi.waitFor(() => expect(isRunning(name)).toBe(true), { timeout: 20_000 })
    await clock.advance(scriptLimits.timeMs)
    expect((await outcome).kind).toBe('timed-out')
    expect(isRunning(name)).toBe(false)
  })

  test('that writes for ever is ended, and the beginning is kept', async () => {
    const outcome = await run('yes')
    expect(outcome).toEqual({ kind: 'too-much-output', output: 'y\n'.repeat(8 * 1024), truncated: true })
  })

  test('that writes much and then ends, ends as it says', async () => {
    const outcome = await run('head -c 3000000 /dev/zero | tr "\\0" x; exit 5')
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 5, truncated: true })
    expect(outcome.output).toHaveLength(scriptLimits.outputBytesKept)
  })

  test('may write any bytes', async () => {
    const { output, exitCode } = await run(
      'printf "a\\000b\\033[31m\\377\\303\\244\\n"; head -c 5000 /dev/urandom; exit 9',
    )
    expect(exitCode).toBe(9)
    expect(output).toMatch(/^a\uFFFDb\uFFFD\[31m\uFFFDä\n/)
    expect(output.replace(/[\t\n\r]/g, '')).not.toMatch(/\p{Cc}/u)
  })

  test('whose output is cut in the middle of a letter shows no half of it', async () => {
    expect((await run('printf "xäö"; yes | head -c 100', { outputBytesKept: 4 })).output).toBe('xä')
  })

  test('that outlives its time is ended with all it started', async () => {
    const seconds = 3_600_000 + Number.parseInt(randomBytes(2).toString('hex'), 16)
    const clock = manualClock()
    const outcome = run(`echo begun; (setsid sleep ${seconds} &); trap "" TERM; sleep ${seconds}`, { clock })
    await vi.waitFor(
      () => expect(commandLines().filter((line) => line.startsWith(`sleep ${seconds}`))).toHaveLength(2),
      { timeout: 20_000 },
    )
    await clock.advance(scriptLimits.timeMs)
    expect(await outcome).toEqual({ kind: 'timed-out', output: 'begun\n', truncated: false })
    expect(isRunning(`sleep ${seconds}`)).toBe(false)
  })

  test('that ends leaves nothing behind that goes on', async () => {
    const seconds = 7_200_000 + Number.parseInt(randomBytes(2).toString('hex'), 16)
    expect(await run(`setsid sleep ${seconds} >/dev/null 2>&1 & disown; exit 0`)).toMatchObject({ exitCode: 0 })
    expect(isRunning(`sleep ${seconds}`)).toBe(false)
  })

  test('with a parameter that no system takes is not started, and says so', async () => {
    expect(await run('echo no', { words: ['x'.repeat(131_072)] })).toMatchObject({ kind: 'not-started' })
    expect(await run('printf %s "$1" | wc -c', { words: ['x'.repeat(131_071)] })).toMatchObject({ output: '131071\n' })
  })
})

describe('without what confines scripts', () => {
  test('the package to install is named, and nothing runs', async () => {
    expect(() => findPrograms(false, ['/no/such/folder'])).toThrow(ConfinementError)
    expect(() => findPrograms(false, ['/no/such/folder'])).toThrow('apt-get install util-linux')
    expect(() => findPrograms(true, ['/usr/bin'], 'darwin')).toThrow('needs Linux')
  })

  test('a wall that cannot be put up is said at the start, with its own words', async () => {
    const broken = () => ({ ...findPrograms(), bwrap: '/bin/false' })
    await expect(findConfinement(broken)).rejects.toThrow('Scripts cannot be confined on this machine')
    const missing = () => ({ ...findPrograms(), bwrap: '/no/such/bwrap' })
    await expect(findConfinement(missing)).rejects.toThrow(ConfinementError)
  })
})
