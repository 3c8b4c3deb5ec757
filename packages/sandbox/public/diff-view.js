/** What differs between a snapshot and now: by kind and entity, field by field. */
import { el, icon } from './dom.js'
import { count, plural, visible } from './format.js'
import { bodyView } from './json-view.js'
import { badge } from './marks.js'

/** @param {unknown} value */
const written = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1))

/** What people call a thing, by the first of these that it has. @param {unknown} entity */
function nameOf(entity) {
  const { displayName, systemName, name, subject, summary, title } = /** @type {Record<string, unknown>} */ (
    entity ?? {}
  )
  const called = displayName ?? systemName ?? name ?? subject ?? summary ?? title
  return typeof called === 'string' ? called : ''
}

/** @param {'before' | 'after'} kind @param {string} said @param {unknown} value */
function side(kind, said, value) {
  const sign = el('span', { class: 'sign' }, kind === 'before' ? '−' : '+', el('span', { class: 'unseen' }, said))
  return el('p', { class: `side ${kind}` }, sign, visible(written(value)))
}

/** A field that has another value, or a thing that came or went. @param {Difference} difference */
function change({ kind, id, field, before, after }) {
  if (field === undefined) {
    const isNew = before === undefined
    const entity = isNew ? after : before
    return el(
      'details',
      { class: 'whole' },
      el(
        'summary',
        {},
        badge(isNew ? '+ created' : '− deleted', isNew ? 'good' : 'bad'),
        el('span', { class: 'code' }, ` ${visible(kind)} ${id} `),
        el('span', { class: 'quiet' }, visible(nameOf(entity))),
      ),
      bodyView(written(entity), `${kind} ${id}`),
    )
  }
  return el(
    'div',
    { class: 'field-change' },
    el('p', { class: 'code change-field' }, visible(field)),
    el(
      'div',
      { class: 'change-sides' },
      before !== undefined && side('before', 'before ', before),
      after !== undefined && side('after', 'now ', after),
    ),
  )
}

/** @param {readonly Difference[]} some of one entity */
function entityPart(some) {
  const [first] = some
  if (first?.field === undefined) return el('div', { class: 'entity' }, ...some.map(change))
  return el(
    'div',
    { class: 'entity' },
    el('h3', { class: 'code' }, `${visible(first.kind)} ${first.id}`),
    ...some.map(change),
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
  const entities = [...Map.groupBy(differences, ({ kind, id }) => `${kind} ${id}`).values()]
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
    ...entities.map(entityPart),
    truncated &&
      el(
        'p',
        { class: 'quiet diff-end' },
        `The first ${count(differences.length)} are shown. All of them: GET /_sandbox/diff?from=${visible(from)}&limit=…`,
      ),
  )
}
