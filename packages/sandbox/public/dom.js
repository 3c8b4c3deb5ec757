/**
 * Builds elements. Text becomes text nodes and nothing else: names of devices and bodies of requests are written by
 * strangers, so nothing on this page is ever parsed as HTML.
 */

/** @typedef {Node | string | number | false | null | undefined} Child */
/** @typedef {Record<string, string | number | boolean | undefined | ((event: any) => void)>} Properties */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties] attributes; functions listen to the event of their name
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name, value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  add(element, children)
  return element
}

/** @param {Element} parent @param {readonly Child[]} children */
function add(parent, children) {
  for (const child of children) {
    if (child === false || child === null || child === undefined) continue
    parent.append(child instanceof Node ? child : String(child))
  }
}

/** Puts other children in the place of those that are there. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren()
  add(parent, children)
}

/** Writes only what differs, so that a selection of text outlives the next look. @param {Element} element @param {string | number} text */
export function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = String(text)
}

const namespace = 'http://www.w3.org/2000/svg'

/** Drawings on a 16-pixel grid, as lines. */
const drawings = {
  requests: 'M2 4h12M2 8h12M2 12h8',
  faults: 'M9 1.5 3 9h4.2L6.6 14.5 13 6.8H8.6Z',
  commands: 'm3 4.5 3.5 3.5L3 11.5M8.5 12H13',
  webhooks: 'M14 2 7 9M14 2 9.6 14 7 9 2 6.4Z',
  verdicts: 'M8 1.8 13.2 4v3.8c0 3-2.1 5.2-5.2 6.4-3.1-1.2-5.2-3.4-5.2-6.4V4ZM5.8 8l1.6 1.6 2.9-3.2',
  snapshots: 'M8 2 14 5.2 8 8.4 2 5.2ZM2 8.2l6 3.2 6-3.2M2 11l6 3.2L14 11',
  applications: 'M2.5 2.5h4.4v4.4H2.5ZM9.1 2.5h4.4v4.4H9.1ZM2.5 9.1h4.4v4.4H2.5ZM9.1 9.1h4.4v4.4H9.1Z',
  fidelity: 'M2.2 13.8V7M6.1 13.8V2.5M9.9 13.8V9M13.8 13.8V5',
  controls: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.2 1.6',
  flask: 'M6.2 1.8v4L2.6 12a1.5 1.5 0 0 0 1.3 2.2h8.2a1.5 1.5 0 0 0 1.3-2.2L9.8 5.8v-4M5.2 1.8h5.6M4.4 9.4h7.2',
  check: 'm3 8.6 3.2 3.2L13 4.6',
  cross: 'm4 4 8 8M12 4l-8 8',
  turn: 'M13.4 8A5.4 5.4 0 1 1 11.6 4M13.6 1.8v3h-3',
  triangle: 'M8 2 14.6 13.4H1.4ZM8 6.4v3M8 11.4v.1',
  octagon: 'M5.4 1.6h5.2l3.8 3.8v5.2l-3.8 3.8H5.4l-3.8-3.8V5.4ZM8 4.8v3.6M8 11v.1',
  copy: 'M5.5 5.5h8V14h-8ZM10.5 5.5V2h-8v9h3',
  search: 'M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2ZM10.6 10.6 14 14',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8v10.4L13 8Z',
  up: 'M8 13V3M3.5 7.5 8 3l4.5 4.5',
  chevron: 'm4 6 4 4 4-4',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.6A5.9 5.9 0 0 1 6.4 2.5a5.9 5.9 0 1 0 7.1 7.1Z',
  screen: 'M1.8 2.8h12.4v8H1.8ZM5.5 13.5h5M8 10.8v2.7',
  help: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM6.2 6.3c0-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.2-1.8 1.3-1.8 2.6M8 11.2v.1',
}

/** Decorative: the words beside it carry the meaning. @param {keyof typeof drawings} name */
export function icon(name) {
  const drawing = document.createElementNS(namespace, 'svg')
  const given = { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true', focusable: 'false' }
  for (const [attribute, value] of Object.entries(given)) drawing.setAttribute(attribute, value)
  const path = document.createElementNS(namespace, 'path')
  path.setAttribute('d', drawings[name])
  drawing.append(path)
  return drawing
}

/** The throwing knife: blade, grip, ring. */
export function kunaiMark() {
  const drawing = document.createElementNS(namespace, 'svg')
  const given = { viewBox: '0 0 32 32', class: 'mark', 'aria-hidden': 'true', focusable: 'false' }
  for (const [attribute, value] of Object.entries(given)) drawing.setAttribute(attribute, value)
  for (const [shape, look] of [
    ['M16 0 21.2 14.2 16 19 10.8 14.2Z', 'blade'],
    ['M16 0 10.8 14.2 16 19Z', 'edge'],
    ['M14.7 18h2.6v6.6h-2.6z', 'edge'],
    ['M16 25.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z', 'ring'],
  ]) {
    const path = document.createElementNS(namespace, 'path')
    path.setAttribute('d', shape ?? '')
    path.setAttribute('class', look ?? '')
    path.setAttribute('transform', 'rotate(45 16 16)')
    drawing.append(path)
  }
  return drawing
}
