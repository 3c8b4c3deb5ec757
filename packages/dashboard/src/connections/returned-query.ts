/**
 * What NinjaOne sent a person back with. It is taken once, before the router looks at the address, and leaves address
 * bar and history at the same moment: it holds a code.
 */
export const callbackPath = '/dashboard/integrations/ninjaone-callback'

let query = ''

export function takeReturnedQuery(): void {
  if (window.location.pathname !== callbackPath || window.location.search === '') return
  query = window.location.search
  window.history.replaceState(null, '', callbackPath)
}

/** Gives the query out a single time. */
export function takeOutReturnedQuery(): string {
  const taken = query
  query = ''
  return taken
}
