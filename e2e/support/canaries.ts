/**
 * Secrets that can be recognised, and the search for them. A canary counts as leaked where any stretch of it is found,
 * in any form in which bytes travel, so that half a secret or one inside something encoded is seen as well.
 */
import { deflateRawSync, gzipSync } from 'node:zlib'

/** What kind of secret it is → its values; a kind may have several (a token that is renewed). */
export type Canaries = ReadonlyMap<string, ReadonlySet<string>>

/** Where something can be found → all that was there. */
export type Places = ReadonlyMap<string, string>

/** Where a secret has to be, and why. A reason that never applied is stale and fails the sweep. */
export interface Exception {
  readonly kinds: readonly string[]
  readonly place: RegExp
  readonly reason: string
}

export interface Leak {
  readonly kind: string
  readonly form: FormName
  readonly place: string
}

type FormName = keyof typeof forms

const everyAlignment = (bytes: Buffer, encoding: 'base64' | 'base64url') =>
  // Inside a longer text the same bytes look different at each of three places; the edges depend on their neighbours.
  [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : 4, -2),
  )

/** Each form, and how long a stretch of it is as sure as eight characters of the secret itself. */
export const forms = {
  plain: { window: 8, of: (secret: string) => [secret] },
  json: { window: 8, of: (secret: string) => [JSON.stringify(JSON.stringify(secret)).slice(3, -3)] },
  url: {
    window: 8,
    of: (secret: string) => [encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))],
  },
  percent: { window: 24, of: (secret: string) => [Buffer.from(secret).toString('hex').replace(/../g, '%$&')] },
  base64: { window: 12, of: (secret: string) => everyAlignment(Buffer.from(secret), 'base64') },
  base64url: { window: 12, of: (secret: string) => everyAlignment(Buffer.from(secret), 'base64url') },
  hex: { window: 16, of: (secret: string) => [Buffer.from(secret).toString('hex')] },
  reversed: { window: 8, of: (secret: string) => [[...secret].reverse().join('')] },
  gzip: {
    window: 12,
    of: (secret: string) => {
      const packed = [gzipSync(secret).subarray(10, -8), deflateRawSync(secret)]
      return packed.flatMap((bytes) => [
        ...everyAlignment(bytes, 'base64'),
        bytes.toString('hex'),
        bytes.toString('latin1'),
      ])
    },
  },
} as const

/** What our keys begin with says only what they are. */
const withoutPrefix = (secret: string) => secret.replace(/^k[a-z]t_|^kmc_/, '')

export function findLeaks(canaries: Canaries, places: Places): Leak[] {
  const byWindow = new Map<number, Map<string, Omit<Leak, 'place'>>>()
  for (const [kind, secrets] of canaries) {
    for (const secret of secrets) {
      for (const [form, { window, of }] of Object.entries(forms) as [FormName, (typeof forms)[FormName]][]) {
        const needles = byWindow.get(window) ?? new Map<string, Omit<Leak, 'place'>>()
        byWindow.set(window, needles)
        for (const text of of(withoutPrefix(secret))) {
          for (let at = 0; at + window <= text.length; at++) {
            const needle = text.slice(at, at + window).toLowerCase()
            if (!needles.has(needle)) needles.set(needle, { kind, form })
          }
        }
      }
    }
  }
  const leaks = new Map<string, Leak>()
  for (const [place, given] of places) {
    const text = given.toLowerCase()
    for (const [window, needles] of byWindow) {
      for (let at = 0; at + window <= text.length; at++) {
        const found = needles.get(text.slice(at, at + window))
        if (found) leaks.set(`${found.kind} ${found.form} ${place}`, { ...found, place })
      }
    }
  }
  return [...leaks.values()]
}

/** Leaks that no reason covers, and reasons that covered none. */
export function judge(leaks: readonly Leak[], exceptions: readonly Exception[]) {
  const covers = ({ kinds, place }: Exception, leak: Leak) => kinds.includes(leak.kind) && place.test(leak.place)
  return {
    leaks: leaks.filter((leak) => !exceptions.some((exception) => covers(exception, leak))),
    stale: exceptions.filter((exception) => !leaks.some((leak) => covers(exception, leak))),
  }
}
