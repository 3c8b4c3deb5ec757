/** Loops over rows that others wrote, beside ours: our own three kinds, GNU parallel with curl, Python's requests. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { findOnPath } from '../../scripts/providers/on-path.ts'
import type { LoopKind, LoopResult, LoopWork } from '../servers/row-loop.ts'
import { startNode } from './processes.ts'

const loopFile = new URL('../servers/row-loop.ts', import.meta.url).pathname

export async function runLoop(kind: LoopKind, work: LoopWork): Promise<LoopResult> {
  return lastLine(startNode([loopFile, kind], { nodeArgs: ['--conditions=@kunai/source'] }), work)
}

async function lastLine(child: ChildProcess, work: LoopWork): Promise<LoopResult> {
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new TypeError('the child has no pipes')
  stdin.end(JSON.stringify(work))
  const [said, complaints, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`${child.spawnargs.slice(1, 4).join(' ')} ended with ${code}: ${complaints}`)
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as LoopResult
}

/** Debian's package `parallel`, and curl. */
export const parallelProgram = () => (findOnPath('curl') ? findOnPath('parallel') : undefined)

/** curl honours Retry-After and repeats 429 and 502 by itself: its best mode. */
export async function runParallel(program: string, folder: string, work: LoopWork, token: string): Promise<LoopResult> {
  const [script, rows, log] = ['send.sh', 'rows.txt', 'joblog.txt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(
    script,
    `exec curl --silent --show-error --fail --output /dev/null --retry 3 --request PATCH --header "Authorization: Bearer ${token}" --header "Content-Type: application/json" --data "$2" "${work.url}$1"\n`,
  )
  writeFileSync(rows, work.rows.map(({ path, body }) => `${path}\t${JSON.stringify(body)}\n`).join(''))
  const beganMs = performance.now()
  const child = spawn(
    program,
    ['--joblog', log, '--jobs', '10', '--colsep', '\t', 'sh', script, '{1}', '{2}', '::::', rows],
    {
      stdio: 'ignore',
      env: { ...process.env, PARALLEL_HOME: folder },
    },
  )
  await once(child, 'close')
  const done = work.rows.map(() => false)
  for (const line of readFileSync(log, 'utf8').trim().split('\n').slice(1)) {
    const [seq, , , , , , exit] = line.split('\t')
    done[Number(seq) - 1] = exit === '0'
  }
  return { seconds: (performance.now() - beganMs) / 1000, done }
}

/** Debian's python3-requests, with the retries that its documentation recommends. */
const python = '/usr/bin/python3'
const program = `
import json, sys, time
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry
work = json.load(sys.stdin)
session = requests.Session()
grant = {"grant_type": "client_credentials", "client_id": work["clientId"], "client_secret": work["clientSecret"]}
token = session.post(work["url"] + "/ws/oauth/token", data=grant).json()["access_token"]
session.headers["Authorization"] = "Bearer " + token
retry = Retry(total=5, backoff_factor=0.1, status_forcelist=[429, 502, 503, 504], allowed_methods=None, raise_on_status=False)
session.mount("http://", HTTPAdapter(max_retries=retry))
done, began = [], time.perf_counter()
for row in work["rows"]:
    done.append(session.patch(work["url"] + row["path"], json=row["body"]).ok)
print(json.dumps({"seconds": time.perf_counter() - began, "done": done}))
`

export const requestsVersion = (): string | undefined => {
  const { status, stdout } = spawnSync(python, ['-c', 'import requests; print(requests.__version__)'], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : undefined
}

export const runRequests = (work: LoopWork): Promise<LoopResult> =>
  lastLine(spawn(python, ['-c', program], { stdio: ['pipe', 'pipe', 'pipe'] }), work)
