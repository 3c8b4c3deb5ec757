/** What differs between a snapshot and now: by kind and entity, field by field. */
import { el, icon } from './dom.js'
import { count, plural, visible } from './format.js'
import { badge } from './marks.js'

/** @param {unknown} value */
const written = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1))

/** @param {Difference} difference */
function change({ field, before, after }) {
  const kind = field !== undefined ? 'changed' : before === undefined ? 'created' : 'deleted'
  return el(
    'div',
    { class: 'field-change' },
    el('p', { class: 'code change-field' }, visible(field ?? kind)),
    el(
      'div',
      { class: 'change-sides' },
      before !== undefined &&
        el(
          'p',
          { class: 'side before' },
          el('span', { class: 'sign' }, '−', el('span', { class: 'unseen' }, 'before ')),
          visible(written(before)),
        ),
      after !== undefined &&
        el(
          'p',
          { class: 'side after' },
          el('span', { class: 'sign' }, '+', el('span', { class: 'unseen' }, 'now ')),
          visible(written(after)),
        ),
    ),
  )
}

/** @param {string} from @param {DifferenceReport} report @param {() => void} close */
export function diffView(from, { total, truncated, counts, differences }, close) {
  const closeButton = el(
    'button',
    { type: 'button', class: 'bare', 'aria-label': 'Close the comparison', click: close },
    icon('cross'),
  )
  const kinds = Object.entries(counts).map(([kind, { created, changed, deleted }]) =>
    el(
      'li',
      {},
      `${visible(kind)} `,
      created > 0 && badge(`+${count(created)} created`, 'good'),
      changed > 0 && badge(`~${count(changed)} changed`, 'info'),
      deleted > 0 && badge(`−${count(deleted)} deleted`, 'bad'),
    ),
  )
  const entities = Object.entries(Object.groupBy(differences, ({ kind, id }) => `${kind} ${id}`))
  return el(
    'section',
    { class: 'card diff', 'aria-label': `Differences between ${from} and now` },
    el(
      'header',
      { class: 'diff-head' },
      el('h2', {}, `${visible(from)} → now`),
      el('p', { class: 'quiet' }, total === 0 ? 'Nothing differs.' : plural(total, 'difference')),
      closeButton,
    ),
    kinds.length > 0 && el('ul', { class: 'diff-kinds' }, ...kinds),
    ...entities.map(([name, some = []]) =>
      el('div', { class: 'entity' }, el('h3', { class: 'code' }, visible(name)), ...some.map(change)),
    ),
    truncated &&
      el(
        'p',
        { class: 'quiet diff-end' },
        `The first ${count(differences.length)} are shown. All of them: GET /_sandbox/diff?from=${visible(from)}&limit=…`,
      ),
  )
}
