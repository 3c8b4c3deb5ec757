/** The peer framework: Hono on @hono/node-server, one route, JSON made from the object in FILE for each request. */
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { announce, endWithBenchmark } from './lifetime.ts'

const object = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as object
const app = new Hono().get('/v2/device/:id', (context) => context.json(object))

endWithBenchmark()
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => announce(server))
