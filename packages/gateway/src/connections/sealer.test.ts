import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHome } from '../home/index.ts'
import { createSealer, type Place } from './sealer.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-sealer-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const place: Place = { table: 'connections', row: 'acme', column: 'user_client_secret' }
const open = () => {
  const file = openHome(folder).secretKeys
  return { file, sealer: createSealer(file) }
}

describe('a sealed secret', () => {
  it('opens where it was sealed, and its text shows nothing of it', () => {
    const { sealer } = open()
    const sealed = sealer.seal('sesame', place, true)
    expect(sealed).toMatch(/^k1\.[0-9a-f]{12}\.[\w-]{16}\.[\w-]+$/)
    expect(sealed).not.toContain('sesame')
    expect(sealer.seal('sesame', place, true)).not.toBe(sealed)
    // Another process on the same home has the same key.
    expect(open().sealer.open(sealed, place)).toBe('sesame')
  })

  it.each<[string, Partial<Place>]>([
    ['another row', { row: 'other' }],
    ['another column', { column: 'machine_client_secret' }],
    ['another table', { table: 'connection_tokens' }],
  ])('does not open in %s', (_, change) => {
    const { sealer } = open()
    const sealed = sealer.seal('sesame', place, true)
    expect(() => sealer.open(sealed, { ...place, ...change })).toThrow('they were changed, or moved from another place')
  })

  it('does not open when any of its characters was changed', () => {
    const { sealer } = open()
    const sealed = sealer.seal('sesame', place, true)
    for (let at = 0; at < sealed.length; at++) {
      const swapped = sealed[at] === 'A' ? 'B' : 'A'
      const changed = sealed.slice(0, at) + swapped + sealed.slice(at + 1)
      // The last character of base64url may carry bits that mean nothing.
      const isSame = ['nonce', 'body'].every((_, part) => {
        const bytes = (text: string) => Buffer.from(text.split('.')[part + 2] ?? '', 'base64url')
        return (
          changed.split('.').slice(0, 2).join() === sealed.split('.').slice(0, 2).join() &&
          bytes(changed).equals(bytes(sealed))
        )
      })
      if (!isSame) expect(() => sealer.open(changed, place), `at ${at}`).toThrow('cannot be read')
    }
    for (const broken of ['', 'k1', 'k1.a.b', sealed.slice(0, -20)]) {
      expect(() => sealer.open(broken, place)).toThrow('cannot be read')
    }
  })

  it('does not open with another key file, and the sentence names the file', () => {
    const { sealer, file } = open()
    const sealed = sealer.seal('sesame', place, true)
    rmSync(file.path)
    expect(() => sealer.open(sealed, place)).toThrow(/their key file is gone.*keys\/secrets/)
    file.create()
    expect(() => sealer.open(sealed, place)).toThrow(/another key than those in the key file.*keys\/secrets/)
    expect(sealer.knows(sealed)).toBe(false)
  })

  it('opens with an older key of the file; the newest seals', () => {
    const { sealer, file } = open()
    const sealed = sealer.seal('sesame', place, true)
    const old = readFileSync(file.path, 'utf8')
    rmSync(file.path)
    file.create()
    writeFileSync(file.path, readFileSync(file.path, 'utf8') + old)
    expect(sealer.open(sealed, place)).toBe('sesame')
    expect(sealer.seal('sesame', place, true).split('.')[1]).not.toBe(sealed.split('.')[1])
  })
})

describe('the key file', () => {
  it('is made once, for its owner alone', () => {
    const { file } = open()
    expect(file.read()).toEqual([])
    file.create()
    const [key] = file.read()
    file.create()
    expect(file.read()).toEqual([key])
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('that others may read is refused, with the cure', () => {
    const { file } = open()
    file.create()
    chmodSync(file.path, 0o640)
    expect(() => file.read()).toThrow(`chmod 600 ${file.path}`)
  })

  it.each(['', 'short', `${'A'.repeat(43)}\nshort`])('that is damaged is refused: %j', (text) => {
    const { file } = open()
    writeFileSync(file.path, text, { mode: 0o600 })
    expect(() => file.read()).toThrow('is damaged')
  })

  it('is not made where secrets are there already', () => {
    expect(() => open().sealer.seal('sesame', place, false)).toThrow('its key file is gone')
  })
})
