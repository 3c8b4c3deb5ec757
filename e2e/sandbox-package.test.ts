/** The sandbox as a stranger gets it: packed, installed into an empty folder, used as its README says. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionFromEnvironment } from '../packages/gateway/src/connections.ts'
import { packPackage } from '../scripts/pack.ts'
import { installQuietly, node22 } from './support/strangers.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(join(root, 'packages/sandbox/README.md'), 'utf8')

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-sandbox-package-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const packed = join(folder, 'packed')
  installQuietly(folder, [packPackage('api', packed), packPackage('sandbox', packed)])
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(binary: string, words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, words, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  return stdout
}

const launcher = () => join(folder, 'node_modules/@kunai/sandbox/bin/kunai-sandbox.mjs')

test('the README’s example embeds a sandbox under Node.js 24 and 22, and its command runs under both', async (context) => {
  const example = /\n```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  expect(example).toContain('startSandbox')
  writeFileSync(join(folder, 'embed.mjs'), example)
  const older = node22()
  for (const binary of [process.execPath, ...(older === undefined ? [] : [older])]) {
    expect(await run(binary, ['embed.mjs'])).toMatch(/^200 devices\n/)
    expect(await run(binary, [launcher(), '--help'])).toContain('Examples:')
  }
  if (older === undefined) {
    console.log('Skipped: the half under Node.js 22, which npm carries for Linux on x64 only.')
    context.skip()
  }
}, 180_000)

test('exec gives a command what the gateway reads, by the names that it reads', async () => {
  const script = 'console.log(JSON.stringify(process.env))'
  const words = [launcher(), 'exec', '--devices', '5', '--orgs', '1', '--', process.execPath, '-e', script]
  const environment = JSON.parse(await run(process.execPath, words)) as NodeJS.ProcessEnv
  const settings = connectionFromEnvironment(environment)
  expect(settings?.connection).toMatchObject({ kind: 'sandbox', baseUrl: environment.KUNAI_SANDBOX_URL })
  expect(settings?.client).toEqual({
    baseUrl: environment.KUNAI_SANDBOX_URL,
    machine: { clientId: expect.any(String), clientSecret: expect.any(String) },
    user: { clientId: expect.any(String), clientSecret: expect.any(String), refreshToken: expect.any(String) },
  })
}, 60_000)

test('its types serve a strict project', () => {
  writeFileSync(
    join(folder, 'embed.ts'),
    `import { startSandbox, type Sandbox } from '@kunai/sandbox'
const sandbox: Sandbox = await startSandbox({ devices: 5, mode: 'step' })
const { verdict } = sandbox.control.verdicts().clients[0]?.retryAfter ?? { verdict: 'none' as const }
sandbox.control.snapshot(verdict)
await sandbox.close()
`,
  )
  const options = {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['embed.ts'] }))
  const compile = () =>
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'pipe' })
  expect(compile).not.toThrow()
  writeFileSync(
    join(folder, 'embed.ts'),
    "import { startSandbox } from '@kunai/sandbox'\nawait startSandbox({ devices: 'x' })\n",
  )
  expect(compile).toThrow()
}, 120_000)

test('the package holds what runs and its types, and nothing else', () => {
  const at = join(folder, 'node_modules/@kunai/sandbox')
  expect(readdirSync(at).sort()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json'])
  const files = readdirSync(join(at, 'dist'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => /(^|\/)test|\.test\./.test(file))).toEqual([])
})
