/** The page as a browser gets it. What it does is tested in a browser: e2e/sandbox-inspector.test.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlSender, startTenant, type Tenant } from '../testing/tenant.ts'

const folder = new URL('../../public/', import.meta.url)
const names = readdirSync(folder).filter((name) => /\.(html|css|js|svg)$/.test(name))
const pathOf = (name: string) => (name === 'index.html' ? '/_sandbox/' : `/_sandbox/inspector/${name}`)

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

test.each(names)(
  '%s is served without a token, may load nothing from elsewhere, and stands in no frame',
  async (name) => {
    const answer = await fetch(tenant.sandbox.url + pathOf(name))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(readFileSync(new URL(name, folder), 'utf8'))
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none';/,
      ),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  },
)

test('what the page asks for is there', () => {
  const page = readFileSync(new URL('index.html', folder), 'utf8')
  const asked = [...page.matchAll(/(?:href|src)="inspector\/([^"]+)"/g)].map(([, name]) => name)
  expect(asked.length).toBeGreaterThan(5)
  expect(names).toEqual(expect.arrayContaining(asked))
  for (const name of names.filter((one) => one.endsWith('.js'))) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    const imported = [...source.matchAll(/from '\.\/([^']+)'/g)].map(([, other]) => other)
    expect(names, name).toEqual(expect.arrayContaining(imported))
  }
})

test('nothing in the page turns text into HTML, and nothing stands in line', () => {
  for (const name of names) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    expect(source, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser/,
    )
    if (name.endsWith('.html')) expect(source).not.toMatch(/\son\w+=|style=|<style|<script(?! [^>]*src=)/)
  }
})

test('everything else stays behind the token, whatever way it is written', async () => {
  const { url } = tenant.sandbox
  for (const path of [
    '/_sandbox/inspector/',
    '/_sandbox/inspector/shapes.d.ts',
    '/_sandbox/inspector/..%2f..%2fpackage.json',
    '/_sandbox/inspector/index.html',
    '/_sandbox/index.html',
    '/_sandbox/clock',
  ]) {
    expect((await fetch(url + path)).status, path).toBe(401)
  }
  expect((await fetch(`${url}/_sandbox/`, { method: 'POST' })).status).toBe(401)
  expect((await controlSender(tenant.sandbox)('GET', '/nothing')).status).toBe(404)
})

test('who types the address without its slash is led to the page', async () => {
  const answer = await fetch(`${tenant.sandbox.url}/_sandbox`, { headers: { Accept: 'text/html' }, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/_sandbox/'])
})

test('the address that opens it carries the token where it is never sent', () => {
  const { inspectorUrl, url, controlToken } = tenant.sandbox
  const address = new URL(inspectorUrl)
  expect(address.href.startsWith(`${url}/_sandbox/#`)).toBe(true)
  expect([address.search, new URLSearchParams(address.hash.slice(1)).get('token')]).toEqual(['', controlToken])
})
