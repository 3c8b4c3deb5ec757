/**
 * The browser that tests drive: an installed Chromium, else the one that an npm package carries.
 * Decides which program and which flags; launching it is left to the test (playwright-core).
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findOnPath, ignoresSystem } from './on-path.ts'

export interface Browser {
  readonly executablePath: string
  readonly args: readonly string[]
}

const carrier = '@sparticuz/chromium'

export const chromiumCure = `Chromium was not found: install Debian's chromium-headless-shell, or let npm install ${carrier} (Linux on x64)`

/** What a test launches: `chromium.launch(browserForTests())`. Undefined when there is none; then skip, do not fail. */
export function browserForTests(): Browser | undefined {
  const executablePath = process.env.KUNAI_TEST_CHROMIUM
  if (!executablePath) return undefined
  return { executablePath, args: (process.env.KUNAI_TEST_CHROMIUM_ARGS ?? '').split(' ').filter(Boolean) }
}

/** Unpacks the carried browser when it is the one to use: some seconds the first time, nothing later. */
export function findChromium(): Browser | undefined {
  const installed = ignoresSystem
    ? undefined
    : findOnPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
  const executablePath = installed ?? unpackChromium()
  if (executablePath === undefined) return undefined
  // Chromium's own sandbox refuses root and is not in the carried build. Pages under test are ours alone.
  const needsNoSandbox = installed === undefined || process.getuid?.() === 0
  // /dev/shm is small in containers; Chromium then dies in the middle of a page.
  const args = ['--disable-dev-shm-usage', ...(needsNoSandbox ? ['--no-sandbox'] : [])]
  return { executablePath, args: installed === undefined ? [...args, '--no-zygote'] : args }
}

/** True when the caller's machine can bring a browser, without unpacking it. */
export function hasChromium(): boolean {
  return packageRoot() !== undefined || (!ignoresSystem && findChromium() !== undefined)
}

function packageRoot(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(carrier)))
  } catch {
    return undefined
  }
}

function unpackChromium(): string | undefined {
  const source = packageRoot()
  if (source === undefined) return undefined
  const { version } = createRequire(import.meta.url)(join(source, 'package.json')) as { version: string }
  const cache = fileURLToPath(new URL('../../node_modules/.cache/kunai/', import.meta.url))
  const home = join(cache, `chromium-${version}`)
  const launcher = join(home, 'launch')
  if (existsSync(launcher)) return launcher

  mkdirSync(cache, { recursive: true })
  const temporary = mkdtempSync(join(cache, 'unpack-'))
  // The package unpacks into the temporary folder of its process: ours is given to it, so that nobody else's is used.
  const script = `
    import Chromium, { inflate } from '${carrier}'
    await Chromium.executablePath()
    await inflate('${join(source, 'bin', 'al2023.tar.br')}')`
  try {
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { ...process.env, TMPDIR: temporary },
    })
    // Libraries and fonts that a desktop has and a bare machine has not stand beside the browser; use them only there.
    const bare = spawnSync(join(temporary, 'chromium'), ['--version']).status !== 0
    const lines = [
      '#!/bin/sh',
      'here=$(dirname "$0")',
      ...(bare ? ['export LD_LIBRARY_PATH="$here/al2023/lib"'] : []),
      'test -d /etc/fonts || export FONTCONFIG_PATH="$here/fonts"',
      'exec "$here/chromium" "$@"',
    ]
    writeFileSync(join(temporary, 'launch'), `${lines.join('\n')}\n`, { mode: 0o755 })
    renameSync(temporary, home)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    // Lost a race against another run: its copy is as good.
    if (!existsSync(launcher)) throw error
  }
  return launcher
}
