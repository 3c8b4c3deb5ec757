/** A store that cannot be opened or used; the message names the thing and the cure. */
export class StoreError extends Error {
  readonly code: 'store_locked' | 'store_unreachable' | 'store_corrupted' | 'store_newer'

  constructor(code: StoreError['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.code = code
  }
}
