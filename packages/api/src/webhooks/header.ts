/**
 * Whether a request carries the secret header that `webhooks.set` was given. NinjaOne signs nothing (ninjaone-api §8):
 * this header is all that tells a delivery from a forgery.
 */
import { createHash, timingSafeEqual } from 'node:crypto'

export interface WebhookHeader {
  /** Letter case does not matter. */
  readonly name: string
  readonly value: string
  /** Accepted too, while the secret is being exchanged. */
  readonly previousValue?: string | undefined
}

/** Node's `request.headers`, or the `Headers` of Fetch. */
export type WebhookHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null }

/**
 * True when the header is there once and has an accepted value. The time it takes tells nothing about the value.
 * Throws a TypeError when the expected header could never protect anything: an empty name or value.
 */
export function hasWebhookHeader(headers: WebhookHeaders, expected: WebhookHeader): boolean {
  const { name, value, previousValue } = expected
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError('The expected header has no valid name.')
  const accepted = previousValue === undefined ? [value] : [value, previousValue]
  for (const one of accepted) checkExpected(one)
  const given = readHeader(headers, name)
  // Hashes have one length, so that neither length nor content shows in the time; all are compared, whichever fits.
  const hash = hashOf(given ?? '')
  const fits = accepted.map((one) => timingSafeEqual(hashOf(one), hash))
  return given !== undefined && given !== '' && fits.includes(true)
}

/** Spaces at the ends are lost on the way, and a comma is how two headers of one name are joined. */
function checkExpected(value: unknown): void {
  if (typeof value !== 'string' || !/^[\x21-\x2b\x2d-\x7e]([\x20-\x2b\x2d-\x7e]*[\x21-\x2b\x2d-\x7e])?$/.test(value)) {
    throw new TypeError('The expected header needs a value of printable ASCII, without commas or spaces at its ends.')
  }
}

const hashOf = (value: string) => createHash('sha256').update(value).digest()

/** Undefined when the header is absent or there more than once. */
function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const wanted = name.toLowerCase()
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === wanted ? (value ?? []) : []))
  return values.length === 1 ? values[0] : undefined
}
