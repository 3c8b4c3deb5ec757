/** Scripts that devices really run, seen as a client and the sandbox's owner see them. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SandboxOptionError, type SandboxOptions } from '../options.ts'
import { startSandbox } from '../sandbox.ts'
import { controlSender, startTenant, type Tenant } from '../testing/tenant.ts'
import { findConfinement } from './preflight.ts'
import { scriptsAtOnce } from './script-runner.ts'

const canConfine = await findConfinement().then(
  () => true,
  () => false,
)

/** The script of the library that runs the bash in its parameter. */
const bridge = 11
const encode = (bash: string) => Buffer.from(bash).toString('base64')

/** Command lines of what this process has started. */
function childrenOfMine(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const isMine = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid)
        return isMine ? [readFileSync(`/proc/${id}/cmdline`, 'utf8')] : []
      } catch {
        return []
      }
    })
}

interface Activity {
  readonly statusCode: string
  readonly activityResult?: string
  readonly message: string
  readonly seriesUid: string
  readonly data: { readonly exitCode?: number; readonly output?: string; readonly outputTruncated?: boolean }
}

async function devicesOf({ asUser }: Tenant, nodeClass: string): Promise<number[]> {
  const { json } = await asUser('GET', `/v2/devices?df=${encodeURIComponent(`class=${nodeClass} AND online`)}`)
  return json.map(({ id }: { id: number }) => id)
}

async function runOn({ asUser, sandbox }: Tenant, device: number, body: object): Promise<Activity[]> {
  const before: Activity[] = (await asUser('GET', `/v2/device/${device}/activities`)).json.activities
  expect(await asUser('POST', `/v2/device/${device}/script/run`, { type: 'SCRIPT', ...body })).toMatchObject({
    status: 204,
  })
  await sandbox.control.settleScripts()
  const after: Activity[] = (await asUser('GET', `/v2/device/${device}/activities`)).json.activities
  return after.slice(0, after.length - before.length).reverse()
}

describe.skipIf(!canConfine)('with runScripts (needs bubblewrap)', () => {
  let tenant: Tenant
  let linux: number
  beforeAll(async () => {
    tenant = await startTenant({ runScripts: true, alive: false })
    linux = (await devicesOf(tenant, 'LINUX_SERVER'))[0] ?? 0
  })
  afterAll(() => tenant.sandbox.close())
  beforeEach(() => tenant.sandbox.control.reset())

  const runBash = (bash: string, device = linux) => runOn(tenant, device, { id: bridge, parameters: encode(bash) })

  test('a bash script that the bridge carries runs, and its code and output stand in the activities', async () => {
    const told = await runBash('echo "disk 91%"; echo on $(hostname); exit 3')
    expect(told.map(({ statusCode }) => statusCode)).toEqual(['START_REQUESTED', 'STARTED', 'COMPLETED'])
    expect(new Set(told.map(({ seriesUid }) => seriesUid)).size).toBe(1)
    const { systemName } = (await tenant.asUser('GET', `/v2/device/${linux}`)).json
    expect(told.at(-1)).toMatchObject({
      activityResult: 'FAILURE',
      data: { exitCode: 3, output: `disk 91%\non ${systemName}\n` },
    })
    expect(told.at(-1)?.message).toContain('ended with code 3: disk 91%')
  })

  test('the truth ledger says what was asked, and what really ran', async () => {
    await runBash('exit 7')
    const { entries, executions } = (await controlSender(tenant.sandbox)('GET', '/ledger')).json
    expect(entries).toHaveLength(1)
    expect(executions).toEqual([
      {
        seq: 1,
        device: linux,
        script: 'Run bash (base64)',
        seriesUid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        startedAt: expect.stringMatching(/Z$/),
        endedAt: expect.stringMatching(/Z$/),
        outcome: 'exited',
        exitCode: 7,
        outputTruncated: false,
      },
    ])
  })

  test('parameters are one string that is split at spaces, quotes and all', async () => {
    const { sandbox } = tenant
    const told = await runOn(tenant, linux, { id: 7, parameters: '/etc   /run' })
    expect(told.at(-1)).toMatchObject({ data: { exitCode: 0, output: expect.stringMatching(/\t\/etc\n/) } })
    expect(told.at(-1)?.data.output).toMatch(/\t\/run\n/)
    expect(sandbox.control.executions()).toHaveLength(1)
  })

  test('a long output is cut, and says so', async () => {
    const [, , last] = await runBash('head -c 20000 /dev/zero | tr "\\0" x')
    expect(last).toMatchObject({ activityResult: 'SUCCESS', data: { exitCode: 0, outputTruncated: true } })
    expect(last?.data.output).toHaveLength(16_384)
    expect(last?.message.length).toBeLessThan(700)
  })

  test('what says #sim is simulated, and so is every run on Windows and Mac', async () => {
    const simulated = await runOn(tenant, linux, { id: bridge, parameters: `${encode('exit 1')} #sim exit=4` })
    expect(simulated.at(-1)?.data).not.toHaveProperty('exitCode', 1)
    const [mac] = await devicesOf(tenant, 'MAC')
    if (mac !== undefined) await runBash('exit 1', mac)
    await runOn(tenant, 1001, { id: 1 })
    expect(tenant.sandbox.control.executions()).toEqual([])
  })

  test('more than a few at a time wait for their turn, and each ends with its own code', async () => {
    const ask = (bash: string) =>
      tenant.asUser('POST', `/v2/device/${linux}/script/run`, { type: 'SCRIPT', id: bridge, parameters: encode(bash) })
    for (const code of [1, 2, 3, 4, 5, 6, 7, 8]) await ask(`exit ${code}`)
    await tenant.sandbox.control.settleScripts()
    const ended = tenant.sandbox.control.executions().map(({ exitCode = 0 }) => exitCode)
    expect(ended.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])

    const sleep = `sleep 3600 # ${process.pid}`
    for (let turn = 0; turn < 5; turn++) await ask(sleep)
    expect((await tenant.asUser('GET', `/v2/device/${linux}/jobs`)).json).toHaveLength(5)
    expect(childrenOfMine().filter((line) => line.includes(encode(sleep)))).toHaveLength(scriptsAtOnce)
  })

  test('a job shows neither the script nor anything else that is ours', async () => {
    const parameters = encode('exit 0')
    await tenant.asUser('POST', `/v2/device/${linux}/script/run`, { type: 'SCRIPT', id: bridge, parameters })
    const [job] = (await tenant.asUser('GET', `/v2/device/${linux}/jobs`)).json
    expect(Object.keys(job)).not.toContain('execution')
    await tenant.sandbox.control.settleScripts()
  })

  test('one that a restart cuts off is reported so, and its process is gone', async () => {
    const parameters = encode('sleep 3600')
    await tenant.asUser('POST', `/v2/device/${linux}/script/run`, { type: 'SCRIPT', id: bridge, parameters })
    await tenant.asUser('POST', `/v2/device/${linux}/reboot/FORCED`, {})
    await tenant.sandbox.control.settleScripts()
    const { activities } = (await tenant.asUser('GET', `/v2/device/${linux}/activities`)).json
    expect(activities.map(({ activityResult }: Activity) => activityResult)).toContain('UNCOMPLETED')
    expect(tenant.sandbox.control.executions()).toMatchObject([{ outcome: 'stopped' }])
  })

  test('one that outlives its time is reported so', async () => {
    const parameters = encode('echo begun; sleep 3600')
    await tenant.asUser('POST', `/v2/device/${linux}/script/run`, { type: 'SCRIPT', id: bridge, parameters })
    await tenant.clock.advance(60_000)
    await tenant.sandbox.control.settleScripts()
    const { activities } = (await tenant.asUser('GET', `/v2/device/${linux}/activities?status=COMPLETED`)).json
    expect(activities[0]).toMatchObject({
      activityResult: 'UNCOMPLETED',
      message: expect.stringContaining('time limit'),
    })
    expect(tenant.sandbox.control.executions()).toMatchObject([{ outcome: 'timed-out' }])
  })

  test('closing ends what runs', async () => {
    const other = await startTenant({ runScripts: true, alive: false })
    const parameters = encode('sleep 3600')
    await other.asUser('POST', `/v2/device/${linux}/script/run`, { type: 'SCRIPT', id: bridge, parameters })
    await other.sandbox.close()
    expect(other.sandbox.control.executions()).toEqual([])
  })
})

test('without runScripts nothing runs, and the bridge is simulated', async () => {
  const tenant = await startTenant({ alive: false, jobs: { kind: 'immediate' } })
  try {
    const [linux = 0] = await devicesOf(tenant, 'LINUX_SERVER')
    const told = await runOn(tenant, linux, { id: bridge, parameters: encode('exit 3') })
    expect(told.at(-1)).toMatchObject({ activityResult: 'SUCCESS', data: { exitCode: 0 } })
    expect(tenant.sandbox.control.executions()).toEqual([])
  } finally {
    await tenant.sandbox.close()
  }
})

test('an option of another kind is refused before anything starts', async () => {
  await expect(startSandbox({ runScripts: 'yes' } as unknown as SandboxOptions)).rejects.toThrow(SandboxOptionError)
})
