/**
 * Calls the control API. The token lives in this tab alone: sessionStorage, gone with the tab, and never in the address
 * bar longer than it takes to read it.
 */

const storageKey = 'kunai.sandbox.control-token'

/** An answer that is not 2xx, or none at all (`status` 0). `message` may be shown. */
export class ControlError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/** @type {string | undefined} */
let token

/** Takes the token from `#token=…` or from an earlier visit of this tab. */
export function findToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token')
  if (location.hash.includes('token=')) history.replaceState(history.state, '', location.pathname + location.search)
  if (given) keepToken(given)
  try {
    token ??= sessionStorage.getItem(storageKey) ?? undefined
  } catch {
    // Storage may be blocked; then the token is asked for at every visit.
  }
  return token
}

/** @param {string} given */
export function keepToken(given) {
  token = given.trim()
  try {
    sessionStorage.setItem(storageKey, token)
  } catch {
    // As above.
  }
}

export function forgetToken() {
  token = undefined
  try {
    sessionStorage.removeItem(storageKey)
  } catch {
    // As above.
  }
}

/** What to do when the token opens nothing any more. */
let whenRefused = () => {}

/** @param {() => void} then */
export function onRefused(then) {
  whenRefused = then
}

/** Told after every call whether the sandbox answered. @type {(answers: boolean) => void} */
let whenHeard = () => {}

/** @param {(answers: boolean) => void} then */
export function onHeard(then) {
  whenHeard = then
}

/** A look that takes longer is given up, and made again. */
const lookTimeoutMs = 30_000

/**
 * @param {string} method
 * @param {string} path below `/_sandbox/`
 * @param {unknown} [body] sent as JSON
 * @returns {Promise<any>} the body; undefined where there is none
 */
export async function call(method, path, body) {
  // fetch itself refuses a header that is not of this alphabet, with words that help nobody.
  if (!/^[\x21-\x7e]+$/.test(token ?? '')) throw refused()
  const response = await fetch(new URL(path, document.baseURI), {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: 'no-store',
    redirect: 'error',
    ...(method === 'GET' && { signal: AbortSignal.timeout(lookTimeoutMs) }),
  }).catch(() => {
    whenHeard(false)
    throw new ControlError(0, 'The sandbox does not answer. Is it still running?')
  })
  whenHeard(true)
  if (response.status === 401) throw refused()
  const text = await response.text()
  if (response.ok) return text === '' ? undefined : JSON.parse(text)
  throw new ControlError(response.status, readReason(text) ?? `The sandbox answered ${response.status}.`)
}

function refused() {
  whenRefused()
  return new ControlError(401, 'The control token was refused.')
}

/** @param {string} text */
function readReason(text) {
  try {
    const { error } = JSON.parse(text)
    return typeof error === 'string' ? error : undefined
  } catch {
    return undefined
  }
}

/** A part of a path. @param {string | number} text */
export const part = (text) => encodeURIComponent(String(text))
