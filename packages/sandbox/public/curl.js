/** A logged request as a command for a POSIX shell. Whatever a client sent is data there, never a word of the shell. */

/** What curl says by itself, or what belongs to one connection only. */
const leftOut = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
])

/**
 * Between single quotes a shell changes nothing; a quote itself ends them, stands alone, and opens them again.
 * @param {string} text
 */
export const quote = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** What the server shows in the place of a secret. */
const hidden = '(hidden)'

/**
 * The words for a body. In a form, secrets that the log hides become variables to set.
 * @param {string} text
 * @param {string} contentType
 */
function bodyWords(text, contentType) {
  // --data-raw: a body that begins with @ is a body, not the name of a file.
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return [`--data-raw ${quote(text)}`]
  return [...new URLSearchParams(text)].map(([name, value]) => {
    const isSecret = value === hidden && /^[a-z_]+$/.test(name)
    const encoded = new URLSearchParams([[name, value]]).toString()
    return isSecret ? `--data-urlencode "${name}=$${name.toUpperCase()}"` : `--data-raw ${quote(encoded)}`
  })
}

/**
 * @param {RequestDetail} detail
 * @param {string} origin where the sandbox is
 * @returns {string} a command that reads the token from the variable ACCESS_TOKEN
 */
export function toCurl({ method, path, query, request }, origin) {
  const address = origin + path + (query ? `?${query}` : '')
  // -g: brackets in an address are not curl's to expand. --path-as-is: nor are dots.
  const words = [`curl -sg --path-as-is -X ${quote(method)} ${quote(address)}`]
  let contentType = ''
  for (const [name, value] of Object.entries(request?.headers ?? {})) {
    const lower = name.toLowerCase()
    if (lower === 'content-type') contentType = value
    // In double quotes a variable is read; nothing in them comes from the log.
    if (lower === 'authorization') words.push('-H "Authorization: Bearer $ACCESS_TOKEN"')
    if (leftOut.has(lower) || lower.startsWith('sec-') || value === hidden) continue
    words.push(`-H ${quote(`${name}: ${value}`)}`)
  }
  if (request?.body) words.push(...bodyWords(request.body.text, contentType))
  return words.join(' \\\n  ')
}
