/**
 * The one-time token stands in the address's fragment. It is taken once and removed from the address bar and
 * the history entry at the same moment.
 */
let token: string | undefined

export function takeSignInToken(): void {
  if (window.location.pathname !== '/sign-in' || window.location.hash.length < 2) return
  token = decodeFragment(window.location.hash.slice(1))
  window.history.replaceState(null, '', '/sign-in')
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** Gives the token out a single time: it works once, and a second use would only fail. */
export function useUpSignInToken(): string | undefined {
  const taken = token
  token = undefined
  return taken
}

const returnKey = 'kunai.return-to'

/** Where to go after signing in: the page that asked for it. */
export function rememberReturn(path: string): void {
  try {
    sessionStorage.setItem(returnKey, path)
  } catch {
    // Without storage the approvals page is where one lands.
  }
}

export function takeReturn(): string {
  try {
    const path = sessionStorage.getItem(returnKey)
    sessionStorage.removeItem(returnKey)
    // Only our own pages: a path with two slashes would be another host.
    if (path !== null && /^\/(approvals|devices|audit|connections)(\/|\?|$)/.test(path)) return path
  } catch {
    // As above.
  }
  return '/approvals'
}
