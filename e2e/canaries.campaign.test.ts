/**
 * Secrets come out nowhere: a canary of every kind of secret that the product handles is planted, the product is driven
 * through all its doors, with mistakes and with a NinjaOne that repeats in its errors what it was sent, and then every
 * answer, log, page, file and row is searched. Once around in `npm test`, many times in `npm run campaign -- canaries`.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { startSandbox } from '@kunai/sandbox'
import { expect, it } from 'vitest'
import { dumpColumns } from '../packages/gateway/test/dump.ts'
import { createTestDatabase } from '../packages/gateway/test/store.ts'
import { type Canaries, type Exception, findLeaks, forms, judge, type Places } from './support/canaries.ts'
import { driveDoors } from './support/canary-drive.ts'
import { startGatewayProcess } from './support/environment.ts'
import { startWiretap } from './support/wiretap.ts'

const rounds = process.env.KUNAI_CAMPAIGN === '1' ? 10 : 1

/** Where a secret has to be, each with its reason. */
const exceptions: readonly Exception[] = [
  {
    kinds: ['sign-in token'],
    place: /^stdout of kunai (up|people add)$/,
    reason: 'the one-time link is what these commands are for; it works once, for 15 minutes',
  },
  {
    kinds: ['CSRF token'],
    place: /^answer to (POST|GET) \/api\/session$/,
    reason: "a person's own pages have to send it back; without the cookie it opens nothing",
  },
  {
    kinds: ['CSRF token'],
    place: /^database sessions\.csrf_token$/,
    reason: 'the same; of the cookie, only a hash is there',
  },
  {
    kinds: ['session cookie'],
    place: /^cookies of POST \/api\/session$/,
    reason: 'this is how a browser gets it',
  },
  {
    kinds: ['secret field of a call', 'webhook path secret', 'webhook header secret'],
    place: /^database (approvals|dispatches)\.proposal$/,
    reason: 'what will be sent is kept until it is sent, and is what the digest is taken over; every view hides it',
  },
  {
    kinds: ['secret field of a call'],
    place: /^database job_steps\.(source|call)$/,
    reason: 'the rows of a batch are kept as they were read until they are sent; its plan hides them',
  },
  {
    kinds: ['secret in a script'],
    place: /^database (approvals|dispatches)\.proposal$/,
    reason: 'the same',
  },
  {
    kinds: ['secret in a script'],
    place: /^answer to GET \/api\/approvals\/:id$/,
    reason: 'who approves a script has to read all of it, and the bytes that are sent',
  },
  {
    kinds: ['owner key', 'command line key', 'client key', 'key of sealed secrets'],
    place: /^file keys\//,
    reason: 'this is where they lie, readable by their owner alone',
  },
]

const canary = (prefix = '') => `${prefix}${randomBytes(24).toString('base64url').replace(/[_-]/g, 'q')}`

function readHome(folder: string, places: Map<string, string>): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    // What is in the embedded database is read as rows.
    if (!entry.isFile() || relative(folder, path).startsWith('data')) continue
    places.set(`file ${relative(folder, path)}`, readFileSync(path, 'utf8'))
    if (relative(folder, path).startsWith('keys')) expect(statSync(path).mode & 0o077, path).toBe(0)
  }
}

async function sweep(): Promise<{ canaries: Canaries; places: Places; requests: number }> {
  const database = await createTestDatabase()
  const planted = {
    machine: canary(),
    user: canary(),
    stored: canary(),
    control: canary(),
    owner: canary('kot_'),
    cli: canary('kct_'),
    mcp: canary('kmc_'),
    field: canary(),
    script: canary(),
  }
  const keys = { 'keys/owner': planted.owner, 'keys/cli': planted.cli, 'keys/mcp/default': planted.mcp }
  mkdirSync(join(database.folder, 'keys/mcp'), { recursive: true, mode: 0o700 })
  for (const [name, key] of Object.entries(keys)) {
    writeFileSync(join(database.folder, name), `${key}\n`, { mode: 0o600 })
    chmodSync(join(database.folder, name), 0o600)
  }
  const apps = ['user', 'stored'] as const
  const sandbox = await startSandbox({
    orgs: 3,
    devices: 60,
    clientSecret: planted.machine,
    controlToken: planted.control,
    apps: apps.map((name) => ({
      name,
      platform: 'web',
      clientId: `canary-${name}`,
      clientSecret: planted[name],
      redirectUris: ['http://127.0.0.1/callback'],
    })),
  })
  const wiretap = await startWiretap(sandbox.url)
  const variables = {
    KUNAI_HOME: database.folder,
    KUNAI_DATABASE_URL: database.databaseUrl,
    KUNAI_LOG: 'trace',
    KUNAI_NINJAONE_URL: wiretap.url,
    KUNAI_NINJAONE_CLIENT_ID: sandbox.machine.clientId,
    KUNAI_NINJAONE_CLIENT_SECRET: sandbox.machine.clientSecret,
    KUNAI_NINJAONE_USER_CLIENT_ID: sandbox.user.clientId,
    KUNAI_NINJAONE_USER_CLIENT_SECRET: sandbox.user.clientSecret,
    KUNAI_NINJAONE_USER_REFRESH_TOKEN: sandbox.user.refreshToken,
  }
  try {
    const gateway = await startGatewayProcess(['--no-sandbox'], variables)
    const driven = await driveDoors({ gateway, variables, wiretap, planted })
    await gateway.kunai.kill('SIGTERM')
    const places = new Map(driven.places)
    places.set('stdout of kunai up', gateway.kunai.stdout.join('\n'))
    places.set('stderr of kunai up', gateway.kunai.stderr.join('\n'))
    for (const [column, text] of await dumpColumns(database.storeOptions)) places.set(`database ${column}`, text)
    readHome(database.folder, places)
    const canaries = new Map<string, ReadonlySet<string>>([
      ['client secret of the machine application', new Set([sandbox.machine.clientSecret])],
      ['client secret of the user application', new Set([sandbox.user.clientSecret ?? ''])],
      ['client secret of a stored connection', new Set([planted.stored])],
      ['control token of the sandbox', new Set([planted.control])],
      ['owner key', new Set([planted.owner])],
      ['command line key', new Set([planted.cli])],
      ['client key', new Set([planted.mcp])],
      [
        'key of sealed secrets',
        new Set(readFileSync(join(database.folder, 'keys/secrets'), 'utf8').trim().split('\n')),
      ],
      ['secret field of a call', new Set([planted.field])],
      ['secret in a script', new Set([planted.script])],
      ...driven.secrets,
      ...wiretap.heard,
    ])
    canaries.set('refresh token', new Set([...(canaries.get('refresh token') ?? []), sandbox.user.refreshToken]))
    return { canaries, places, requests: driven.requests }
  } finally {
    await wiretap.close()
    await sandbox.close()
    await database.remove()
  }
}

it('every kind of secret comes out nowhere, in no form; and one that is planted is found', async () => {
  let total = 0
  for (let round = 1; round <= rounds; round++) {
    const { canaries, places, requests } = await sweep()
    total += requests
    const { leaks, stale } = judge(findLeaks(canaries, places), exceptions)
    expect(leaks, `round ${round}`).toEqual([])
    expect(stale.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([])
    expect([...canaries.keys()].length).toBeGreaterThanOrEqual(15)
    if (round < rounds) continue

    // The harness has eyes: each kind, in each form, planted where the product writes its log, is found there.
    let found = 0
    for (const [kind, secrets] of canaries) {
      for (const [form, { of }] of Object.entries(forms)) {
        const [secret = ''] = secrets
        const text = of(secret.replace(/^k[a-z]t_|^kmc_/, ''))[0] ?? ''
        const log = new Map([['stderr of kunai up', `{"level":50,"message":"x${text.slice(2)}y"}`]])
        expect(judge(findLeaks(new Map([[kind, secrets]]), log), exceptions).leaks, `${kind}, ${form}`).not.toEqual([])
        found++
      }
    }
    const size = [...places.values()].reduce((sum, text) => sum + text.length, 0)
    console.log(
      `${rounds} round(s), ${total} requests, ${canaries.size} kinds of secrets × ${Object.keys(forms).length} forms, ` +
        `${places.size} places, ${size} characters in the last: 0 leaks. ${found} planted leaks, ${found} found.`,
    )
  }
}, 1_800_000)
