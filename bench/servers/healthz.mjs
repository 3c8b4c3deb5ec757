/** The limit of a start: node:http and a constant, without TypeScript or any package. */
import { createServer } from 'node:http'

process.stdin.on('end', () => process.exit())
process.stdin.resume()
const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }))
})
