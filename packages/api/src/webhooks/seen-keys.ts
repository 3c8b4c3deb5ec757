/** A bounded memory of deliveries that were taken already. It is this process's own; who needs more keeps keys in a store. */

export interface SeenKeys {
  /** True the first time, and again once the key was forgotten or pushed out. */
  isNew(key: string): boolean
  /** For a delivery that could not be handled: its repeat shall count as new. */
  forget(key: string): void
}

/** Remembers the last `keysMax` keys; a repeat counts as seen again, so it is not pushed out early. */
export function rememberKeys({ keysMax }: { readonly keysMax: number }): SeenKeys {
  if (!Number.isSafeInteger(keysMax) || keysMax < 1) throw new TypeError('keysMax must be a whole number above 0.')
  const keys = new Set<string>()
  return {
    isNew(key) {
      const isKnown = keys.delete(key)
      keys.add(key)
      const [oldest] = keys
      if (keys.size > keysMax && oldest !== undefined) keys.delete(oldest)
      return !isKnown
    },
    forget(key) {
      keys.delete(key)
    },
  }
}
