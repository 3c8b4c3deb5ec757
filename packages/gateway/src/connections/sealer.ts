/**
 * How secrets lie in the database: AES-256-GCM, bound to the place they lie in, so that a text that was changed, or
 * moved to another row, does not open. A sealed text is `k1.<key id>.<nonce>.<ciphertext and tag>`; the key id makes
 * it possible to change keys later: the newest seals, every key of the file opens.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { GatewayError } from '../call/index.ts'

/** Where a sealed text lies. */
export interface Place {
  readonly table: 'connections' | 'connection_tokens' | 'authorizations'
  /** Name of the connection; for a consent under way also the hash of its state. */
  readonly row: string
  readonly column: string
}

/** The keys' file, as the home gives it. */
export interface KeyFile {
  read(): readonly Buffer[]
  create(): void
}

export interface Sealer {
  /** @throws GatewayError `secrets_unreadable` when there is no key and `mayCreate` is false. */
  seal(text: string, place: Place, mayCreate: boolean): string
  /** @throws GatewayError `secrets_unreadable`; nothing of the text is in it. */
  open(sealed: string, place: Place): string
  /** Whether this text was sealed with a key that we have. Says nothing about whether it is intact. */
  knows(sealed: string): boolean
}

const version = 'k1'
const nonceBytes = 12
const tagBytes = 16

/** Names a key without telling anything of it. */
const idOf = (key: Buffer) => createHash('sha256').update('kunai key id').update(key).digest('hex').slice(0, 12)

const boundTo = ({ table, row, column }: Place) => Buffer.from(JSON.stringify([version, table, row, column]))

export function createSealer(file: KeyFile): Sealer {
  function unreadable(why: string): GatewayError {
    return new GatewayError(
      'secrets_unreadable',
      `The secrets of this connection cannot be read: ${why}. Put the right file keys/secrets of KUNAI_HOME back, or remove the connection and add it again.`,
    )
  }

  return {
    seal(text, place, mayCreate) {
      if (mayCreate && file.read().length === 0) file.create()
      const [key] = file.read()
      if (key === undefined) throw unreadable('its key file is gone')
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      cipher.setAAD(boundTo(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [version, idOf(key), nonce.toString('base64url'), sealed.toString('base64url')].join('.')
    },

    open(sealed, place) {
      const [prefix, keyId, nonce, body] = sealed.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      if (prefix !== version || nonce === undefined || bytes.length < tagBytes) throw unreadable('they are damaged')
      const keys = file.read()
      if (keys.length === 0) throw unreadable('their key file is gone')
      const key = keys.find((one) => idOf(one) === keyId)
      if (key === undefined) throw unreadable('they were sealed with another key than those in the key file')
      try {
        const nonceRead = Buffer.from(nonce, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, nonceRead, { authTagLength: tagBytes })
        decipher.setAAD(boundTo(place))
        decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
        return decipher.update(bytes.subarray(0, bytes.length - tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw unreadable('they were changed, or moved from another place')
      }
    },

    knows(sealed) {
      const keyId = sealed.split('.')[1]
      return file.read().some((key) => idOf(key) === keyId)
    },
  }
}
