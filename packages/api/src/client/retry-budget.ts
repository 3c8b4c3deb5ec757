/**
 * How much repeating a client may do altogether. When everything fails, every call that repeats makes it worse for all;
 * so repeats are paid from one purse that only success fills. The figures are those of the AWS SDKs' standard mode.
 */
import type { KunaiApiError } from './errors.ts'

export interface RetryBudget {
  /** What repeating after `error` cost; undefined when the purse does not hold that much. */
  spend(error: KunaiApiError): number | undefined
  /** A call ended well; `spent` is what its last repeat cost, 0 when there was none. */
  refill(spent: number): void
}

const full = 500
const cost = 14
/** Being told to wait is a sign of life. */
const throttledCost = 5

export function createRetryBudget(): RetryBudget {
  let left = full
  return {
    spend: ({ status, code }) => {
      const price = status === 429 || code === 'html_page' ? throttledCost : cost
      if (left < price) return undefined
      left -= price
      return price
    },
    refill: (spent) => {
      left = Math.min(full, left + Math.max(1, spent))
    },
  }
}
