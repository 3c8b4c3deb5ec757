/** The client as a stranger gets it: packed, installed into an empty folder, used as its README says. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startSandbox } from '@kunai/sandbox'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { packPackage } from '../scripts/pack.ts'
import { installQuietly, node22 } from './support/strangers.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(join(root, 'packages/api/README.md'), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\\n\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '')

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-package-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  installQuietly(folder, [packPackage('api', join(folder, 'packed'))])
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const runtimes = [
  { name: 'Node.js 24', find: (): string | undefined => process.execPath },
  { name: 'Node.js 22', find: node22 },
]

async function run(binary: string, file: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, [file], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  })
  return stdout
}

describe.each(runtimes)('under $name', ({ name, find }) => {
  test('three lines of the README list the devices of a running sandbox', { timeout: 180_000 }, async (context) => {
    const binary = find()
    if (binary === undefined) {
      console.log(`Skipped: the package under ${name}, which npm carries for Linux on x64 only.`)
      return context.skip()
    }
    const sandbox = await startSandbox({ orgs: 3, devices: 60 })
    onTestFinished(() => sandbox.close())
    writeFileSync(join(folder, 'list-devices.mjs'), blocks('js')[0] ?? '')
    const output = await run(binary, 'list-devices.mjs', {
      NINJAONE_URL: sandbox.url,
      NINJAONE_CLIENT_ID: sandbox.machine.clientId,
      NINJAONE_CLIENT_SECRET: sandbox.machine.clientSecret,
    })
    const lines = output.trim().split('\n')
    expect(lines).toContainEqual(expect.stringMatching(/^1001 .*PRINT01$/))
    expect(lines.length).toBeGreaterThanOrEqual(59)
  })
})

test('importing one operation loads that one alone', async () => {
  writeFileSync(
    join(folder, 'one.mjs'),
    `import { registerHooks } from 'node:module'
const loaded = []
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
const { default: operation } = await import('@kunai/api/operations/devices/reboot')
console.log(JSON.stringify({ id: operation.id, ours: loaded.filter((url) => url.includes('/@kunai/')) }))`,
  )
  const { id, ours } = JSON.parse(await run(process.execPath, 'one.mjs')) as { id: string; ours: string[] }
  expect(id).toBe('devices.reboot')
  expect(ours.filter((url) => /\/(operations|catalogue|client)\//.test(url))).toHaveLength(1)
})

/** What the examples take as given. */
const given = `import type { Client, CallOptions, TokenStore } from '@kunai/api'
declare global {
  const clientId: string, clientSecret: string, refreshToken: string, redirectUri: string, callbackUrl: string
  const store: (refreshToken: string) => Promise<void>
  const input: unknown, signal: AbortSignal, onSend: NonNullable<CallOptions['onSend']>
  const client: Client, tokenStore: TokenStore
}`

test('every example of the README compiles against the package', () => {
  const examples = join(folder, 'examples')
  mkdirSync(examples)
  writeFileSync(join(examples, 'given.d.ts'), given)
  for (const [index, block] of blocks('ts').entries())
    writeFileSync(join(examples, `${index + 1}.ts`), `${block}export {}\n`)
  const options = {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  const compile = () =>
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', examples], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
  expect(blocks('ts').length).toBeGreaterThanOrEqual(7)
  expect(compile).not.toThrow()
  writeFileSync(join(examples, 'wrong.ts'), "import '@kunai/api'\nawait client.devices.reboot({ id: 'x' })\n")
  expect(compile).toThrow()
})

test('the package holds what runs and its types, and nothing else', () => {
  const at = join(folder, 'node_modules/@kunai/api')
  expect(readdirSync(at).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  const files = readdirSync(join(at, 'dist'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => /test|witness/.test(file))).toEqual([])
  expect(
    readdirSync(join(folder, 'node_modules'))
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual(['@kunai', 'undici', 'zod'])
})
