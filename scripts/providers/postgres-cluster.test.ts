import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { findPostgres } from './postgres-binaries.ts'
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts'

const binaries = findPostgres()

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

test.skipIf(!binaries)('a cluster answers until it is stopped', async () => {
  const cluster: PostgresCluster = await startPostgres(binaries as NonNullable<typeof binaries>)
  expect(await answers(cluster.url)).toBe(true)
  await cluster.stop()
  expect(await answers(cluster.url)).toBe(false)
})

test.skipIf(!binaries)('a test run that is killed leaves no server behind', async () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const script = `
    const { findPostgres } = await import(${module('postgres-binaries.ts')})
    const { startPostgres } = await import(${module('postgres-cluster.ts')})
    console.log((await startPostgres(findPostgres())).url)`
  const run = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(run.stdout, 'data')) as [Buffer]
  const url = line.toString().trim()
  expect(await answers(url)).toBe(true)
  run.kill('SIGKILL')
  // The server needs its moment to end; the test's own time-out is the limit.
  while (await answers(url)) await sleep(20)
})
