/**
 * A bare node:http server and one body: `bare.ts constant FILE` answers with its bytes (the limit),
 * `bare.ts stringify FILE` makes them from the object for each request.
 * `bare.ts broken-status|broken-body|slow FILE` are planted faults that the harness must find.
 */
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { announce, endWithBenchmark } from './lifetime.ts'

const [mode = '', file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
const object: unknown = JSON.parse(bytes.toString('utf8'))
/** Node.js sends a text together with the head in one write, bytes in a second one: each in its faster form. */
const constant = bytes.length <= 16 * 1024 ? bytes.toString('utf8') : bytes

const answer = (response: ServerResponse, body: string | Buffer, status = 200) => {
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))])
  response.end(body)
}

let count = 0
const slowMs = 5
const modes: Readonly<Record<string, (response: ServerResponse) => void>> = {
  constant: (response) => answer(response, constant),
  stringify: (response) => answer(response, JSON.stringify(object)),
  'broken-status': (response) => answer(response, constant, ++count % 50 === 0 ? 500 : 200),
  'broken-body': (response) => answer(response, ++count % 50 === 0 ? ' '.repeat(bytes.length) : constant),
  slow: (response) => void setTimeout(() => answer(response, constant), slowMs),
}

const respond = modes[mode]
if (respond === undefined) throw new TypeError(`unknown mode ${mode}`)
endWithBenchmark()
const server = createServer((_, response) => respond(response)).listen(0, '127.0.0.1', () => announce(server))
