/** States of the world by name: take one, try something, see what it changed, go back. */
import { call, part } from './api.js'
import { diffView } from './diff-view.js'
import { el, fill, icon } from './dom.js'
import { attempt, confirm, emptyState, repeat } from './feedback.js'
import { dateTime, plural, visible } from './format.js'

/** @param {() => void} changed hears that another state has taken the place of the world's */
export function createSnapshotsView(changed) {
  const name = el('input', {
    class: 'field',
    'aria-label': 'Name of the new snapshot',
    placeholder: 'before-the-batch',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 64,
    required: true,
  })
  const list = el('div', { class: 'card rows' })
  const difference = el('div', { class: 'difference', tabindex: -1 })
  let drawn = ''

  const form = el(
    'form',
    { class: 'view-actions' },
    name,
    el('button', { type: 'submit', class: 'button main' }, icon('snapshots'), 'Take snapshot'),
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const taken = name.value.trim()
    const made = await attempt(() => call('PUT', `snapshots/${part(taken)}`), `${taken} is taken`)
    if (made === undefined) return
    name.value = ''
    await look.now()
  })

  /** @param {ListedSnapshot} snapshot */
  function snapshotRow({ name: own, hash, at, changes }) {
    /** @param {string} words @param {() => void} click */
    const button = (words, click) =>
      el('button', { type: 'button', class: 'button small', 'aria-label': `${words}: ${own}`, click }, words)
    return el(
      'div',
      { class: 'row' },
      el(
        'div',
        { class: 'row-main' },
        el('p', { class: 'row-title' }, visible(own)),
        el(
          'p',
          { class: 'quiet' },
          `${dateTime(at)} UTC · ${changes === 0 ? 'as seeded' : `${plural(changes, 'entity', 'entities')} unlike the seed`}`,
        ),
        el('p', { class: 'code faint', title: hash }, hash.slice(0, 16)),
      ),
      el(
        'div',
        { class: 'chips' },
        button('Compare with now', () => compare(own)),
        button('Restore', () => restore(own)),
        button('Delete', () => remove(own)),
      ),
    )
  }

  /** @param {string} own */
  async function compare(own) {
    const report = await attempt(() => call('GET', `diff?from=${part(own)}`))
    if (!report) return
    const close = () => fill(difference)
    fill(difference, diffView(own, report, close))
    difference.focus({ preventScroll: true })
    difference.scrollIntoView({ block: 'nearest' })
  }

  /** @param {string} own */
  async function restore(own) {
    const text = 'World and time go back to it. What happened since is gone, unless you take a snapshot of it first.'
    if (!(await confirm({ title: `Restore ${own}?`, text, action: 'Restore' }))) return
    const restored = await attempt(() => call('POST', `snapshots/${part(own)}/restore`), `${own} is back`)
    if (restored === undefined) return
    fill(difference)
    changed()
  }

  /** @param {string} own */
  async function remove(own) {
    if (!(await confirm({ title: `Delete ${own}?`, text: 'The world stays as it is now.', action: 'Delete' }))) return
    await attempt(() => call('DELETE', `snapshots/${part(own)}`), `${own} is deleted`)
    await look.now()
  }

  const look = repeat(3_000, async () => {
    const { snapshots } = await call('GET', 'snapshots')
    const now = JSON.stringify(snapshots)
    if (now === drawn) return
    drawn = now
    const none = emptyState('No snapshot yet', 'Take one, let your agent work, then compare: what did it change?')
    fill(list, ...(snapshots.length > 0 ? snapshots.map(snapshotRow) : [none]))
  })

  return {
    element: el('div', {}, el('header', { class: 'view-head' }, el('h1', {}, 'Snapshots'), form), list, difference),
    start: look.start,
    stop: look.stop,
  }
}
