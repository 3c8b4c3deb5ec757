/**
 * When jobs come to their end: at once, after the time they take (or a fixed one), or when somebody has looked a number
 * of times. The last suits tests of clients that poll: they need no clock.
 */
export type JobMode =
  | { readonly kind: 'immediate' }
  | { readonly kind: 'seconds'; readonly seconds?: number }
  | { readonly kind: 'polls'; readonly polls: number }

export const jobModeDefault: JobMode = { kind: 'seconds' }
