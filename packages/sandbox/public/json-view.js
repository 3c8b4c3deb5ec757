/** Shows a body: JSON indented and coloured, anything else as it came; long ones in part until asked for whole. */
import { el } from './dom.js'
import { count, visible } from './format.js'

const linesShown = 120
const lengthShown = 40_000

/** @param {string} text */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const tokens = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** @param {string} text */
function coloured(text) {
  const fragment = document.createDocumentFragment()
  let at = 0
  for (const match of text.matchAll(tokens)) {
    if (match.index > at) fragment.append(visible(text.slice(at, match.index)))
    const [whole, word, colon] = match
    const kind = colon !== undefined ? 'key' : word !== undefined ? 'text' : 'value'
    fragment.append(el('span', { class: `json-${kind}` }, visible(word ?? whole)), colon ?? '')
    at = match.index + whole.length
  }
  fragment.append(visible(text.slice(at)))
  return fragment
}

/** @param {string} body @param {string} name what a screen reader calls it */
export function bodyView(body, name) {
  const text = pretty(body)
  const isJson = /^\s*[[{"]/.test(text)
  const lines = text.split('\n')
  const short = lines.slice(0, linesShown).join('\n').slice(0, lengthShown)
  const block = el('pre', { class: 'body', tabindex: 0, 'aria-label': name })
  const show = (/** @type {string} */ part) => block.replaceChildren(isJson ? coloured(part) : visible(part))
  show(short)
  if (short.length === text.length) return block
  const words = `Show all ${count(lines.length)} lines`
  const more = el('button', { type: 'button', class: 'button small' }, words)
  more.addEventListener('click', () => {
    show(text)
    more.remove()
    block.focus()
  })
  return el('div', {}, block, more)
}
