/** The dashboard's files, read once at start: a few hundred kilobytes, served from memory with the right headers. */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Context } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

interface Page {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly immutable: boolean
}

export type Pages = ReadonlyMap<string, Page>

export async function readPages(folder: string): Promise<Pages> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const pages = new Map<string, Page>()
  for (const entry of entries) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${relative(folder, path).split(sep).join('/')}`
    pages.set(url, { body: new Uint8Array(await readFile(path)), type, immutable: url.startsWith('/assets/') })
  }
  return pages
}

/** A file, or the application's page for every other path, so that its own routes can be opened directly. */
export function servePage(context: Context, pages: Pages): Response {
  const page = pages.get(context.req.path) ?? (extname(context.req.path) === '' ? pages.get('/index.html') : undefined)
  if (page === undefined) {
    const missing = pages.size === 0 ? 'The dashboard is not built. Start the gateway with: npm start' : 'Not found'
    return context.text(missing, pages.size === 0 ? 503 : 404)
  }
  context.header('Content-Type', page.type)
  context.header('Cache-Control', page.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  return context.body(page.body)
}
