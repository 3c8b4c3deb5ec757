/**
 * Serves the inspector: the page at `/_sandbox/` from which a person looks at the sandbox and moves it. The files hold
 * nothing of this sandbox, so they need no token; whatever the page shows or does goes through the control API, which
 * does.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { extname } from 'node:path'

const folder = new URL('../../public/', import.meta.url)
const base = '/_sandbox/'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The next version of the sandbox has another page at the same address.
  'Cache-Control': 'no-cache',
}

/** Opens the page without asking for the token: a fragment is read by the page alone, and sent nowhere. */
export const inspectorUrl = (url: string, controlToken: string): string =>
  `${url}${base}#${new URLSearchParams({ token: controlToken })}`

interface Asset {
  readonly contentType: string
  readonly bytes: Buffer
}

/** Path → file. Only what lies there is served: no path of a request ever reaches the disk. */
function readAssets(): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>()
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)]
    if (contentType === undefined) continue
    const path = name === 'index.html' ? base : `${base}inspector/${name}`
    assets.set(path, { contentType, bytes: readFileSync(new URL(name, folder)) })
  }
  return assets
}

/** The inspector's pages, and the control API for everything else. */
export function withInspector(control: RequestListener): RequestListener {
  let assets: ReadonlyMap<string, Asset> | undefined
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead) return control(request, response)
    // A person typed the address; a program is told what it lacks.
    if (path === '/_sandbox' && request.headers.accept?.includes('text/html')) {
      response.writeHead(308, { ...headers, Location: base, 'Content-Length': 0 }).end()
      return
    }
    // Most sandboxes run in tests, where nobody looks.
    assets ??= readAssets()
    const asset = assets.get(path)
    if (!asset) return control(request, response)
    response.writeHead(200, { ...headers, 'Content-Type': asset.contentType, 'Content-Length': asset.bytes.length })
    response.end(request.method === 'HEAD' ? undefined : asset.bytes)
  }
}
