/**
 * The plugin for Claude, as far as a machine can check it: its files are where Claude looks for them, everything it
 * names exists, every script in it runs against the sandbox, and every tool call in it is made by a real MCP client.
 */
import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listTools } from '../packages/gateway/src/doors/mcp/profiles.ts'
import { operationTools } from '../packages/gateway/src/doors/mcp/tools.ts'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { createEnvironment, type Environment } from './support/environment.ts'
import { type Agent, connectAgent } from './support/mcp.ts'

const root = new URL('../', import.meta.url).pathname
const plugin = join(root, 'plugin')
const read = (path: string) => readFileSync(join(plugin, path), 'utf8')
const readJson = (path: string) => JSON.parse(read(path))

const documents = globSync('**/*.md', { cwd: plugin }).sort()
const skills = documents.filter((path) => basename(path) === 'SKILL.md')
const toolNames = new Set(
  listTools(
    'full',
    operationTools.map(({ operation }) => operation),
  ).map(({ name }) => name),
)

interface Block {
  readonly path: string
  readonly line: number
  /** What stands behind the fence, e.g. `js` or `tool ninja-get-device waiting`. */
  readonly label: string
  readonly text: string
}

function blocksOf(path: string): Block[] {
  const text = read(path)
  return [...text.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    path,
    line: text.slice(0, match.index).split('\n').length,
    label: match[1] ?? '',
    text: match[2] ?? '',
  }))
}

const blocks = documents.flatMap(blocksOf)
const named = (wanted: (block: Block) => boolean) =>
  blocks.filter(wanted).map((block) => [`${block.path}:${block.line} ${block.label}`, block] as const)

/** What stands between the lines of three dashes. Our own files keep to one line per field. */
function frontMatter(path: string): Record<string, string> {
  const block = /^---\n([\s\S]*?)\n---\n/.exec(read(path))?.[1] ?? ''
  return Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/).slice(0, 2)))
}

it('the manifest, the marketplace and the connection are where Claude looks for them', () => {
  expect(readJson('.claude-plugin/plugin.json')).toMatchObject({ name: 'ninjaone-rmm', version: expect.any(String) })
  expect(readJson('../.claude-plugin/marketplace.json').plugins).toEqual([
    expect.objectContaining({ name: 'ninjaone-rmm', source: './plugin' }),
  ])
  const { kunai } = readJson('.mcp.json').mcpServers
  // The key comes from the environment of whoever runs it; a file that is shared must not hold one.
  expect(kunai).toMatchObject({ type: 'http', headers: { Authorization: `Bearer \${KUNAI_MCP_KEY}` } })
})

describe.each(skills)('%s', (path) => {
  it('says in its head what it is and when to use it, within the bounds of a skill', () => {
    const { name, description = '' } = frontMatter(path)
    expect(name).toBe(basename(dirname(path)))
    expect(description).toMatch(/Use /)
    expect(description.length).toBeLessThan(1024)
    expect(read(path).split('\n').length).toBeLessThan(500)
  })
})

it('every command says what it does, and there are no others than the README lists', () => {
  const commands = documents.filter((path) => dirname(path) === 'commands')
  for (const path of commands) expect(frontMatter(path).description, path).toBeTruthy()
  const slash = [...skills.map((path) => basename(dirname(path))), ...commands.map((path) => basename(path, '.md'))]
  const listed = [...read('README.md').matchAll(/`(?:\/ninjaone-rmm)?:([a-z-]+)/g)].map((match) => match[1])
  expect(listed.sort()).toEqual(slash.sort())
})

it.each(documents)('%s: links lead somewhere, and tools that it names exist', (path) => {
  const text = read(path)
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
    expect(existsSync(join(plugin, dirname(path), target)), target).toBe(true)
  }
  for (const [, tool = ''] of text.matchAll(/`(ninja-[a-z-]+[a-z]|run-[a-z]+|find-operation)`/g)) {
    expect(toolNames, tool).toContain(tool)
  }
})

describe('scripts', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ orgs: 3, devices: 60 })
  })
  afterAll(() => sandbox.close())

  const scripts = named(({ label }) => label === 'js')
  const functions = scripts[0]?.[1].text ?? ''
  const run = (text: string) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', text], {
      env: {
        NINJAONE_URL: sandbox.url,
        NINJAONE_CLIENT_ID: sandbox.machine.clientId,
        NINJAONE_CLIENT_SECRET: sandbox.machine.clientSecret,
      },
      timeout: 20_000,
    })

  it('there are some', () => expect(scripts.length).toBeGreaterThan(4))

  it.each(scripts.slice(1))('%s runs', async (_, { text }) => {
    const { stdout, stderr } = await run(functions + text)
    expect(stderr).toBe('')
    // Each prints what it found, and finds something.
    expect(stdout).toMatch(/^[1-9]\d* \w+\n$/)
  })

  it('the devices of all pages are all devices', async () => {
    const pages = scripts.find(([, { text }]) => text.includes('async function* devices'))?.[1].text ?? ''
    const { stdout } = await run(functions + pages.replace('pageSize = 1000', 'pageSize = 7'))
    const { stdout: whole } = await run(functions + pages)
    expect(stdout).toBe(whole)
  })

  /** A token of the sandbox's person, or of its machine. */
  async function tokenOf(who: 'person' | 'machine'): Promise<string> {
    const { user, machine, url } = sandbox
    const body = new URLSearchParams(
      who === 'person'
        ? { ...credentials(user), grant_type: 'refresh_token', refresh_token: user.refreshToken }
        : { ...credentials(machine), grant_type: 'client_credentials' },
    )
    const answer = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const credentials = (app: { clientId: string; clientSecret: string }) => ({
    client_id: app.clientId,
    client_secret: app.clientSecret,
  })

  it.each(named(({ label }) => /^json [A-Z]+ /.test(label)))('%s is taken', async (_, { label, text }) => {
    const [, method = '', path = '', ...as] = label.split(' ')
    const token = await tokenOf(as.includes('person') ? 'person' : 'machine')
    const answer = await fetch(sandbox.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: text,
    })
    expect([200, 204], await answer.text()).toContain(answer.status)
  })

  it('a wrong application is told as what it is', async () => {
    await expect(
      run(`process.env.NINJAONE_CLIENT_ID = 'somebody-else'\n${functions}\nawait tokenFor('monitoring')`),
    ).rejects.toThrow(/No such application on this host/)
  })
})

describe('tool calls', () => {
  let environment: Environment
  let agent: Agent
  beforeAll(async () => {
    environment = await createEnvironment()
    const { mcpUrl } = await environment.start()
    agent = await connectAgent(mcpUrl, openHome(environment.database.folder).key('mcp'))
  })
  afterAll(async () => {
    await agent?.close()
    await environment?.close()
  })

  it.each(named(({ label }) => label.startsWith('tool ')))('%s', async (_, { label, text }) => {
    const [, tool = '', status = 'done'] = label.split(' ')
    const { outcome } = await agent.call(tool, JSON.parse(text))
    expect(outcome).toMatchObject({ status })
    // An example that finds nothing teaches nothing.
    if (status === 'done') expect(JSON.stringify(outcome.data).length).toBeGreaterThan(2)
  })
})
