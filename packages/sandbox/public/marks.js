/** Small marks that carry a state: each differs from its siblings in word or drawing, not only in colour. */
import { el, icon } from './dom.js'
import { statusLook } from './format.js'

/** @param {number} status */
export function statusMark(status) {
  const look = statusLook(status)
  return el(
    'span',
    { class: `mark-badge ${look.tone}`, title: look.words },
    icon(look.icon),
    status === 0 ? 'none' : status,
    el('span', { class: 'unseen' }, ` ${look.words}`),
  )
}

/** @param {string} text @param {'good' | 'warn' | 'bad' | 'info' | 'neutral'} tone @param {Parameters<typeof icon>[0]} [drawing] */
export const badge = (text, tone, drawing) =>
  el('span', { class: `mark-badge ${tone}` }, drawing && icon(drawing), text)

/** @param {string} method */
export const methodMark = (method) => el('span', { class: `method ${method === 'GET' ? 'read' : 'change'}` }, method)
