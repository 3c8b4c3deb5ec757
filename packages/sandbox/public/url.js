/** The page's state that is worth a link: it stands in the address, without making history of every letter typed. */

/** @param {string} name */
export const readUrl = (name) => new URLSearchParams(location.search).get(name) ?? ''

/** Empty values leave the address. @param {Record<string, string>} values @param {{step?: boolean}} [how] `step`: the back button returns to before */
export function writeUrl(values, { step = false } = {}) {
  const parameters = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(values)) {
    if (value) parameters.set(name, value)
    else parameters.delete(name)
  }
  const search = parameters.size > 0 ? `?${parameters}` : ''
  if (search === location.search) return
  if (step) history.pushState(null, '', location.pathname + search)
  else history.replaceState(null, '', location.pathname + search)
}
