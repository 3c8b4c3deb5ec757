/** Which operations the sandbox models, so that nobody takes its word for more. */
import { call } from './api.js'
import { el, fill } from './dom.js'
import { attempt } from './feedback.js'
import { count, visible } from './format.js'
import { badge } from './marks.js'

export function createFidelityView() {
  const words = el('p', { class: 'quiet' })
  const list = el('div', { class: 'card fidelity' })

  /** @param {string} resource @param {readonly {operation: string, level: string}[]} own */
  function resourceRow(resource, own) {
    const missing = own.filter(({ level }) => level !== 'modelled')
    const isWhole = missing.length === 0
    return el(
      'details',
      { class: 'resource' },
      el(
        'summary',
        {},
        el('span', { class: 'row-title' }, visible(resource)),
        badge(
          `${own.length - missing.length} of ${own.length}`,
          isWhole ? 'good' : 'warn',
          isWhole ? 'check' : 'triangle',
        ),
      ),
      el(
        'ul',
        { class: 'operations' },
        ...own.map(({ operation, level }) =>
          el(
            'li',
            {},
            el('span', { class: 'code' }, visible(operation)),
            level !== 'modelled' && badge(visible(level), 'warn', 'triangle'),
          ),
        ),
      ),
    )
  }

  return {
    element: el('div', {}, el('header', { class: 'view-head' }, el('div', {}, el('h1', {}, 'Fidelity'), words)), list),
    async start() {
      if (list.childElementCount > 0) return
      const answer = await attempt(() => call('GET', 'fidelity'))
      if (!answer) return
      /** @type {readonly {operation: string, level: string}[]} */
      const all = answer.operations
      const modelled = all.filter(({ level }) => level === 'modelled').length
      fill(
        words,
        `${count(modelled)} of ${count(all.length)} operations are modelled. Any other answers 501 and names itself, never a made-up success.`,
      )
      const groups = Object.entries(Object.groupBy(all, ({ operation }) => operation.split('.')[0] ?? ''))
      fill(list, ...groups.map(([resource, own = []]) => resourceRow(resource, own)))
    },
    stop() {},
  }
}
