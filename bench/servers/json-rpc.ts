/** The limit of an MCP server: JSON-RPC by hand on node:http, one constant result (FILE) for every call. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { announce, endWithBenchmark } from './lifetime.ts'

const result = readFileSync(process.argv[2] ?? '', 'utf8')

endWithBenchmark()
const server = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    text += chunk
  })
  request.on('end', () => {
    const { id } = JSON.parse(text) as { id: unknown }
    const body = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`
    response.writeHead(200, ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))])
    response.end(body)
  })
}).listen(0, '127.0.0.1', () => announce(server))
