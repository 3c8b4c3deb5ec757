/** What a log must not show: whoever reads it, or is sent it, must not be able to get in with it. */

const hidden = '(hidden)'
const secretHeader = /authorization|cookie|consent|secret|token|api-?key|password/i

export function hideInHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>> | undefined,
): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : value.join(', ')
    if (secretHeader.test(name))
      shown[name] = /^(?:Bearer|Basic) /i.test(text) ? `${text.split(' ')[0]} ${hidden}` : hidden
    else shown[name] = name.toLowerCase() === 'location' ? hideInUrl(text) : text
  }
  return shown
}

/** Parameters of OAuth that open nothing. All others are hidden: what is not known may be a secret. */
const openParameters = new Set([
  'grant_type',
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'code_challenge_method',
  'error',
  'error_description',
  'token_type_hint',
  'decision',
  'technician',
])

/** A query or a form of the OAuth endpoints. */
export function hideInForm(text: string): string {
  if (text === '') return text
  const shown = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(text)) shown.append(name, openParameters.has(name) ? value : hidden)
  return shown.toString()
}

function hideInUrl(url: string): string {
  const mark = url.indexOf('?')
  return mark < 0 ? url : `${url.slice(0, mark)}?${hideInForm(url.slice(mark + 1))}`
}

/** In a text that may have been cut off in the middle, so that it cannot be read as JSON. */
export const hideInJson = (text: string): string =>
  text.replace(
    /("(?:[^"\\]*(?:secret|password|token|authorization))"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gi,
    `$1"${hidden}"`,
  )
